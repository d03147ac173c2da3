/**
 * Tables as files for a spreadsheet: RFC 4180, UTF-8. They begin with a byte order mark, for without it Excel reads names in the letters
 * of some old code page; every other program knows to skip it.
 */
import { minorUnits } from "../domain/money.ts";
import { iso, ms, wallClock } from "../domain/time.ts";

/** A figure or a time of our own making: written as it is. */
interface Plain {
  plain: string;
}
/** Text is what people typed; a spreadsheet must not take it for a formula. */
export type Cell = string | number | Plain | null;

/** Signs with which a spreadsheet begins a formula, also full-width, and white space that it would skip. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line with its end. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(written).join(",")}\r\n`;
}

function written(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return cell.plain;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `30.00`, `-40.00`: a number without the currency, which has a column of its own. */
export function amount(cents: number, currency: string): Plain {
  const units = minorUnits(currency);
  return { plain: (cents / units).toFixed(String(units).length - 1) };
}

/** `2026-05-14T12:00:00-05:00`: the studio's clock, and how far it is from UTC. */
export function localInstant(instant: string | null, timezone: string): Plain | null {
  if (instant === null) return null;
  const wall = wallClock(ms(instant), timezone);
  const minutes = Math.round((wall - ms(instant)) / 60_000);
  const two = (number: number) => String(number).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return { plain: `${iso(wall).slice(0, 19)}${offset}` };
}

/** A file to download, written while it is read. */
export function csvFile(name: string, head: string[], rows: AsyncIterator<Cell[][]>): Response {
  const utf8 = new TextEncoder();
  let begun = false;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await rows.next();
      const lines = done ? "" : value.map(csvLine).join("");
      const text = begun ? lines : `\uFEFF${csvLine(head)}${lines}`;
      begun = true;
      if (text) controller.enqueue(utf8.encode(text));
      if (done) controller.close();
    },
    async cancel() {
      await rows.return?.();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}
