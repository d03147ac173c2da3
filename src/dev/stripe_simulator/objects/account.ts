import type Stripe from "stripe";
import type { Json } from "../json.ts";

/** A connected account as the simulator keeps it; v1 and v2 are two views of it. */
export interface SimulatedAccount {
  id: string;
  /** Which API made it. */
  version: "v1" | "v2";
  /** Seconds. */
  createdAt: number;
  email: string | null;
  displayName: string | null;
  country: string;
  currency: string;
  metadata: Stripe.Metadata;
  /** The `type` of a v1 account, or the `dashboard` of a v2 one. */
  kind: string;
  controller: Json | null;
  /** v2 `defaults.responsibilities`. */
  responsibilities: Json | null;
  /** Card payments are only ever enabled for an account that asked for them. */
  cardPaymentsRequested: boolean;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
  detailsSubmitted: boolean;
  /** The studio revoked the platform's access. */
  deauthorized: boolean;
}

/** What Stripe asks for until the account is onboarded. */
export const ONBOARDING_FIELDS = [
  "business_profile.url",
  "external_account",
  "tos_acceptance.date",
  "tos_acceptance.ip",
];

/** The account as v1 shows it. */
export function shapeAccount(account: SimulatedAccount): Stripe.Account {
  const due = account.detailsSubmitted ? [] : [...ONBOARDING_FIELDS];
  const capability = account.chargesEnabled ? "active" : account.detailsSubmitted ? "pending" : "inactive";
  return {
    id: account.id,
    object: "account",
    business_type: null,
    capabilities: account.cardPaymentsRequested ? { card_payments: capability, transfers: capability } : {},
    charges_enabled: account.chargesEnabled,
    controller: (account.controller ?? {
      fees: { payer: "account" },
      is_controller: true,
      losses: { payments: "stripe" },
      requirement_collection: "stripe",
      stripe_dashboard: { type: account.version === "v1" ? "full" : account.kind },
      type: "application",
    }) as unknown as Stripe.Account.Controller,
    country: account.country,
    created: account.createdAt,
    default_currency: account.currency,
    details_submitted: account.detailsSubmitted,
    email: account.email,
    metadata: account.metadata,
    payouts_enabled: account.payoutsEnabled,
    requirements: {
      alternatives: [],
      current_deadline: null,
      currently_due: due,
      disabled_reason: account.chargesEnabled
        ? null
        : account.detailsSubmitted
        ? "requirements.pending_verification"
        : "requirements.past_due",
      errors: [],
      eventually_due: due,
      past_due: due,
      pending_verification: [],
    },
    type:
      (account.version === "v1" ? account.kind : account.kind === "full" ? "standard" : "none") as Stripe.Account.Type,
  };
}
