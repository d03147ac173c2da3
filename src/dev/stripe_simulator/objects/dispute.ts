import type Stripe from "stripe";
import { newId } from "../ids.ts";
import type { Json } from "../json.ts";

/** What the simulator shows of a dispute: enough for `charge.dispute.created`. `created` in seconds. */
export function shapeDispute(charge: Stripe.Charge, created: number): Json & { id: string } {
  return {
    id: newId("du_1"),
    object: "dispute",
    amount: charge.amount,
    balance_transactions: [],
    charge: charge.id,
    created,
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: {
      due_by: created + 7 * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: charge.livemode,
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method_details: {
      type: "card",
      card: { brand: "visa", case_type: "chargeback", network_reason_code: "10.4" },
    },
    reason: "fraudulent",
    status: "needs_response",
  };
}
