/** Answers that SQLite has written already. */
import type { Page } from "../../domain/pagination.ts";
import { ok } from "../endpoint.ts";

/** `{ items, nextCursor }` */
export function pageAnswer(page: Page): Response {
  return ok(`{"items":${page.itemsJson},"nextCursor":${JSON.stringify(page.nextCursor)}}`);
}
