/** The sales as their owner reads them, on pages and in files. */
import assert from "node:assert/strict";
import { type Owner, readable } from "../../support/console.ts";
import type { studio } from "../../support/studio.ts";

/** What a reader sees, without the space that a tag before a comma leaves. */
export const seen = (html: string) => readable(html).replace(/ ([,.])/g, "$1");

/** What a reader sees of a page. */
export const read = async (owner: Owner, path: string) => seen((await owner.page(path)).text);

/** A file as a spreadsheet reads it: its rows by their heads. */
function parsed(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") rows.at(-1)!.push(cell), cell = "";
    else if (letter === "\r" && text[i + 1] === "\n") rows.at(-1)!.push(cell), rows.push([]), cell = "", i++;
    else cell += letter;
  }
  assert.deepEqual([rows.pop(), cell], [[], ""], "the last line has its end");
  const [head, ...body] = rows;
  return body.map((row) => {
    assert.equal(row.length, head.length, row.join(" | "));
    return Object.fromEntries(row.map((value, index) => [head[index], value]));
  });
}

/** A CSV file of the console. The answer's text has lost its byte order mark: the bytes have it. */
export async function csvRows(owner: Owner, path: string): Promise<Record<string, string>[]> {
  const got = await owner.t.app.request(path, { headers: { cookie: owner.cookie } });
  assert.equal(got.status, 200, path);
  assert.equal(got.headers.get("content-type"), "text/csv; charset=utf-8; header=present");
  assert.match(got.headers.get("content-disposition")!, /^attachment; filename="studio-\d+-[a-z0-9-]+\.csv"$/);
  assert.equal(got.headers.get("cache-control"), "no-store");
  const bytes = new Uint8Array(await got.arrayBuffer());
  assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf], "Excel needs the mark");
  return parsed(new TextDecoder().decode(bytes));
}

/** The days of a month. */
export const monthRows = (owner: Owner, month: string) => csvRows(owner, `/console/sales/month.csv?month=${month}`);

/** The sum of a column of amounts. */
export const sum = (rows: Record<string, string>[], column: string) =>
  rows.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0) / 100;

/** Sets the clock. */
export const at = (t: Awaited<ReturnType<typeof studio>>, instant: string) => void (t.clock.at = Date.parse(instant));
