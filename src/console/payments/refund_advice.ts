/** What happened to a refund, and what the owner can do. */
import type { RefundReason } from "../../domain/refunds.ts";
import type { RefundInNeed } from "../../domain/refunds_in_need.ts";

/** The client's name, where there is one. */
export const clientName = (refund: RefundInNeed): string => refund.clientName ?? "a client";

/** Whether a booking was to be cancelled with it. */
export const isOfBooking = ({ reason }: RefundInNeed): boolean =>
  reason === "cancellation" || reason === "class_cancelled";

const REASONS: Record<RefundReason, string> = {
  cancellation: "Booking cancelled",
  class_cancelled: "Class cancelled",
  seat_gone: "Paid when the seat was gone",
  duplicate_tip: "A second tip for one visit",
  buyer_gone: "Paid late by somebody erased since",
  dashboard: "Made in your Stripe dashboard",
};

/** Why it was made. */
export function describeReason({ reason, state }: { reason: RefundReason; state: string }): string {
  return state === "refused" ? "Booking kept" : REASONS[reason];
}

/** @param connected whether the studio still has its Stripe account here */
export function adviseOn(refund: RefundInNeed, connected: boolean): { why: string; todo: string } {
  if (refund.state === "owed") return adviseOnReturned(refund);
  const { why, todo } = adviseOnRefused(refund, connected);
  // A refusal leaves the booking as it was.
  return { why: refund.state === "refused" ? `${why} So nothing was cancelled: the booking still stands.` : why, todo };
}

/** Why a bank returns a refund, as Stripe calls it. */
const RETURNED: Record<string, string> = {
  lost_or_stolen_card: "the card was lost or stolen",
  expired_or_canceled_card: "the card has expired or was cancelled",
  declined: "it does not take money for this card",
  insufficient_funds: "your balance at Stripe was too low for it",
  charge_for_pending_refund_disputed: "the payment itself is disputed",
  merchant_request: "it was cancelled in your Stripe dashboard",
};

function adviseOnReturned(refund: RefundInNeed) {
  const code = refund.lastError;
  const why = code && Object.hasOwn(RETURNED, code) ? RETURNED[code] : "it did not say why";
  return {
    why: `The bank sent it back: ${why}. The money is in your Stripe balance again.${
      isOfBooking(refund) ? " The booking stays cancelled." : ""
    }`,
    todo: `Another try would come back too. Ask ${
      clientName(refund)
    } how to refund it, pay it outside Stripe, and record that here.`,
  };
}

function adviseOnRefused({ lastError: code, state }: RefundInNeed, connected: boolean) {
  if (!connected || /^(account_|platform_)/.test(code ?? "")) {
    return {
      why: "Your Stripe account is no longer connected here, so its payments can’t be refunded.",
      todo: "Refund it in your Stripe dashboard, or another way, and record that here.",
    };
  }
  switch (code) {
    case "charge_disputed":
      return {
        why: "The client’s bank disputes this payment, and Stripe refunds nothing that is disputed.",
        todo:
          "Answer in your Stripe dashboard. If you lose, the bank pays the client: then record it here as refunded.",
      };
    case "balance_insufficient":
    case "insufficient_funds":
    case "insufficient_balance":
      return {
        why: "Your balance at Stripe is too low.",
        todo: "Add funds at Stripe, then try again; nobody is refunded twice.",
      };
    case "charge_already_refunded":
      return {
        why: "Stripe says that all of it is refunded already.",
        todo: "Look at the payment in Stripe. If it is so, record here that you refunded it yourself.",
      };
    case "no answer":
      return {
        why: "Stripe has not said whether it made this refund.",
        todo: "Trying again is safe: nobody is refunded twice.",
      };
    default:
      return {
        why: /^[a-z_]{3,60}$/.test(code ?? "") && !["refused", "failed"].includes(code!)
          ? `Stripe refused it: ${code!.replaceAll("_", " ")}.`
          : "Stripe refused it and did not say why.",
        todo: `Check in Stripe that your balance covers it and your account is in order, then ${
          state === "refused" ? "cancel the booking again" : "try again"
        }.`,
      };
  }
}
