/** Tables as CSV files, declared by their columns. */
import type { Page, PageRequest } from "../../domain/pagination.ts";
import type { PageContext } from "../ui/page_context.ts";
import { amount, type Cell, csvLine, localInstant } from "./csv.ts";

const ROWS_AT_ONCE = 500;

/** Lists a studio's rows page by page, newest first. */
export type List = (from: PageContext["ctx"]["db"], providerId: string, page: PageRequest) => Promise<Page>;

export type FileColumn<T> = [head: string, cell: (row: T, call: PageContext) => Cell];

/** An instant on the studio's clock. */
export const instant = <T>(head: string, of: (row: T) => string | null): FileColumn<T> => [
  head,
  (row, call) => localInstant(of(row), call.provider.timezone),
];

/** An amount in the currency of its row. */
export const cents = <T extends { currency: string }>(head: string, of: (row: T) => number): FileColumn<T> => [
  head,
  (row) => amount(of(row), row.currency),
];

export const currency: FileColumn<{ currency: string }> = ["Currency", (row) => row.currency.toUpperCase()];

/** A file to download, sent while its pages of rows are read. */
export function csvFile<T>(
  call: PageContext,
  name: string,
  columns: FileColumn<T>[],
  pages: AsyncIterable<T[]> | Iterable<T[]>,
): Response {
  async function* text(): AsyncGenerator<string, void, undefined> {
    // Without a byte order mark Excel reads names in an old code page; other programs skip it.
    yield `\uFEFF${csvLine(columns.map(([head]) => head))}`;
    for await (const rows of pages) {
      yield rows.map((row) => csvLine(columns.map(([, cell]) => cell(row, call)))).join("");
    }
  }
  return new Response(ReadableStream.from(text()).pipeThrough(new TextEncoderStream()), {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${call.provider.handle}-${name}.csv"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

/** All rows of a list, a page at a time. */
export async function* allPages<T>({ ctx, provider }: PageContext, list: List): AsyncGenerator<T[], void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await list(ctx.db, provider.id, { limit: ROWS_AT_ONCE, cursor });
    yield JSON.parse(page.itemsJson);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}
