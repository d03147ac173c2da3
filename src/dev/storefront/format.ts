/** Days, times, money and seats, in the studio's zone and in words. */
import type { Blackout } from "@alera/client";
import { STUDIO } from "./site.ts";

const DAY = 86_400_000;
export const HOUR = 3_600_000;
const { locale, timezone: timeZone } = STUDIO;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
const onDate = format({ weekday: "long", month: "long", day: "numeric" });
const weekdays = format({ weekday: "short" });
const atTime = format({ hour: "numeric", minute: "2-digit" });
const withYear = format({ year: "numeric", month: "long", day: "numeric" });
const isoDate = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
const moneyFormat = new Intl.NumberFormat(locale, { style: "currency", currency: STUDIO.currency });

/** Times don't break over a line's end. Which spaces formats use differs from one runtime to the next. */
const unbroken = (text: string) => text.replace(/\s/g, "\u00a0");
/** A calendar date at noon: the same date in every zone from −11 to +11. */
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);

/** The studio's calendar date, `2026-05-28`. */
export function dateOf(at: string | number): string {
  return isoDate.format(new Date(at));
}

/** The calendar date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(noon(date) + days * DAY).toISOString().slice(0, 10);
}

/** Whether it is a real date. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(noon(text)) && addDays(text, 0) === text;
}

/** `Today, Thursday, May 28`. */
export function formatDay(date: string, today: string): string {
  const name = onDate.format(noon(date));
  return date === today ? `Today, ${name}` : date === addDays(today, 1) ? `Tomorrow, ${name}` : name;
}

/** `Thu` and `28`, for the strip of days. */
export function formatShortDay(date: string): { weekday: string; day: string } {
  return { weekday: weekdays.format(noon(date)), day: String(Number(date.slice(8))) };
}

/** `10:30 AM`. */
export function formatTime(at: string): string {
  return unbroken(atTime.format(new Date(at)));
}

/** `Saturday, May 30, 10:30 AM`. */
export function formatMoment(at: string | number): string {
  return `${onDate.format(new Date(at))}, ${unbroken(atTime.format(new Date(at)))}`;
}

/** `Saturday, May 30` and `10:30 – 11:20 AM`; over midnight without the second date, as no class lasts a day. */
export function formatSpan(at: string, minutes: number): { day: string; hours: string } {
  const start = new Date(at);
  const end = new Date(start.getTime() + minutes * 60_000);
  const hours = dateOf(at) === dateOf(end.getTime())
    ? atTime.formatRange(start, end)
    : `${atTime.format(start)} – ${atTime.format(end)}`;
  return { day: onDate.format(start), hours: unbroken(hours) };
}

/** `May 30, 2026`. */
export function formatDate(at: string): string {
  return withYear.format(new Date(at));
}

/** `$30.00`. */
export function formatMoney(cents: number): string {
  return moneyFormat.format(cents / 100);
}

/** For lists: `$30`, `$30.50`, `free`. */
export function formatPrice(cents: number): string {
  return cents === 0 ? "free" : formatMoney(cents).replace(/\.00$/, "");
}

/** `Full`, `Last seat`, `3 seats left`. */
export function describeSeats(left: number): string {
  return left === 0 ? "Full" : left === 1 ? "Last seat" : `${left} seats left`;
}

/** `1 class`, `5 classes`. */
export function countClasses(count: number): string {
  return count === 1 ? "1 class" : `${count} classes`;
}

/** `1 hour`, `24 hours`. */
export function countHours(count: number): string {
  return count === 1 ? "1 hour" : `${count} hours`;
}

/** Cents of `10`, `10.5` or `$10.50`; null when it is no amount. */
export function parseCents(text: string): number | null {
  const match = /^\s*\$?\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : null;
}

/** What is closed on a date, in words. */
export function closuresOn(date: string, blackouts: Blackout[]): { label: string; allDay: boolean }[] {
  return blackouts
    // Its last moment is the one before `endsAt`: a day's closure ends at the next midnight.
    .filter((one) => dateOf(one.startsAt) <= date && date <= dateOf(Date.parse(one.endsAt) - 1))
    .map(({ label, allDay, startsAt, endsAt }) => ({
      allDay,
      label: allDay
        ? `${label}, all day.`
        : `${label}, ${unbroken(atTime.formatRange(new Date(startsAt), new Date(endsAt)))}.`,
    }));
}
