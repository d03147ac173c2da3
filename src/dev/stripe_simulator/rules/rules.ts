import type Stripe from "stripe";
import type { Operation } from "../api/check_schema.ts";
import { invalid } from "../errors.ts";
import type { Json } from "../json.ts";
import { checkLinkRules, checkLinkV2Rules } from "./account_link.ts";
import { checkSessionRules } from "./checkout_session.ts";
import { checkRefundRules } from "./refund.ts";

/** What a rule may look at besides the parameters. */
export interface RuleContext {
  /** The `Stripe-Account` header, or null. */
  account: string | null;
  /** Whether the key is a studio's own: then every call is about its account. */
  own: boolean;
  /** The simulator's clock, in seconds. */
  now: number;
}

/** The rules that a schema cannot say. @throws StripeRefusal (400) */
export function checkRules(operation: Operation, params: Json, { account, own, now }: RuleContext): void {
  const direct = /checkout\/sessions|\/refunds/.test(operation);
  if (direct && !account) {
    throw invalid(
      "This platform makes direct charges only: send Stripe-Account, or the object would land on the platform.",
    );
  }
  if (!direct && account && !own) throw invalid("This call belongs to the platform: do not send Stripe-Account.");
  switch (operation) {
    case "POST /v1/checkout/sessions":
      return checkSessionRules(params as Stripe.Checkout.SessionCreateParams, now);
    case "POST /v1/refunds":
      return checkRefundRules(params as Stripe.RefundCreateParams);
    case "POST /v1/account_links":
      return checkLinkRules(params as unknown as Stripe.AccountLinkCreateParams);
    case "POST /v2/core/account_links":
      return checkLinkV2Rules(params as unknown as Stripe.V2.Core.AccountLinkCreateParams);
    case "POST /v1/accounts":
      if (params.type && params.controller) {
        throw invalid("You may not provide the `type` parameter and `controller` together.", "type");
      }
      return;
  }
}
