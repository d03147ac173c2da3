/** Times and money as mails write them: in the studio's zone and currency. */
import { formatMoney, plainSpaces } from "../domain/money.ts";
import type { Brand } from "./brand.ts";
import type { MailClass } from "./data.ts";

interface Formats {
  date: Intl.DateTimeFormat;
  dateShort: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
  timeShort: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
}

// Making a format costs far more than using it: a fifth of the mails' throughput when each mail made its own.
const zones = new Map<string, Formats>();

function formatsOf({ timezone }: Brand): Formats {
  let made = zones.get(timezone);
  if (!made) {
    const format = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat("en-US", { timeZone: timezone, ...options });
    made = {
      date: format({ weekday: "long", year: "numeric", month: "long", day: "numeric" }),
      dateShort: format({ weekday: "short", month: "short", day: "numeric" }),
      time: format({ hour: "numeric", minute: "2-digit", timeZoneName: "short" }),
      timeShort: format({ hour: "numeric", minute: "2-digit" }),
      day: format({ year: "numeric", month: "long", day: "numeric" }),
    };
    zones.set(timezone, made);
  }
  return made;
}

const written = new Map<string, string>();
const MOST_WRITTEN = 1000;

/** What was written before, for a whole class reads the same, and formatting is slow. */
function once(key: string, write: () => string): string {
  let text = written.get(key);
  if (text === undefined) {
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(key, text = write());
  }
  return text;
}

/** `Monday, May 18, 2026, 6:00 – 6:50 AM CDT`. */
export function formatSpan(of: MailClass, brand: Brand): string {
  return once(`span ${of.scheduledAt} ${of.durationMin} ${brand.timezone}`, () => makeSpan(of, brand));
}

function makeSpan(of: MailClass, brand: Brand): string {
  const { date, time } = formatsOf(brand);
  const start = new Date(of.scheduledAt);
  const end = new Date(start.getTime() + of.durationMin * 60_000);
  if (date.format(start) !== date.format(end)) {
    return `${formatMoment(of.scheduledAt, brand)} – ${formatMoment(end.toISOString(), brand)}`;
  }
  return plainSpaces(`${date.format(start)}, ${time.formatRange(start, end)}`);
}

/** `Monday, May 18, 2026, 6:00 AM CDT`. */
export function formatMoment(instant: string, brand: Brand): string {
  return once(`moment ${instant} ${brand.timezone}`, () => {
    const { date, time } = formatsOf(brand);
    const at = new Date(instant);
    return plainSpaces(`${date.format(at)}, ${time.format(at)}`);
  });
}

/** `Mon, May 18, 6:00 AM`, for subjects. */
export function formatShort(instant: string, brand: Brand): string {
  return once(`short ${instant} ${brand.timezone}`, () => {
    const { dateShort, timeShort } = formatsOf(brand);
    const at = new Date(instant);
    return plainSpaces(`${dateShort.format(at)}, ${timeShort.format(at)}`);
  });
}

/** `May 18, 2026`. */
export function formatDay(instant: string, brand: Brand): string {
  return formatsOf(brand).day.format(new Date(instant));
}

/** `$20.00`. */
export function money(cents: number, { currency }: Brand): string {
  return formatMoney(cents, currency);
}
