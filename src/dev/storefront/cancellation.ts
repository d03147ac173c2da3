/** What a cancellation costs, in words: by the window of the class that is meant. */
import type { CancellationPreview, Class } from "@alera/client";
import { countHours, formatMoment, formatMoney, HOUR } from "./format.ts";

/** For a booking of which nothing is known. @param hours the studio's cancel window */
export function cancellationPolicy(hours: number): string {
  return `Free cancellation until ${countHours(hours)} before most classes: ` +
    "you get a refund to your card, or the class returns to your pack. Later there is no refund.";
}

/** For a class that is being booked. @param pack it is paid with a class from a pack */
export function cancellationTerms(one: Class, now: number, { pack }: { pack: boolean }): string {
  const until = Date.parse(one.scheduledAt) - one.cancelWindowHours * HOUR;
  if (now > until) {
    return `The class starts in less than ${countHours(one.cancelWindowHours)}: ` +
      (pack ? "if you cancel, it doesn’t return to your pack." : "no refund if you cancel.");
  }
  return `Free cancellation until ${formatMoment(until)}${
    pack ? ": the class returns to your pack. After that, it doesn’t." : ". After that, no refund."
  }`;
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
  if (of.refundCents > 0) {
    const refund = formatMoney(of.refundCents);
    return {
      says: `Until ${until} you get ${refund} back, the way you paid.`,
      button: `Cancel and get ${refund} back`,
      keep,
    };
  }
  if (of.giftCardCents > 0) {
    const back = formatMoney(of.giftCardCents);
    return { says: `Until ${until}, ${back} goes back to your gift card.`, button: "Cancel booking", keep };
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
