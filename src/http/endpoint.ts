/**
 * One way to declare an operation: it is routed, described in the OpenAPI document, and checked in this order:
 * rate limit, credentials, quota, Origin, body and query, then the handler's own rules.
 */
import type { z } from "@hono/zod-openapi";
import type { ApiKey } from "../domain/api_keys.ts";
import { admit } from "./admit.ts";
import { authenticate } from "./authenticate.ts";
import { readBody } from "./body.ts";
import { allowAnyOrigin, allowKeysOrigins, keyPath, openPath } from "./cors.ts";
import { errorResponse } from "./errors.ts";
import { describeOperation } from "./openapi/operation.ts";
import { parseRequest } from "./parse.ts";
import { limitGuesses } from "./limit_guesses.ts";
import type { App, Call } from "./router.ts";
import type { HttpServices } from "./services.ts";
import type { AnySpec, Given, Handler, Spec } from "./spec.ts";

const MAX_BODY = 64 * 1024;

/** Registers the operation with the router and with the document. */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  app: App,
  services: HttpServices,
  spec: Spec<P, Q, B>,
  handle: Handler<P, Q, B>,
): void {
  describeOperation(app, spec);
  const pattern = spec.path.replace(/\{(\w+)\}/g, ":$1");
  const open = spec.auth === "signed" || spec.auth === "customer";
  if (open) openPath(pattern);
  if (spec.auth === "tenant") keyPath(pattern);
  app.on(spec.method.toUpperCase(), pattern, async (c) => {
    c.env.seen.route = `${spec.method.toUpperCase()} ${pattern}`;
    const limits: Record<string, string> = {};
    let response: Response;
    try {
      const key = await readKey(services, spec, pattern, c, limits);
      response = await respond(services, spec, c, handle, key);
    } catch (error) {
      response = errorResponse(error, c.env.requestId, services.ctx.log, spec.statuses);
    }
    for (const name in limits) if (!response.headers.has(name)) response.headers.set(name, limits[name]);
    if (spec.noStore) response.headers.set("cache-control", "no-store");
    if (open) allowAnyOrigin(response.headers);
    else if (spec.auth === "tenant") await allowKeysOrigins(services.auth, c.req.raw.headers, response.headers);
    return response;
  });
}

/** The API key of a limited route, counted; what no site calls has neither. */
async function readKey(
  services: HttpServices,
  { auth, method, limit }: Pick<AnySpec, "auth" | "method" | "limit">,
  pattern: string,
  c: Call,
  limits: Record<string, string>,
): Promise<ApiKey | null> {
  if (limit === undefined) return null;
  const use = auth === "tenant" ? "required" : auth === "customer" ? "checked" : "optional";
  const asked = { headers: c.req.raw.headers, peer: () => c.env.peer };
  return await admit(services, { route: `${method} ${pattern}`, limit }, use, asked, limits);
}

async function respond<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  services: HttpServices,
  spec: Spec<P, Q, B>,
  c: Call,
  handle: Handler<P, Q, B>,
  apiKey: ApiKey | null,
): Promise<Response> {
  const check = () => authenticate(services.auth, spec, apiKey, c);
  const { caller, credential } = spec.auth === "owner" || spec.auth === "operator"
    ? await limitGuesses(services, c, spec.auth, check)
    : await check();
  const run = async (text?: string, ctx = services.ctx) => {
    const given = { ...caller, c, ctx } as Given<P, Q, B>;
    parseRequest(spec, c, given, text);
    return await handle(given);
  };
  if (spec.method === "get" || spec.method === "delete") return await run();
  const text = await readBody(c.req.raw, MAX_BODY);
  const key = c.req.header("idempotency-key");
  const owner = credential ?? signedToken(text, spec.credential);
  if (key === undefined || owner === null || spec.method !== "post") return await run(text);
  const url = new URL(c.req.url);
  const request = { key, credential: owner, method: c.req.method, path: url.pathname + url.search, body: text };
  // An error is a response too, and stored like any other.
  return await services.idempotency.run(request, async (ctx) => {
    try {
      return await run(text, ctx);
    } catch (error) {
      return errorResponse(error, c.env.requestId, services.ctx.log, spec.statuses);
    }
  });
}

/** The credential of an operation with auth `signed`, or null. A customer's own token may stand for it. */
function signedToken(text: string, field: string | undefined): string | null {
  if (!field) return null;
  try {
    const body = JSON.parse(text);
    const token = body?.[field] ?? body?.customerToken;
    return typeof token === "string" ? `token:${token}` : null;
  } catch {
    return null;
  }
}
