/// <reference lib="dom" />
/** Words, amounts and times in a page's language and a studio's time zone. */
import type { Text, Words } from "./words.ts";

type Values = Record<string, string | number>;
type At = string | number;

export interface Format {
  say(text: Text, values?: Values): string;
  /** `$30` in lists, `$30.00` beside a button. */
  money(cents: number, currency: string, short?: boolean): string;
  /** How many of the minor unit make one of the currency. */
  perUnit(currency: string): number;
  clock(at: At): string;
  /** `Thursday, May 28` */
  dayOf(at: At): string;
  /** `Thu 28` */
  shortDay(at: At): string;
  /** `Thursday, May 28, 12:00 PM` */
  moment(at: At): string;
  /** `2026-05-28` in the studio's zone. */
  dateOf(at: At): string;
  /** `Chicago` */
  zone: string;
  /** `24 hours` */
  span(n: number, unit: string): string;
}

/** @param words the site's own @param timeZone the studio's */
export function createFormat(locale: string, timeZone: string, words: Words): Format {
  const times = (options: Intl.DateTimeFormatOptions) => (at: At) =>
    new Date(at).toLocaleString(locale, { timeZone, ...options });
  const amount = (currency: string, more?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale, { style: "currency", currency, ...more });
  // Two that are written whole are counted in hundredths.
  const perUnit = (currency: string) =>
    /isk|ugx/.test(currency) ? 100 : 10 ** amount(currency).resolvedOptions().maximumFractionDigits!;
  const day = { weekday: "long", month: "long", day: "numeric" } as const;
  const time = { hour: "numeric", minute: "2-digit" } as const;
  return {
    say(text, values = {}) {
      const word = words[text] ?? text;
      const category = new Intl.PluralRules(locale).select(+values.n);
      const [one, other = one] = typeof word === "string" ? word.split("|") : [];
      const form = typeof word === "string" ? category === "one" ? one : other : word[category] ?? word.other;
      return form.replace(/{(\w+)}/g, (_, name) => values[name] as string);
    },
    span: (n, unit) => n.toLocaleString(locale, { style: "unit", unit, unitDisplay: "long" }),
    money: (cents, currency, short) =>
      amount(currency, short ? { trailingZeroDisplay: "stripIfInteger" } : {}).format(cents / perUnit(currency)),
    perUnit,
    clock: times(time),
    dayOf: times(day),
    shortDay: times({ weekday: "short", day: "numeric" }),
    moment: times({ ...day, ...time }),
    dateOf: (at) => new Date(at).toLocaleDateString("sv", { timeZone }),
    zone: timeZone.replace(/.*\//, "").replace(/_/g, " "),
  };
}
