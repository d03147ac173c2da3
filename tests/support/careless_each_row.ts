/** In the place of `src/workflows/each_row.ts`: the first row that fails stops all that come after it. */
import type { Context } from "../../src/workflows/context.ts";
export { stackOf, waitAgain } from "../../src/workflows/each_row.ts?itself";

export async function handleEachRow<R>(
  _ctx: Context,
  { rows }: { rows: R[] },
  handle: (row: R) => Promise<unknown>,
): Promise<void> {
  for (const row of rows) await handle(row);
}
