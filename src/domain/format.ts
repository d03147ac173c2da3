/** Times and counts as people read them. */

/** Kept: making one costs far more than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** "Mon, May 18, 2026, 6:00 AM CDT" */
export function formatWhen(instant: string, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      weekday: "short",
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
    });
    formats.set(timeZone, format);
  }
  return format.format(new Date(instant));
}

/** `1 seat`, `3 seats`; `plural` for words that don't just take an s. */
export function pluralize(count: number, word: string, plural = `${word}s`): string {
  return `${count} ${count === 1 ? word : plural}`;
}
