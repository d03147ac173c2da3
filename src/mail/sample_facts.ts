/** What samples are made of: a studio as it is today, and people who don't exist. */
import { minorUnits } from "../domain/money.ts";
import type { Provider } from "../domain/providers.ts";
import { DAY, fromWallClock, HOUR, iso, wallClock } from "../domain/time.ts";
import { cancelTerms } from "./cancel_terms.ts";
import { brandOf } from "./brand.ts";
import type { BookingData, CalendarChange, CancelLink, MailClass, PaymentInQuestion } from "./data.ts";

export interface SampleFacts {
  /** The client's name. */
  name: string;
  class: MailClass;
  booking: BookingData;
  cancelLink: CancelLink;
  change: CalendarChange;
  priceCents: number;
  payment: PaymentInQuestion;
  cancelWindowHours: number;
  holdMinutes: number;
  giftCardValidDays: number | null;
  siteUrl: string;
  portalUrl: string;
  leaveUrl: string;
  consoleUrl: string;
  now: string;
  /** An instant so many milliseconds from now; before now when negative. */
  later(ms: number): string;
  /** An instant so many days from today, at an hour of the studio's clock. */
  at(days: number, hour: number): string;
  /** A price of so many dollars, euros … or hundreds of yen, in minor units. */
  money(units: number): number;
}

/** @param service null where the studio has none yet */
export function sampleFacts(
  provider: Provider,
  of: {
    service: { name: string; durationMin: number; priceCents: number } | null;
    instructor: string | null;
    siteUrl: string;
    publicUrl: string;
    holdMinutes: number;
    nowMs: number;
  },
): SampleFacts {
  const { siteUrl, nowMs, service } = of;
  const { timezone, currency, cancelWindowHours, giftCardValidDays } = provider;
  const midnight = Math.floor(wallClock(nowMs, timezone) / DAY) * DAY;
  const at = (days: number, hour: number) => iso(fromWallClock(midnight + days * DAY + hour * HOUR, timezone));
  // A yen has no hundredth: twenty of it would be no price.
  const perUnit = minorUnits(currency) === 1 ? 100 : minorUnits(currency);
  const money = (units: number) => units * perUnit;
  const name = "Jane Doe";
  const { name: serviceName, durationMin } = service ?? { name: "Morning Flow", durationMin: 60 };
  const class_: MailClass = { name: serviceName, scheduledAt: at(3, 9), durationMin, instructor: of.instructor };
  const priceCents = service?.priceCents || money(20);
  return {
    name,
    class: class_,
    booking: { name, enrollmentId: "enr-sample", class: class_ },
    cancelLink: {
      cancelUrl: `${siteUrl}/cancel/enr-sample#sample`,
      moveUrl: `${siteUrl}/move/enr-sample#sample`,
      cancelToken: "sample",
      terms: cancelTerms({ ...class_, cancelWindowHours }, "card", nowMs),
    },
    change: { sequence: 1, changedAt: iso(nowMs) },
    priceCents,
    payment: { customerName: name, what: serviceName, amountCents: priceCents, reason: null },
    cancelWindowHours,
    holdMinutes: of.holdMinutes,
    giftCardValidDays,
    siteUrl,
    portalUrl: `${siteUrl}/me/sample`,
    leaveUrl: `${siteUrl}/waitlist/leave/wl-sample#sample`,
    consoleUrl: brandOf(provider, of.publicUrl).consoleUrl,
    now: iso(nowMs),
    later: (ms) => iso(nowMs + ms),
    at,
    money,
  };
}
