/** Why a checkout is disputed, and what the owner can do. */
import type { DisputedCheckout } from "../../domain/disputed_checkouts.ts";

const WHY: Record<DisputedCheckout["reason"], string> = {
  amount_differs: "Stripe has a payment for it, but of another amount.",
  currency_differs: "Stripe has a payment for it, but in another currency.",
  mode_differs: "Stripe has a payment for it, but not of the same mode: one is a test, the other real.",
  account_refused: "Stripe no longer lets us ask about your account, so we can’t see whether it was paid.",
  session_refused: "Stripe no longer knows this payment page, so we can’t see whether it was paid.",
  bank_undecided: "The bank has neither paid nor declined within 15 days.",
};

/** @param seatFreeAt when its seat is free again, as text */
export function adviseOnDispute(
  { kind, reason, state }: DisputedCheckout,
  seatFreeAt: string,
): { why: string; todo: string } {
  const given = kind === "class"
    ? state === "expired" ? "Nothing was booked, and the seat is free again." : `The seat is kept until ${seatFreeAt}.`
    : "Nothing was handed out.";
  const look = reason === "account_refused"
    ? "Connect your Stripe account again, or look for the payment in Stripe."
    : "Look for the payment in Stripe.";
  return {
    why: `${WHY[reason]} ${given}`,
    todo: `${look} If you were paid, refund it there, or agree with your client what they get for it. ` +
      "If you were not, there is nothing to do.",
  };
}
