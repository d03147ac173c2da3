import type { Json } from "../json.ts";
import { ONBOARDING_FIELDS, type SimulatedAccount } from "./account.ts";

/** The account as v2 shows it: `include` names the parts that are null unless asked for. */
export function shapeAccountV2(account: SimulatedAccount, include: readonly string[], livemode: boolean): Json {
  const status = account.chargesEnabled ? "active" : account.detailsSubmitted ? "pending" : "restricted";
  const wants = (part: string) => include.includes(part);
  return {
    id: account.id,
    object: "v2.core.account",
    applied_configurations: account.cardPaymentsRequested ? ["merchant"] : [],
    closed: false,
    configuration: include.some((part) => part.startsWith("configuration.merchant"))
      ? {
        merchant: {
          applied: true,
          capabilities: account.cardPaymentsRequested
            ? {
              card_payments: { status, status_details: [] },
              stripe_balance: { payouts: { status, status_details: [] } },
            }
            : {},
        },
      }
      : null,
    contact_email: account.email,
    created: new Date(account.createdAt * 1000).toISOString(),
    dashboard: account.kind,
    defaults: wants("defaults")
      ? {
        currency: account.currency,
        responsibilities: {
          fees_collector: "stripe",
          losses_collector: "stripe",
          ...account.responsibilities,
          requirements_collector: "stripe",
        },
      }
      : null,
    display_name: account.displayName,
    future_requirements: null,
    identity: wants("identity") ? { country: account.country } : null,
    livemode,
    metadata: account.metadata,
    requirements: wants("requirements")
      ? {
        entries: account.detailsSubmitted ? [] : ONBOARDING_FIELDS.map((description) => ({
          awaiting_action_from: "user",
          description,
          errors: [],
          minimum_deadline: { status: "past_due" },
          requested_reasons: [{ code: "routine_onboarding" }],
        })),
      }
      : null,
  };
}
