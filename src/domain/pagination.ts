/** Lists by keyset pagination: every page costs the same, and rows added meanwhile are neither skipped nor repeated. */
import { type Reader, type SqlValue } from "../db/database.ts";
import { invalid } from "./errors.ts";

export interface PageRequest {
  /** 1–200 */
  limit: number;
  cursor?: string;
}

/** `itemsJson` is one JSON array made by SQLite, sent as it is. */
export interface Page {
  itemsJson: string;
  nextCursor: string | null;
}

/** Order is by one NOT NULL text column and then `id`, both taken from the table or alias named first in `from`. */
export interface PageQuery {
  /** An SQL expression that gives one item as JSON. */
  columns: string;
  from: string;
  where: string;
  args: SqlValue[];
  order: string;
  /** Qualified name of the id column, when `id` alone is ambiguous. */
  id?: string;
  descending?: boolean;
  page: PageRequest;
}

function readCursor(cursor: string): [string, string] {
  try {
    const parsed = JSON.parse(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")));
    if (
      Array.isArray(parsed) && parsed.length === 2 &&
      parsed.every((part) => typeof part === "string" && !part.includes("\0"))
    ) {
      return parsed as [string, string];
    }
  } catch { /* thrown below */ }
  throw invalid("cursor", "This cursor does not come from a list.");
}

function writeCursor(position: [string, string]): string {
  return btoa(JSON.stringify(position)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws DomainError invalid_request (the cursor) */
export async function listPage(from: Reader, query: PageQuery): Promise<Page> {
  const id = query.id ?? "id";
  const args = [...query.args];
  let where = query.where;
  if (query.page.cursor !== undefined) {
    where += ` AND (${query.order}, ${id}) ${query.descending ? "<" : ">"} (?, ?)`;
    args.push(...readCursor(query.page.cursor));
  }
  const direction = query.descending ? "DESC" : "ASC";
  const limit = query.page.limit;
  const rows = await from.read<{ item: string; position: string; last: string }>(
    `SELECT ${query.columns} AS item, ${query.order} AS position, ${id} AS last FROM ${query.from}
     WHERE ${where} ORDER BY ${query.order} ${direction}, ${id} ${direction} LIMIT ?`,
    [...args, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const end = shown.at(-1);
  return {
    itemsJson: `[${shown.map((one) => one.item).join(",")}]`,
    nextCursor: rows.length > limit && end ? writeCursor([end.position, end.last]) : null,
  };
}

/**
 * The same for rows in the order of a number.
 * @param query the statement for at most `limit` rows `{item, seq}` beyond `position`
 * @param start the position of the first page; of a descending list, beyond every number
 * @throws DomainError invalid (the cursor)
 */
export async function listBySequence(
  from: Reader,
  page: PageRequest,
  query: (position: number, limit: number) => { sql: string; args: SqlValue[] },
  start = 0,
): Promise<Page> {
  const position = page.cursor === undefined ? start : Number(readCursor(page.cursor)[0]);
  if (!Number.isSafeInteger(position)) throw invalid("cursor", "This cursor does not come from a list.");
  const { sql, args } = query(position, page.limit + 1);
  const rows = await from.read<{ item: string; seq: number }>(sql, args);
  const shown = rows.slice(0, page.limit);
  const end = shown.at(-1);
  return {
    itemsJson: `[${shown.map((one) => one.item).join(",")}]`,
    nextCursor: rows.length > page.limit && end ? writeCursor([String(end.seq), ""]) : null,
  };
}

/** The items of all pages of a list, parsed, in its order. */
export async function readAllPages<T>(list: (page: PageRequest) => Promise<Page>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 200, cursor });
    found.push(...JSON.parse(page.itemsJson));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return found;
}
