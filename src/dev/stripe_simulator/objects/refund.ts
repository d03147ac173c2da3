import type Stripe from "stripe";
import { newId } from "../ids.ts";
import { keptMetadata } from "./metadata.ts";

/** A refund. `created` in seconds, `amount` in the currency's smallest unit. */
export function shapeRefund(
  charge: Stripe.Charge,
  { amount, created, status, reason, metadata }: {
    amount: number;
    created: number;
    status: "succeeded" | "pending";
    reason?: string;
    metadata?: Stripe.RefundCreateParams["metadata"];
  },
): Stripe.Refund {
  return {
    id: newId("re_3"),
    object: "refund",
    amount,
    balance_transaction: newId("txn_3"),
    charge: charge.id,
    created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: charge.payment_method_details?.type === "card"
      ? {
        card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
        type: "card",
      }
      : { type: "us_bank_transfer", us_bank_transfer: { reference: null, reference_status: null } },
    metadata: keptMetadata(metadata),
    payment_intent: charge.payment_intent as string,
    payment_method: charge.payment_method,
    ...status === "pending" && { pending_reason: "processing" as const },
    reason: reason as Stripe.Refund.Reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
