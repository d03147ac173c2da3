import type Stripe from "stripe";
import { invalid } from "../errors.ts";

/** What Stripe demands of a new refund beyond its schema. @throws StripeRefusal */
export function checkRefundRules(params: Stripe.RefundCreateParams): void {
  if (!params.payment_intent && !params.charge) {
    throw invalid(
      "One of the following params should be provided for this request: payment_intent or charge.",
      undefined,
      "parameter_missing",
    );
  }
  if (params.payment_intent && params.charge) {
    throw invalid("Send one of payment_intent and charge, not both.", "charge");
  }
  if (params.amount !== undefined && params.amount <= 0) {
    throw invalid("Invalid positive integer", "amount", "parameter_invalid_integer");
  }
  if (params.reverse_transfer) {
    throw invalid("reverse_transfer does not belong to a direct charge.", "reverse_transfer");
  }
}
