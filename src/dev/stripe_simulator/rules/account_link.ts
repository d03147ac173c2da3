/** What Stripe demands of a new account link beyond its schema. */
import type Stripe from "stripe";
import { invalid } from "../errors.ts";
import { requireUrl } from "./url.ts";

/** @throws StripeRefusal */
export function checkLinkRules(params: Stripe.AccountLinkCreateParams): void {
  if (params.type !== "account_onboarding" && params.type !== "account_update") return;
  for (const name of ["refresh_url", "return_url"] as const) {
    if (!params[name]) throw invalid(`Missing required param: ${name}.`, name, "parameter_missing");
    requireUrl(params[name], name);
  }
}

/** @throws StripeRefusal */
export function checkLinkV2Rules({ use_case: useCase }: Stripe.V2.Core.AccountLinkCreateParams): void {
  const flow = useCase.account_onboarding ?? useCase.account_update;
  if (!flow || !(useCase.type in useCase)) {
    throw invalid(`use_case[${useCase.type}] is missing`, `use_case[${useCase.type}]`, "invalid_fields");
  }
  requireUrl(flow.refresh_url, "use_case[refresh_url]");
  if (flow.return_url !== undefined) requireUrl(flow.return_url, "use_case[return_url]");
}
