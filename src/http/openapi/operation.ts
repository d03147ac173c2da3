/** Describes one operation in the OpenAPI document: its own facts, and what all operations of its kind share. */
import type { z } from "@hono/zod-openapi";
import type { ErrorCode } from "../../domain/errors.ts";
import { ERROR_CODES } from "../error_codes.ts";
import { mayBeAbsent } from "../parse.ts";
import type { App } from "../router.ts";
import type { AnySpec, Auth, Spec } from "../spec.ts";
import { errorsByStatus, isReplayed } from "./error_list.ts";
import { fillIn, SAMPLE_VALUES } from "./examples.ts";

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

/** By status: what can go wrong, and the codes that say which. */
function failures(spec: AnySpec): Record<string, unknown> {
  const responses: Record<string, unknown> = {};
  for (const [status, codes] of errorsByStatus(spec)) {
    const limits = status === 429 ? LIMIT_HEADERS : {};
    const retryAfter = status === 429 || status === 503 ? { "retry-after": shared("headers", "RetryAfter") } : {};
    const names = Object.keys(codes) as [ErrorCode, ...ErrorCode[]];
    responses[status] = {
      description: names.map((code) => `\`${code}\`: ${codes[code]}`).join("\n\n"),
      "x-codes": codes,
      headers: { ...everyHeader(spec), ...limits, ...retryAfter },
      content: {
        "application/json": {
          schema: {
            allOf: [
              { $ref: "#/components/schemas/Error" },
              { type: "object", properties: { code: { type: "string", enum: names } } },
            ],
          },
          example: { error: ERROR_CODES[names[0]].happened.replaceAll("`", ""), code: names[0] },
        },
      },
    };
  }
  return responses;
}
