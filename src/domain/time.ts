/** Instants are ISO 8601 UTC with milliseconds; calendar dates are `YYYY-MM-DD` in a studio's time zone. */

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** `2026-05-18T11:00:00.000Z` for milliseconds since 1970. */
export function iso(ms: number): string {
  if (ms !== writtenMs) {
    written = new Date(ms).toISOString();
    writtenMs = ms;
  }
  return written;
}

let writtenMs = NaN;
let written = ""; // of the last one: many who ask share a millisecond

/** Milliseconds since 1970 of an ISO instant. */
export function ms(instant: string): number {
  return Date.parse(instant);
}

// Making a format costs far more than using it. Kept by the zone's own name: there are some 450, however a name was spelled.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const zone = zoneNamed(timeZone);
  const made = formats.get(zone) ?? new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

// Lower case → the zone's own name. Aliases are added as they come: there are some 200, for each has one entry however it is spelled.
const zones = new Map(Intl.supportedValuesOf("timeZone").map((zone) => [zone.toLowerCase(), zone]));

/** The zone's own name, for any spelling or alias. @throws RangeError when there is no such zone */
function zoneNamed(name: string): string {
  const spelling = name.toLowerCase();
  let zone = zones.get(spelling);
  if (zone === undefined) {
    zone = new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
    zones.set(spelling, zone);
  }
  return zone;
}

/** Whether this is an IANA name that the runtime knows; offsets such as `+02:00` are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    zoneNamed(name);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone at an instant, as if it were UTC milliseconds. */
export function wallClock(atMs: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format(timeZone).formatToParts(atMs)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) +
    ((atMs % 1000) + 1000) % 1000;
}

/**
 * The instant at which a zone's wall clock shows `wallMs`. A time that a spring change skips is read with the offset from before it
 * (02:30 becomes 03:30); one that an autumn change repeats is its first occurrence. As RFC 5545 and java.time do.
 */
export function fromWallClock(wallMs: number, timeZone: string): number {
  const before = wallMs - (wallClock(wallMs - DAY, timeZone) - (wallMs - DAY));
  const after = wallMs - (wallClock(wallMs + DAY, timeZone) - (wallMs + DAY));
  for (const guess of [Math.min(before, after), Math.max(before, after)]) {
    if (wallClock(guess, timeZone) === wallMs) return guess;
  }
  return before;
}

/** Milliseconds at midnight UTC of a real calendar date, else null. */
export function parseDate(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(at) || iso(at).slice(0, 10) !== text ? null : at;
}

/** The instant a calendar date begins in a zone; where a change skips midnight, the first moment of the date. */
export function startOfDate(dateMs: number, timeZone: string): number {
  return fromWallClock(dateMs, timeZone);
}
