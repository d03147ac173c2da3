/** Everything a studio owns, one JSON object a line. */
import type { Reader } from "../../db/database.ts";
import { type ExportCursor, type ExportPage, exportPage, exportTables } from "../../domain/exports.ts";

/** Lines of NDJSON, a page of rows at a time; secrets and what is only ours are left out. */
export async function* exportProvider(
  { db }: { db: Reader },
  providerId: string,
): AsyncGenerator<string, void, undefined> {
  for (const table of exportTables()) {
    let cursor: ExportCursor | undefined;
    do {
      const page: ExportPage = await exportPage(db, table, providerId, cursor);
      if (page.lines) yield page.lines;
      cursor = page.next ?? undefined;
      // Reading is done on this thread: between two pages everybody else has a turn.
      await new Promise((resolve) => setTimeout(resolve));
    } while (cursor);
  }
}
