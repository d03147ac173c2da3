/** What the tests of the catalog's pages share. */
import { formOf, type Owner } from "../../support/console.ts";
import type { studio } from "../../support/studio.ts";

/** The records that the management API lists. */
export async function itemsOf(
  t: Awaited<ReturnType<typeof studio>>,
  path: string,
  // deno-lint-ignore no-explicit-any
): Promise<any[]> {
  return (await t.studio.manage("GET", path)).body.items;
}

/** The form of a page as it would be sent, to send it more than once. */
export async function bodyOf(
  owner: Owner,
  path: string,
  fields: Record<string, string>,
  action = path,
): Promise<string> {
  const form = formOf((await owner.page(path)).text, action).filter(([name]) => !(name in fields));
  return new URLSearchParams([...form, ...Object.entries(fields)]).toString();
}
