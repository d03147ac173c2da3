/** When a seat may be offered to who waits, and until when an offer lasts. */
import type { ClassSession } from "./class_sessions.ts";
import type { Provider } from "./providers.ts";
import { DAY, fromWallClock, HOUR, MINUTE, ms, wallClock } from "./time.ts";

/** Stripe keeps a payment page open for 30 minutes at least, so a later offer would outlast the beginning of its class. */
export const LAST_OFFER = 31 * MINUTE;

/** Hours of the studio's clock between which nobody is expected to read mail. */
const NIGHT = { begins: 22, ends: 8 };

type Rules = Pick<Provider, "waitlistMode" | "waitlistCutoffHours">;
type Session = Pick<ClassSession, "status" | "scheduledAt">;

/** Milliseconds since 1970: from then on no seat of the class is offered. */
export function cutoffMs({ scheduledAt }: Pick<Session, "scheduledAt">, { waitlistCutoffHours }: Rules): number {
  return ms(scheduledAt) - waitlistCutoffHours * HOUR;
}

/** Whether open seats of this class are offered to who waits. */
export function isOfferedAutomatically(session: Session, rules: Rules, nowMs: number): boolean {
  return rules.waitlistMode === "automatic" && session.status === "Scheduled" && nowMs < cutoffMs(session, rules) &&
    hasTimeForOffer(session, nowMs);
}

/** Whether an offer that begins at `fromMs` can be paid before the class. */
export function hasTimeForOffer({ scheduledAt }: Pick<Session, "scheduledAt">, fromMs: number): boolean {
  return fromMs + LAST_OFFER <= ms(scheduledAt);
}

/**
 * When an offer ends that begins at `fromMs`. One that would end in the night ends in the morning instead, as long after 8:00 as it was
 * to last; but not later than a day after it began, nor, for the night's sake, after the cut-off. Milliseconds since 1970.
 */
export function offerEnd(
  session: Pick<Session, "scheduledAt">,
  rules: Rules & { timezone: string },
  minutes: number,
  fromMs: number,
): number {
  const end = fromMs + minutes * MINUTE;
  const morning = morningAfter(end, rules.timezone);
  if (morning === null) return end;
  return Math.max(end, Math.min(morning + minutes * MINUTE, fromMs + DAY, cutoffMs(session, rules)));
}

/** When the night ends that an instant falls into; null by day. */
function morningAfter(atMs: number, timezone: string): number | null {
  const wall = wallClock(atMs, timezone);
  const midnight = Math.floor(wall / DAY) * DAY;
  const hour = (wall - midnight) / HOUR;
  if (hour >= NIGHT.ends && hour < NIGHT.begins) return null;
  return fromWallClock(midnight + (hour >= NIGHT.begins ? DAY : 0) + NIGHT.ends * HOUR, timezone);
}
