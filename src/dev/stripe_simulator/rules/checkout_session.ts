/** What Stripe demands of a new Checkout Session beyond its schema. */
import type Stripe from "stripe";
import { invalid, missing } from "../errors.ts";
import { MAX_SESSION_SECONDS, MIN_SESSION_SECONDS } from "../objects/checkout_session.ts";
import { checkLineItems } from "./line_items.ts";
import { requireUrl } from "./url.ts";

// What would change the total, or the flow, in ways that the simulator does not work out: refused rather than ignored.
const NOT_SIMULATED = [
  "automatic_tax",
  "discounts",
  "optional_items",
  "return_url",
  "setup_intent_data",
  "shipping_options",
  "subscription_data",
] as const;

/** @param now in seconds. @throws StripeRefusal */
export function checkSessionRules(params: Stripe.Checkout.SessionCreateParams, now: number): void {
  if (!params.mode) throw invalid("Missing required param: mode.", "mode", "parameter_missing");
  if (params.mode !== "payment") throw invalid("The simulator does mode=payment only.", "mode");
  if ((params.ui_mode ?? "hosted_page") !== "hosted_page") {
    throw invalid("The simulator does ui_mode=hosted_page only.", "ui_mode");
  }
  for (const name of NOT_SIMULATED) {
    if (params[name] !== undefined) throw invalid(`The simulator does not do ${name}.`, name);
  }
  if (!params.success_url) throw invalid("Missing required param: success_url.", "success_url", "parameter_missing");
  requireUrl(params.success_url, "success_url");
  if (params.cancel_url) requireUrl(params.cancel_url, "cancel_url");
  if (params.customer && params.customer_email) {
    throw invalid("You may only specify one of these parameters: customer, customer_email.", "customer_email");
  }
  if (params.customer) throw missing("customer", params.customer, "customer");
  if (params.customer_email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(params.customer_email)) {
    throw invalid(`Invalid email address: ${params.customer_email}`, "customer_email", "email_invalid");
  }
  const total = checkLineItems(params.line_items ?? []);
  if (params.expires_at !== undefined) {
    const seconds = params.expires_at - now;
    if (seconds < MIN_SESSION_SECONDS) {
      throw invalid(
        "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.",
        "expires_at",
      );
    }
    if (seconds > MAX_SESSION_SECONDS) {
      throw invalid(
        "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
        "expires_at",
      );
    }
  }
  const payment = params.payment_intent_data;
  if (payment?.transfer_data || payment?.on_behalf_of) {
    throw invalid("transfer_data and on_behalf_of do not belong to a direct charge.", "payment_intent_data");
  }
  const fee = payment?.application_fee_amount;
  if (fee !== undefined && (fee <= 0 || fee > total)) {
    throw invalid(
      `The application fee must be from 1 to the total of ${total}; leave it out when there is none.`,
      "payment_intent_data[application_fee_amount]",
    );
  }
}
