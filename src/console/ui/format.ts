/** How the console writes times and money: in the studio's zone and currency, `Intl` made once. */
import { pluralize } from "../../domain/format.ts";
import { formatMoney, plainSpaces } from "../../domain/money.ts";
import { DAY, HOUR, iso, MINUTE, ms, wallClock } from "../../domain/time.ts";

export { pluralize };
export const LOCALE = "en-US";

const utc = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
const monthDay = utc({ month: "long", day: "numeric" });
const month = utc({ month: "long", year: "numeric" });

const zones = new Map<string, ReturnType<typeof makeFormats>>();

function makeFormats(timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE, { timeZone, ...options });
  return {
    time: format({ hour: "numeric", minute: "2-digit" }),
    /** With the zone's name: for a class during which the clock goes back. */
    zoned: format({ hour: "numeric", minute: "2-digit", timeZoneName: "short" }),
    date: format({ weekday: "long", month: "long", day: "numeric" }),
    dateYear: format({ weekday: "long", month: "long", day: "numeric", year: "numeric" }),
    short: format({ weekday: "short", month: "short", day: "numeric" }),
    shortYear: format({ weekday: "short", month: "short", day: "numeric", year: "numeric" }),
  };
}

export type Format = ReturnType<typeof formatOf>;

/** @param nowMs decides what is today, and whether a date needs its year */
export function formatOf({ timezone, currency }: { timezone: string; currency: string }, nowMs: number) {
  const formats = zones.get(timezone) ?? makeFormats(timezone);
  zones.set(timezone, formats);
  const at = (instant: string) => new Date(instant);
  /** The studio's calendar date at an instant, `YYYY-MM-DD`. */
  const dateOf = (instant: string): string => iso(wallClock(ms(instant), timezone)).slice(0, 10);
  /** `HH:MM` on the studio's clock. */
  const clockOf = (instant: string): string => iso(wallClock(ms(instant), timezone)).slice(11, 16);
  const today = dateOf(iso(nowMs));
  const thisYear = (instant: string) => dateOf(instant).slice(0, 4) === today.slice(0, 4);
  /** `12:00 PM` */
  const time = (instant: string): string => plainSpaces(formats.time.format(at(instant)));
  const zoned = (instant: string) => plainSpaces(formats.zoned.format(at(instant)));
  /** `Thursday, May 28`, with the year when it is not this one. */
  const date = (instant: string) => (thisYear(instant) ? formats.date : formats.dateYear).format(at(instant));
  /** `Thu, May 28`, with the year when it is not this one. */
  const shortDate = (instant: string) => (thisYear(instant) ? formats.short : formats.shortYear).format(at(instant));
  return {
    timezone,
    currency,
    dateOf,
    clockOf,
    time,
    date,
    shortDate,
    /** `Chicago` */
    place: timezone.split("/").at(-1)!.replaceAll("_", " "),
    /** `$30.00`, `−$40.00`. */
    money: (cents: number) => formatMoney(cents, currency).replace("-", "−"),
    /** `12:00 – 12:50 PM`; `1:30 AM CDT – 1:20 AM CST` when the clock goes back meanwhile. */
    span(instant: string, durationMin: number): string {
      const end = iso(ms(instant) + durationMin * MINUTE);
      if (dateOf(instant) !== dateOf(end)) return `${time(instant)} – ${shortDate(end)}, ${time(end)}`;
      // Else it would end before it begins, and nobody would see why.
      if (clockOf(end) <= clockOf(instant)) return `${zoned(instant)} – ${zoned(end)}`;
      return plainSpaces(formats.time.formatRange(at(instant), at(end)));
    },
    /** `Thu, May 28, 8:02 AM` */
    dateTime: (instant: string) => `${shortDate(instant)}, ${time(instant)}`,
    /** `Today, Thursday, May 28`, `Tomorrow, …`, or the date. */
    day(instant: string): string {
      const days = Math.round((Date.parse(dateOf(instant)) - Date.parse(today)) / DAY);
      const near = days === 0 ? "Today, " : days === 1 ? "Tomorrow, " : days === -1 ? "Yesterday, " : "";
      return `${near}${date(instant)}`;
    },
    /** `May 28` of a calendar date, `YYYY-MM-DD`. */
    monthDay: (of: string) => monthDay.format(Date.parse(of)),
    /** `June 2026` of a month, `YYYY-MM`. */
    month: (of: string) => month.format(Date.parse(`${of}-01`)),
    /** `14 minutes`, `2 hours`, `3 days`: how long, rounded down, never 0. */
    howLong(forMs: number): string {
      if (forMs < HOUR) return pluralize(Math.max(1, Math.floor(forMs / MINUTE)), "minute");
      return forMs < 2 * DAY ? pluralize(Math.floor(forMs / HOUR), "hour") : pluralize(Math.floor(forMs / DAY), "day");
    },
    /** `2 minutes ago` under an hour; else the date and time. */
    ago(instant: string): string {
      const past = nowMs - ms(instant);
      if (past < MINUTE) return "just now";
      if (past < HOUR) return `${pluralize(Math.floor(past / MINUTE), "minute")} ago`;
      return `${dateOf(instant) === today ? "today" : shortDate(instant)}, ${time(instant)}`;
    },
  };
}

/** Until when cancelling is free, after "until" in a sentence. */
export function describeCancelWindow(hours: number): string {
  return hours === 0 ? "the class begins" : `${pluralize(hours, "hour")} before the class`;
}

/** `8 people`, `1 person` */
export function people(count: number): string {
  return pluralize(count, "person", "people");
}

/** `(555) 555-0142` of digits; with a country before them `+49 15112345678`. */
export function formatPhone(digits: string): string {
  const national = (of: string) => `(${of.slice(0, 3)}) ${of.slice(3, 6)}-${of.slice(6)}`;
  if (digits.length === 10) return national(digits);
  if (digits.length === 11 && digits[0] === "1") return `+1 ${national(digits.slice(1))}`;
  return digits[0] === "0" ? digits : `+${digits}`;
}

/** The address that calls these digits. */
export function phoneHref(digits: string): string {
  return `tel:${digits.length > 10 && digits[0] !== "0" ? "+" : ""}${digits}`;
}
