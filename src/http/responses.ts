/** The responses that most handlers give. */
import type { Page } from "../domain/pagination.ts";

/** @param body a string is sent as it is: JSON already, made by SQLite */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** 200 with a JSON body. */
export function ok(body: unknown): Response {
  return json(200, body);
}

/** 201 with a JSON body. */
export function created(body: unknown): Response {
  return json(201, body);
}

/** 204 */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

/** `{ items, nextCursor }` */
export function pageOfItems(page: Page): Response {
  return ok(`{"items":${page.itemsJson},"nextCursor":${JSON.stringify(page.nextCursor)}}`);
}
