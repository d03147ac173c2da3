/**
 * One way to declare an operation: it is routed, described in the OpenAPI document, and checked in this order:
 * rate limit, credentials, Origin, body and query, then the handler's own rules.
 */
import type { z } from "@hono/zod-openapi";
import { authenticate } from "./authenticate.ts";
import { readBody } from "./body.ts";
import { allowAnyOrigin, openPath } from "./cors.ts";
import { errorResponse } from "./errors.ts";
import { describeOperation } from "./openapi/operation.ts";
import { parseRequest } from "./parse.ts";
import { limitGuesses, limitRequest } from "./limit_request.ts";
import type { App, Call } from "./router.ts";
import type { HttpServices } from "./services.ts";
import type { Given, Handler, Spec } from "./spec.ts";

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
  app.on(spec.method.toUpperCase(), pattern, async (c) => {
    c.env.seen.route = `${spec.method.toUpperCase()} ${pattern}`;
    let limits: Record<string, string> = {};
    let response: Response;
    try {
      if (spec.limit !== undefined) limits = limitRequest(services, c, `${spec.method} ${pattern}`, spec.limit);
      response = await respond(services, spec, c, handle);
    } catch (error) {
      response = errorResponse(error, c.env.requestId, services.ctx.log);
    }
    for (const name in limits) response.headers.set(name, limits[name]);
    if (spec.noStore) response.headers.set("cache-control", "no-store");
    if (open) allowAnyOrigin(response.headers);
    return response;
  });
}

async function respond<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  services: HttpServices,
  spec: Spec<P, Q, B>,
  c: Call,
  handle: Handler<P, Q, B>,
): Promise<Response> {
  const check = () => authenticate(services.auth, spec.auth, c);
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
      return errorResponse(error, c.env.requestId, services.ctx.log);
    }
  });
}

/** The credential of an operation with auth `signed`, or null. */
function signedToken(text: string, field: string | undefined): string | null {
  if (!field) return null;
  try {
    const token = JSON.parse(text)?.[field];
    return typeof token === "string" ? `token:${token}` : null;
  } catch {
    return null;
  }
}
