/** Everything a studio owns, one JSON object a line. */
import type { Context } from "../context.ts";
import { exportPage, exportTables } from "../../domain/exports.ts";

/** Lines of NDJSON, a chunk of rows at a time; secrets and what is only ours are left out. */
export async function* exportProvider(
  ctx: Pick<Context, "db">,
  providerId: string,
): AsyncGenerator<string, void, undefined> {
  for (const table of exportTables()) {
    let after: string | null = "";
    while (after !== null) {
      const page: { lines: string; last: string | null } = await exportPage(ctx.db, table, providerId, after);
      if (page.lines) yield page.lines;
      after = page.last;
    }
  }
}
