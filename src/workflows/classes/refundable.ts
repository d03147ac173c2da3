/** What could be refunded now, of one booking or of a whole class. */
import type { RosterRow } from "../../domain/rosters.ts";
import type { ClassView } from "./view_class.ts";

export interface Refundable {
  /** To a card, or to the gift card that paid. */
  cents: number;
  credits: number;
}

/** What a full refund of a booking comes to: less what the studio refunded itself, and what another refund covers. */
export function refundableNow({ paidWith, creditReturned, giftCard, payment, refund }: RosterRow): Refundable {
  if (paidWith === "credit") return { cents: 0, credits: creditReturned ? 0 : 1 };
  if (giftCard) return { cents: giftCard.returned ? 0 : giftCard.cents, credits: 0 };
  if (paidWith !== "card" || !payment) return { cents: 0, credits: 0 };
  if (refund?.state === "intent") return { cents: refund.amountCents, credits: 0 };
  if (refund && refund.state !== "refused") return { cents: 0, credits: 0 };
  return { cents: Math.max(0, payment.amountCents - payment.refundedOutsideCents), credits: 0 };
}

/** What cancelling a class refunds, to whom and in all. */
export function refundsOfClass(view: ClassView): Refundable & { rows: (Refundable & { booking: RosterRow })[] } {
  const rows = [...view.seated, ...view.holds].map((booking) => ({ booking, ...refundableNow(booking) }));
  return {
    rows,
    cents: rows.reduce((sum, one) => sum + one.cents, 0),
    credits: rows.reduce((sum, one) => sum + one.credits, 0),
  };
}
