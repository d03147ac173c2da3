/**
 * One way to declare an operation: its schemas validate the request, make the OpenAPI document, and the checks come in the order of
 * the contract: rate limit, credentials, Origin, body and query, then the handler's own.
 */
import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import type { ApiKey } from "../domain/api_keys.ts";
import type { Context } from "../workflows/context.ts";
import { DomainError, type Issue } from "../domain/errors.ts";
import type { Provider } from "../domain/providers.ts";
import { type Authenticator, checkOrigin } from "./authenticate.ts";
import { errorBody, errorResponse, HttpError, json } from "./errors.ts";
import { fillIn, SAMPLE_VALUES } from "./examples.ts";
import type { IdempotencyStore } from "./idempotency.ts";
import { clientAddress, type RateLimiter } from "./rate_limit.ts";
import type { ReadCache } from "./read_cache.ts";

export interface HttpServices {
  ctx: Context;
  auth: Authenticator;
  limiter: RateLimiter;
  idempotency: IdempotencyStore;
  reads: ReadCache;
  /** Name of the header that holds the client's IP, or null. */
  trustProxy: string | null;
  /** Rejects when the database does not answer. */
  isReady(): Promise<void>;
  /** Development: what the reference fills its forms with, or null when there is no sample studio. */
  demo?(): DocsDemo | null;
}

/** The sample studio's credentials and records, for the try-it forms of `/docs`. */
export interface DocsDemo {
  /** An API key, and an origin of its allowlist. */
  key: string;
  origin: string;
  ownerToken: string;
  handle: string;
  /** For the placeholders of the examples: `classId`, `serviceId` … (`examples.ts` names them all). */
  values: Record<string, string>;
}

/** What the outermost layer hands down with each request. */
export interface Env {
  Bindings: {
    peer: string;
    requestId: string;
    /** Asked with HEAD: the request is a GET inside, for its answer's headers. */
    head?: boolean;
    /** What the log is told: filled on the way. */
    seen: { route?: string; providerId?: string };
  };
}
export type App = OpenAPIHono<Env>;
export type Call = HonoContext<Env>;

/** `signed`: a token in the body; `customer`: a token in header or query, and any key that is sent must be valid. */
export type Auth = "tenant" | "signed" | "customer" | "owner" | "operator" | "none";

const MAX_BODY = 64 * 1024;

export interface Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: "get" | "post" | "patch" | "delete";
  /** `/api/classes/{id}` */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  auth: Auth;
  /** Requests a minute from one client address. */
  limit?: number;
  params?: P;
  query?: Q;
  body?: B;
  /** For the document alone. */
  headers?: z.ZodObject;
  /** Which body field is the credential, where a signed token is one. */
  credential?: string;
  /** Answers carry an ETag, and 304 when the caller has it already. */
  conditional?: boolean;
  /** Answers hold credentials: nobody may keep them. */
  unkept?: boolean;
  answers: Record<
    number,
    { description: string; schema?: z.ZodType; example?: unknown; contentType?: string }
  >;
  /** What each refusal means here. */
  errors: Record<number, string>;
  /** The request that the document shows, with placeholders (`examples.ts`); a test sends every one. */
  example?: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown };
}

export interface Given<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  c: Call;
  ctx: Context;
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** With auth `tenant`: the caller's key and Origin. */
  tenant: { providerId: string; origin: string; keyId: string };
  /** With auth `owner`. */
  provider: Provider;
  /** With auth `customer`: the provider of the key that was sent, if one was. */
  keyProviderId: string | null;
}

/** Registers the operation with the router and with the document. */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  services: HttpServices,
  spec: Spec<P, Q, B>,
  handle: (given: Given<P, Q, B>) => Promise<Response> | Response,
): void {
  document(app, spec);
  const pattern = spec.path.replace(/\{(\w+)\}/g, ":$1");
  const open = spec.auth === "signed" || spec.auth === "customer";
  app.on(spec.method.toUpperCase(), pattern, async (c) => {
    c.env.seen.route = `${spec.method.toUpperCase()} ${pattern}`;
    let limits: Record<string, string> = {};
    let answer: Response;
    try {
      if (spec.limit !== undefined) limits = limitRequest(services, c, `${spec.method} ${pattern}`, spec.limit);
      answer = await run(services, spec, c, handle);
    } catch (error) {
      answer = errorResponse(error, c.env.requestId, services.ctx.log);
    }
    for (const name in limits) answer.headers.set(name, limits[name]);
    if (spec.unkept) answer.headers.set("cache-control", "no-store");
    if (open) allowAnyOrigin(answer.headers);
    return answer;
  });
  if (open) openPaths.add(pattern);
}

