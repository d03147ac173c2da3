/** Describes one operation in the OpenAPI document: its own facts, and what all operations of its kind share. */
import type { z } from "@hono/zod-openapi";
import { errorBody } from "../errors.ts";
import { MOST_GUESSES } from "../limit_request.ts";
import { mayBeAbsent } from "../parse.ts";
import type { App } from "../router.ts";
import type { Auth, Spec } from "../spec.ts";
import { fillIn, SAMPLE_VALUES } from "./examples.ts";

type AnySpec = Spec<z.ZodType, z.ZodType, z.ZodType>;

const SECURITY: Record<Auth, Record<string, string[]>[]> = {
  tenant: [{ tenantKey: [], origin: [] }],
  signed: [],
  customer: [
    { customerToken: [] },
    { customerTokenInQuery: [] },
    { customerToken: [], tenantKey: [] },
    { customerTokenInQuery: [], tenantKey: [] },
  ],
  owner: [{ ownerToken: [] }],
  operator: [{ operatorToken: [] }],
  none: [],
};

/** Adds an operation to the document. */
export function describeOperation<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  spec: Spec<P, Q, B>,
): void {
  const parameters = [
    ...(isReplayed(spec) ? [shared("parameters", "IdempotencyKey")] : []),
    ...(spec.conditional ? [shared("parameters", "IfNoneMatch")] : []),
  ];
  app.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    tags: [spec.tag],
    summary: spec.summary,
    description: spec.description,
    operationId: operationId(spec),
    security: SECURITY[spec.auth],
    ...(parameters.length ? { parameters } : {}),
    request: requestOf(spec),
    responses: { ...successes(spec), ...failures(spec) },
    "x-auth": spec.auth,
    ...(spec.credential ? { "x-signed-token": spec.credential } : {}),
    ...(spec.example ? { "x-example": spec.example } : {}),
    ...(spec.limit !== undefined ? { "x-rate-limit-per-minute": spec.limit } : {}),
  } as never);
}

/** One of the document's components (`components.ts`). */
const shared = (kind: "headers" | "parameters" | "responses", name: string) => ({
  $ref: `#/components/${kind}/${name}`,
});

/** Whether an Idempotency-Key is heeded. */
const isReplayed = (spec: AnySpec) => spec.method === "post" && spec.auth !== "none";

/** `post /api/classes/{id}/book` → `postClassesIdBook` */
function operationId({ method, path }: Pick<AnySpec, "method" | "path">): string {
  const words = path.replace(/^\/api/, "").replace(/[{}]/g, "");
  return method + words.replace(/[-/_.](\w)/g, (_, letter) => letter.toUpperCase());
}

function requestOf({ params, query, headers, body, example }: AnySpec) {
  return {
    ...(params && { params }),
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body && {
      body: {
        required: !mayBeAbsent(body),
        content: {
          "application/json": {
            schema: body,
            ...(example?.body === undefined ? {} : { example: fillIn(example.body, SAMPLE_VALUES) }),
          },
        },
      },
    }),
  };
}

const LIMIT_HEADERS = {
  "ratelimit-limit": shared("headers", "RateLimitLimit"),
  "ratelimit-remaining": shared("headers", "RateLimitRemaining"),
  "ratelimit-reset": shared("headers", "RateLimitReset"),
};

function everyHeader(spec: AnySpec) {
  return {
    "x-request-id": shared("headers", "RequestId"),
    ...(spec.limit === undefined ? {} : LIMIT_HEADERS),
  };
}

function successes(spec: AnySpec): Record<string, unknown> {
  const cached = { ETag: shared("headers", "ETag"), "Cache-Control": shared("headers", "CacheControl") };
  const headers = {
    ...everyHeader(spec),
    ...(spec.conditional ? cached : {}),
    ...(spec.noStore ? { "Cache-Control": shared("headers", "NoStore") } : {}),
    ...(isReplayed(spec) ? { "idempotent-replayed": shared("headers", "IdempotentReplayed") } : {}),
  };
  const responses: Record<string, unknown> = {};
  for (const [status, { description, schema, contentType, example }] of Object.entries(spec.responses)) {
    const content = { schema, ...(example === undefined ? {} : { example }) };
    responses[status] = {
      description,
      headers,
      ...(schema ? { content: { [contentType ?? "application/json"]: content } } : {}),
      ...(spec.links ? { links: linksOf(spec.links) } : {}),
    };
  }
  if (spec.conditional) {
    responses[304] = { description: "Not changed since that ETag.", headers: { ...everyHeader(spec), ...cached } };
  }
  return responses;
}

function linksOf(links: NonNullable<AnySpec["links"]>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(links).map(([target, inputs]) => {
      const [method, path] = target.split(" ") as [AnySpec["method"], string];
      const from = (isWanted: (name: string) => boolean) => {
        const wanted = Object.entries(inputs).filter(([name]) => isWanted(name));
        return Object.fromEntries(wanted.map(([name, pointer]) => [name, `$response.body#${pointer}`]));
      };
      const isInPath = (name: string) => path.includes(`{${name}}`);
      const [parameters, requestBody] = [from(isInPath), from((name) => !isInPath(name))];
      const id = operationId({ method, path });
      const body = Object.keys(requestBody).length ? { requestBody } : {};
      return [id, { operationId: id, ...(Object.keys(parameters).length ? { parameters } : {}), ...body }];
    }),
  );
}

function failures(spec: AnySpec): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const [status, description] of Object.entries(allErrors(spec))) {
    const limits = status === "429" ? { ...LIMIT_HEADERS, "retry-after": shared("headers", "RetryAfter") } : {};
    responses[status] = {
      description,
      headers: { ...everyHeader(spec), ...limits },
      content: { "application/json": { schema: errorBody } },
    };
  }
  if (spec.method === "post" || spec.method === "patch") {
    responses[413] ??= shared("responses", "TooLarge");
  }
  if (spec.method !== "get" || spec.writes) responses[503] ??= shared("responses", "Unavailable");
  responses[500] = shared("responses", "Fault");
  return responses;
}

/** The operation's own errors, and those of every operation of its kind. */
function allErrors(spec: AnySpec): Record<number, string> {
  const errors = { ...spec.errors };
  if (spec.params || spec.query || spec.body) errors[400] ??= "Validation failed.";
  if (spec.limit !== undefined) errors[429] = `Rate limit exceeded (${spec.limit}/min/IP).`;
  if (spec.auth === "tenant") {
    errors[401] = errors[401] ? `Invalid or revoked API key. ${errors[401]}` : "Invalid or revoked API key.";
  }
  if (spec.auth === "owner" || spec.auth === "operator") {
    errors[401] ??= "Missing or wrong bearer token.";
    errors[429] ??= `More than ${MOST_GUESSES} wrong bearer tokens in a minute from this address.`;
  }
  if (isReplayed(spec)) {
    errors[409] ??= "This Idempotency-Key was used for a different request, or its first request is still running.";
  }
  return errors;
}
