/**
 * Who may call from a browser. Routes whose token is all that counts: any site. Routes of an API key: the sites of a publishable key.
 */
import type { Context } from "../workflows/context.ts";
import { hasPublishableOrigin } from "../domain/api_keys.ts";
import { PUBLISHABLE } from "../domain/tokens.ts";
import type { Authenticator } from "./authenticate.ts";

const openPaths = new Set<string>();

const keyPaths = new Set<string>();

/** Marks a route as one that asks for an API key. @param pattern as the router knows it */
export function keyPath(pattern: string): void {
  keyPaths.add(pattern);
}

/** Whether the route asks for an API key. */
export function isKeyPath(pattern: string): boolean {
  return keyPaths.has(pattern);
}

/** Marks a route as open. @param pattern as the router knows it: `/api/enrollments/:id/cancel` */
export function openPath(pattern: string): void {
  openPaths.add(pattern);
}

/** Whether any site may call the route from a browser. */
export function isOpenPath(pattern: string): boolean {
  return openPaths.has(pattern);
}

const EXPOSED =
  "x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, idempotent-replayed, etag";

/** Lets any site read the response, without credentials. */
export function allowAnyOrigin(headers: Headers): void {
  headers.set("access-control-allow-origin", "*");
  headers.set("access-control-expose-headers", EXPOSED);
}

/** What a response to a publishable key says to the browser. @param origin null: not one of the key's sites */
export function publishableHeaders(origin: string | null): Record<string, string> {
  if (origin === null) return { vary: "Origin" };
  return { vary: "Origin", "access-control-allow-origin": origin, "access-control-expose-headers": EXPOSED };
}

/** Lets the sites of a publishable key read the response, also a refusal; a secret key's response says nothing. */
export async function allowKeysOrigins(auth: Authenticator, request: Headers, response: Headers): Promise<void> {
  const text = request.get("x-alera-key");
  if (!text?.startsWith(PUBLISHABLE)) return;
  const key = await auth.findKey(text).catch(() => null);
  const origin = request.get("origin");
  const isAllowed = origin !== null && key?.kind === "publishable" && key.allowedOrigins.includes(origin);
  const headers = publishableHeaders(isAllowed ? origin : null);
  for (const name in headers) response.set(name, headers[name]);
}

/** The response to a browser that asks whether it may call an open route. */
export function preflight(methods: string[], origin = "*"): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": methods.join(", "),
      "access-control-allow-headers":
        "content-type, x-alera-key, x-alera-page, x-customer-token, idempotency-key, if-none-match, x-request-id",
      "access-control-max-age": "86400",
      ...(origin === "*" ? {} : { vary: "Origin" }),
    },
  });
}

/** The same for a route that asks for an API key; null for a site that no publishable key lists. */
export async function keyedPreflight(ctx: Context, methods: string[], origin: string | undefined) {
  if (!origin || !await hasPublishableOrigin(ctx.db, origin)) return null;
  return preflight(methods, origin);
}
