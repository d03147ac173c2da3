/** Days of a month by name. */
import type { DayOfSales } from "../../workflows/payments/summarize_month.ts";
import { LOCALE } from "../ui/format.ts";

const dayFormat = (weekday: "long" | "short" | undefined, month: "long" | "short") =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", weekday, month, day: "numeric" });
const long = dayFormat("long", "long");
const short = dayFormat("short", "short");
const unnamed = dayFormat(undefined, "short");

/** `Monday, May 4` */
export const longDay = ({ date }: DayOfSales) => long.format(Date.parse(date));

/** `Mon, May 4` */
export const shortDay = ({ date }: DayOfSales) => short.format(Date.parse(date));

/** Under every seventh place of a month's chart its day, with the month's name once. */
export const dayLabel = (month: string) => (place: number) =>
  place === 0 ? unnamed.format(Date.parse(`${month}-01`)) : place % 7 === 0 ? String(place + 1) : "";