const openPaths = new Set<string>();

/** Whether a route holds no ambient authority, so that any site may call it from a browser. */
export function isOpenPath(pattern: string): boolean {
  return openPaths.has(pattern);
}

/** Any site may read the answer; no credentials are allowed along. */
export function allowAnyOrigin(headers: Headers): void {
  headers.set("access-control-allow-origin", "*");
  headers.set(
    "access-control-expose-headers",
    "x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, idempotent-replayed",
  );
}

/** Counts a request against its route. @returns headers for the answer @throws HttpError 429 */
export function limitRequest(services: HttpServices, c: Call, route: string, limit: number): Record<string, string> {
  const trusted = services.trustProxy ? c.req.header(services.trustProxy) ?? null : null;
  return services.limiter.take(clientAddress(c.env.peer, trusted), route, limit, services.ctx.clock.now());
}

async function run<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  services: HttpServices,
  spec: Spec<P, Q, B>,
  c: Call,
  handle: (given: Given<P, Q, B>) => Promise<Response> | Response,
): Promise<Response> {
  const given = { c, ctx: services.ctx, keyProviderId: null } as unknown as Given<P, Q, B>;
  let credential: string | null = null;
  let key: ApiKey;
  switch (spec.auth) {
    case "tenant":
      key = await services.auth.tenantKey(c.req.header("x-alera-key") ?? null);
      given.tenant = {
        providerId: key.providerId,
        origin: checkOrigin(key, c.req.header("origin") ?? null),
        keyId: key.id,
      };
      c.env.seen.providerId = key.providerId;
      credential = `key:${key.id}`;
      break;
    case "customer":
      if (c.req.header("x-alera-key") !== undefined) {
        given.keyProviderId = (await services.auth.tenantKey(c.req.header("x-alera-key")!)).providerId;
      }
      break;
    case "owner":
      given.provider = await services.auth.owner(c.req.header("authorization") ?? null);
      c.env.seen.providerId = given.provider.id;
      credential = `owner:${given.provider.id}`;
      break;
    case "operator":
      services.auth.operator(c.req.header("authorization") ?? null);
      credential = "operator";
      break;
  }
  if (spec.method === "get" || spec.method === "delete") {
    check(spec, c, given, undefined);
    return await handle(given);
  }
  const text = await readBody(c.req.raw, MAX_BODY);
  const answer = () => {
    check(spec, c, given, text);
    return Promise.resolve(handle(given));
  };
  const idempotencyKey = c.req.header("idempotency-key");
  if (idempotencyKey === undefined || spec.method !== "post") return await answer();
  credential ??= tokenIn(text, spec.credential);
  if (credential === null) return await answer();
  const url = new URL(c.req.url);
  // A refusal is an answer too, and remembered; the same table as for every other error shapes it.
  return await services.idempotency.run(
    { key: idempotencyKey, credential, method: c.req.method, path: url.pathname + url.search, body: text },
    async () => {
      try {
        return await answer();
      } catch (error) {
        return errorResponse(error, c.env.requestId, services.ctx.log);
      }
    },
  );
}

function tokenIn(text: string, field: string | undefined): string | null {
  if (!field) return null;
  try {
    const token = JSON.parse(text)?.[field];
    return typeof token === "string" ? `token:${token}` : null;
  } catch {
    return null;
  }
}

/**
 * At most `max` bytes, whether or not the length was told before.
 * @throws HttpError 413, 400 (not UTF-8), 503 (it did not come to its end)
 */
