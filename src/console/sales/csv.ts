/** Cells and lines of a CSV file, RFC 4180. */
import { iso, ms, wallClock } from "../../domain/time.ts";
import { amountText } from "../ui/amounts.ts";

/** A figure or a time that we made: written as it is. */
interface Plain {
  plain: string;
}
/** Text is what people typed; a spreadsheet must not take it for a formula. */
export type Cell = string | number | Plain | null;

/** Signs that begin a formula, also full-width ones, and white space that a spreadsheet skips before them. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line with its end. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return cell.plain;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `30.00`, `-40.00`: a number without the currency, which has a column of its own. */
export function amount(cents: number, currency: string): Plain {
  return { plain: amountText(cents, currency) };
}

/** `2026-05-14T12:00:00-05:00`: the studio's clock and its offset from UTC. */
export function localInstant(instant: string | null, timezone: string): Plain | null {
  if (instant === null) return null;
  const wall = wallClock(ms(instant), timezone);
  const minutes = Math.round((wall - ms(instant)) / 60_000);
  const two = (number: number) => String(number).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return { plain: `${iso(wall).slice(0, 19)}${offset}` };
}
