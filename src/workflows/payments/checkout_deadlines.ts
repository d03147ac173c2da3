/** Until when a checkout is waited for. Nothing waits for ever. */
import type { Checkout } from "../../domain/checkouts.ts";
import { DAY, HOUR, iso, ms } from "../../domain/time.ts";
import { waitAgain } from "../each_row.ts";

/** By then every bank has paid or declined. */
const BANK_DECIDES_IN = 15 * DAY;

/** A seat waits no longer than this for what Stripe does not say, or says differently. */
const RELEASE_AFTER = DAY;

/** What was released unsettled is asked about so long. */
const ASK_FOR = 30 * DAY;

/** Whether its page has expired by our record. */
export function hasEnded(checkout: Checkout, nowMs: number): boolean {
  return ms(checkout.expiresAt) <= nowMs;
}

/** Milliseconds since 1970. */
export function bankDeadline(checkout: Checkout): number {
  return ms(checkout.expiresAt) + BANK_DECIDES_IN;
}

/** When its seat is free, settled or not. Milliseconds since 1970. */
export function releaseDeadline(checkout: Checkout): number {
  const isAtBank = checkout.state === "processing" && checkout.disputedAt === null;
  return (isAtBank ? bankDeadline(checkout) : ms(checkout.expiresAt)) + RELEASE_AFTER;
}

/** When Stripe is asked next about one that is not settled: at growing intervals, on time for its release; null: never again. */
export function nextCheck(checkout: Checkout, nowMs: number): string | null {
  const endMs = ms(checkout.expiresAt);
  if (checkout.state === "expired") {
    return checkout.sessionId === null || nowMs >= endMs + ASK_FOR ? null : iso(nowMs + waitAgain(nowMs - endMs, DAY));
  }
  return iso(Math.min(nowMs + waitAgain(nowMs - endMs, HOUR), releaseDeadline(checkout)));
}

/** When Stripe is asked next for the refunds of a payment: at growing intervals, up to a day while it refuses to list them. */
export function nextListing({ refundsUnreadSince, createdAt }: Checkout, nowMs: number): string {
  return iso(nowMs + waitAgain(nowMs - ms(refundsUnreadSince ?? createdAt), refundsUnreadSince ? DAY : HOUR));
}