export async function readBody(request: Request, max: number): Promise<string> {
  const tooLarge = () => new HttpError(413, `The body is larger than ${max / 1024} KiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  if (request.bodyUsed) throw new Error("a body is read once");
  let bytes: ArrayBuffer | Uint8Array;
  try {
    // Where the length is told the server holds the sender to it, and one read is far cheaper than a stream.
    bytes = request.headers.has("content-length")
      ? await request.arrayBuffer()
      : await readStream(request.body, max, tooLarge);
  } catch (error) {
    if (error instanceof HttpError) throw error;
    // The connection broke, or the server is stopping: nobody's fault, and nothing was done.
    throw new HttpError(503, "The body did not arrive to its end, so nothing was done. Send the request again.", {}, {
      "retry-after": "1",
    });
  } finally {
    forgetBody(request);
  }
  if (bytes.byteLength > max) throw tooLarge();
  try {
    return utf8.decode(bytes);
  } catch {
    throw notJson();
  }
}

/** Requests whose bodies may still be arriving. */
const unread = new Set<Request>();
let noneUnread = () => {};

/** From now on the request's body is on its way: until it is read, or told to be forgotten because the request is answered. */
export function expectBody(request: Request): void {
  unread.add(request);
}

/** The request's body is read, or nobody is going to read it. */
export function forgetBody(request: Request): void {
  if (unread.delete(request) && unread.size === 0) noneUnread();
}

/** Waits until no body is on its way any more, at most `withinMs` milliseconds. */
export async function bodiesArrived(withinMs: number): Promise<void> {
  if (unread.size === 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  await new Promise<void>((resolve) => {
    noneUnread = resolve;
    timer = setTimeout(resolve, withinMs);
  });
  clearTimeout(timer);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  max: number,
  tooLarge: () => Error,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.length;
    if (size > max) throw tooLarge();
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) bytes.set(chunk, at), at += chunk.length;
  return bytes;
}

function notJson(): HttpError {
  return new HttpError(400, "The body is not valid JSON.", {
    issues: [{ path: "", message: "The body is not valid JSON." }],
  });
}

/** Nothing at all is as good as `{}` where that is. */
function mayBeAbsent(body: z.ZodType | undefined): boolean {
  return !body || body.safeParse({}).success;
}

function check<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<P, Q, B>,
  c: Call,
  given: Given<P, Q, B>,
  text: string | undefined,
): void {
  const issues: Issue[] = [];
  if (spec.query) given.query = parse(spec.query, c.req.query(), issues);
  if (text !== undefined) {
    let value: unknown;
    try {
      value = text === "" && mayBeAbsent(spec.body) ? {} : JSON.parse(text);
    } catch {
      throw notJson();
    }
    if (spec.body) given.body = parse(spec.body, value, issues);
  }
  if (issues.length) {
    const first = issues[0];
    const error = `Validation failed. ${first.path ? `${first.path}: ` : ""}${first.message}`;
    throw new DomainError("invalid", error, { issues });
  }
  // An id that can't be one is an id that nothing has.
  if (spec.params) {
    given.params = parse(spec.params, c.req.param(), issues);
    if (issues.length) throw new DomainError("not_found", "There is nothing at this address.");
  }
}

/** Checks a value against a schema and adds what is wrong, in words that a person can act on, to `issues`. */
export function parse<T extends z.ZodType>(schema: T, value: unknown, issues: Issue[]): z.output<T> {
  const result = schema.safeParse(value, { error: explain });
  if (result.success) return result.data;
  for (const issue of result.error.issues) issues.push({ path: issue.path.join("."), message: issue.message });
  return undefined as z.output<T>;
}

/** In words that a web developer can act on. */
// deno-lint-ignore no-explicit-any
function explain(issue: any): string | undefined {
  if (issue.code === "invalid_type") {
    return issue.input === undefined ? "Is required." : `Must be ${article(issue.expected)}.`;
  }
  if (issue.code === "too_big") {
    return issue.origin === "string" ? `At most ${issue.maximum} characters.` : `Must be at most ${issue.maximum}.`;
  }
  if (issue.code === "too_small") {
    return issue.origin === "string" ? `At least ${issue.minimum} characters.` : `Must be at least ${issue.minimum}.`;
  }
  return undefined;
}

const article = (type: string) => type === "int" ? "a whole number" : `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;

// ---------------------------------------------------------------- the document

/** Describes an operation whose route is written by hand. */
export function documentOnly(app: App, spec: Spec<z.ZodType, z.ZodType, z.ZodType>): void {
  document(app, spec);
}

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

/** The document's `components` that `openapi.ts` describes. */
const shared = (kind: "headers" | "parameters" | "responses", name: string) => ({
  $ref: `#/components/${kind}/${name}`,
});

function document<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(app: App, spec: Spec<P, Q, B>): void {
  const remembered = spec.method === "post" && spec.auth !== "none";
  const everywhere = {
    "x-request-id": shared("headers", "RequestId"),
    ...(spec.limit === undefined ? {} : {
      "ratelimit-limit": shared("headers", "RateLimitLimit"),
      "ratelimit-remaining": shared("headers", "RateLimitRemaining"),
      "ratelimit-reset": shared("headers", "RateLimitReset"),
    }),
  };
  const validated = {
    ETag: shared("headers", "ETag"),
    "Cache-Control": shared("headers", "CacheControl"),
  };

  // deno-lint-ignore no-explicit-any
  const responses: Record<string, any> = {};
  for (const [status, answer] of Object.entries(spec.answers)) {
    responses[status] = {
      description: answer.description,
      headers: {
        ...everywhere,
        ...(spec.conditional ? validated : {}),
        ...(spec.unkept ? { "Cache-Control": shared("headers", "Unkept") } : {}),
        ...(remembered ? { "idempotent-replayed": shared("headers", "IdempotentReplayed") } : {}),
      },
      ...(answer.schema
        ? {
          content: {
            [answer.contentType ?? "application/json"]: {
              schema: answer.schema,
              ...(answer.example === undefined ? {} : { example: answer.example }),
            },
          },
        }
        : {}),
    };
  }
  if (spec.conditional) {
    responses[304] = { description: "Not changed since that ETag.", headers: { ...everywhere, ...validated } };
  }
  for (const [status, description] of Object.entries(allErrors(spec, remembered))) {
    responses[status] = {
      description,
      headers: { ...everywhere, ...(status === "429" ? { "retry-after": shared("headers", "RetryAfter") } : {}) },
      content: { "application/json": { schema: errorBody } },
    };
  }
  if (spec.method === "post" || spec.method === "patch") {
    responses[413] ??= shared("responses", "TooLarge");
    responses[503] ??= shared("responses", "Interrupted");
  }
  responses[500] = shared("responses", "Fault");

  const parameters = [
    ...(remembered ? [shared("parameters", "IdempotencyKey")] : []),
    ...(spec.conditional ? [shared("parameters", "IfNoneMatch")] : []),
  ];
  app.openAPIRegistry.registerPath({
    method: spec.method,
    path: spec.path,
    tags: [spec.tag],
    summary: spec.summary,
    description: spec.description,
    operationId: `${spec.method}${
      spec.path.replace(/^\/api/, "").replace(/[{}]/g, "").replace(/[-/_.](\w)/g, (_, letter) => letter.toUpperCase())
    }`,
    security: SECURITY[spec.auth],
    ...(parameters.length ? { parameters } : {}),
    request: {
      ...(spec.params ? { params: spec.params as never } : {}),
      ...(spec.query ? { query: spec.query as never } : {}),
      ...(spec.headers ? { headers: spec.headers as never } : {}),
      ...(spec.body
        ? {
          body: {
            required: !mayBeAbsent(spec.body),
            content: {
              "application/json": {
                schema: spec.body,
                ...(spec.example?.body === undefined ? {} : { example: fillIn(spec.example.body, SAMPLE_VALUES) }),
              },
            },
          },
        }
        : {}),
    },
    responses,
    "x-auth": spec.auth,
    ...(spec.credential ? { "x-signed-token": spec.credential } : {}),
    ...(spec.example ? { "x-example": spec.example } : {}),
    ...(spec.limit !== undefined ? { "x-rate-limit-per-minute": spec.limit } : {}),
  } as never);
}

/** What the operation says of its refusals, and what every operation of its kind may say. */
function allErrors<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<P, Q, B>,
  remembered: boolean,
): Record<number, string> {
  const errors = { ...spec.errors };
  if (spec.params || spec.query || spec.body) errors[400] ??= "Validation failed.";
  if (spec.limit !== undefined) errors[429] = `Rate limit exceeded (${spec.limit}/min/IP).`;
  if (spec.auth === "tenant") {
    errors[401] = errors[401] ? `Invalid or revoked API key. ${errors[401]}` : "Invalid or revoked API key.";
  }
  if (spec.auth === "owner" || spec.auth === "operator") errors[401] ??= "Missing or wrong bearer token.";
  if (remembered) {
    errors[409] ??= "This Idempotency-Key was used for a different request, or its first request is still running.";
  }
  return errors;
}

/** A JSON answer. A string is JSON already, made by SQLite. */
export function ok(body: unknown, status = 200): Response {
  return json(status, body);
}
