/** How far the refunds of a cancelled class are, from what is stored. */
import type { RosterRow } from "../../domain/rosters.ts";
import type { ClassView } from "./view_class.ts";

export interface RefundProgress {
  /** Refunds that are due, and those of them that Stripe has accepted. */
  due: number;
  accepted: number;
  refundedCents: number;
  creditsReturned: number;
  /** Back on gift cards, at once. */
  giftCardCents: number;
  /** Refused so far: retried by the server, or by a click. */
  refused: RosterRow[];
  /** Accepted, then returned by the bank: the owner refunds manually. */
  returned: RosterRow[];
  /** Not requested yet, or not answered yet. */
  inProgress: number;
  /** Payment pages that are not closed yet. */
  openCheckouts: RosterRow[];
}

/** Counts what is done and lists what needs the owner. */
export function refundProgress(view: ClassView): RefundProgress {
  const due = [...view.gone, ...view.seated].filter((one) =>
    one.refund?.reason === "class_cancelled" && one.refund.state !== "refused"
  );
  const accepted = due.filter(({ refund }) => refund!.state !== "intent");
  const waiting = due.filter(({ refund }) => refund!.state === "intent");
  return {
    due: due.length,
    accepted: accepted.length,
    refundedCents: accepted.filter(({ refund }) => refund!.state !== "failed")
      .reduce((sum, { refund }) => sum + refund!.amountCents, 0),
    creditsReturned: view.gone.filter((one) => one.cancelledBy === "class" && one.creditReturned).length,
    giftCardCents: view.gone.reduce(
      (sum, { cancelledBy, giftCard }) => sum + (cancelledBy === "class" && giftCard?.returned ? giftCard.cents : 0),
      0,
    ),
    refused: waiting.filter(({ refund }) => refund!.lastError !== null),
    returned: accepted.filter(({ refund }) => refund!.owedCents > 0),
    inProgress: waiting.filter(({ refund }) => refund!.lastError === null).length,
    openCheckouts: view.holds,
  };
}
