/** What a cancellation costs, in words: by the window of the class that is meant. */
import type { CancellationPreview, Class } from "@alera/client";
import { countHours, formatMoment, formatMoney, HOUR } from "./format.ts";

/** For a booking of which nothing is known. @param hours the studio's cancel window */
export function cancellationPolicy(hours: number): string {
  return `Free cancellation until ${countHours(hours)} before most classes: ` +
    "you get back what you paid, to your card, gift card or pack. Later there is no refund.";
}

/** What comes back of each way to pay, and what does not any more. */
const BACK = {
  card: { late: "no refund if you cancel.", until: ". After that, no refund." },
  pack: {
    late: "if you cancel, it doesn’t return to your pack.",
    until: ": the class returns to your pack. After that, it doesn’t.",
  },
  gift_card: {
    late: "if you cancel, nothing goes back to the gift card.",
    until: ": the amount goes back to the gift card. After that, it doesn’t.",
  },
};

/** For a class that is being booked. @param pay how it is to be paid */
export function cancellationTerms(one: Class, now: number, pay: keyof typeof BACK): string {
  const until = Date.parse(one.scheduledAt) - one.cancelWindowHours * HOUR;
  if (now > until) {
    return `The class starts in less than ${countHours(one.cancelWindowHours)}: ${BACK[pay].late}`;
  }
  return `Free cancellation until ${formatMoment(until)}${BACK[pay].until}`;
}

/** What the click does, and what its button says. */
export function consequenceInWords(of: CancellationPreview): { says: string; button: string; keep: string } {
  const keep = "Keep booking";
  if (of.paidWith === null) {
    return { says: "You haven’t paid yet. Someone else can have the seat.", button: "Release seat", keep: "Keep seat" };
  }
  if (of.paidWith === "free") {
    return {
      says: "It was free, so there is nothing to refund. Someone else can have your seat.",
      button: "Cancel booking",
      keep,
    };
  }
  const until = formatMoment(of.refundableUntil);
  if (of.giftCardCents > 0) {
    const back = formatMoney(of.giftCardCents);
    return {
      says: `Until ${until}, ${back} goes back to the gift card that paid.`,
      button: `Cancel, ${back} back to the gift card`,
      keep,
    };
  }
  if (of.refundCents > 0) {
    const refund = formatMoney(of.refundCents);
    return {
      says: `Until ${until} you get ${refund} back, the way you paid.`,
      button: `Cancel and get ${refund} back`,
      keep,
    };
  }
  if (of.creditReturned) {
    return { says: `Until ${until} the class returns to your pack.`, button: "Cancel, class back to my pack", keep };
  }
  return {
    says: of.lateCancel
      ? `The class starts in less than ${countHours(of.cancelWindowHours)}: no refund.`
      : "There is nothing left to refund.",
    button: "Cancel, no refund",
    keep,
  };
}
