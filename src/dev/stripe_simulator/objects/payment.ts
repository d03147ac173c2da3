import type Stripe from "stripe";
import { newId } from "../ids.ts";
import { keptMetadata } from "./metadata.ts";

/** How a payment is made: by card it is there at once, by bank it takes days. */
export type PaymentMethod = "card" | "us_bank_account";

/** The payment intent and charge that confirming a session makes. `created` in seconds. */
export function shapePayment(
  session: Stripe.Checkout.Session,
  data: Stripe.Checkout.SessionCreateParams.PaymentIntentData | undefined,
  { created, method, email }: { created: number; method: PaymentMethod; email: string | null },
): { paymentIntent: Stripe.PaymentIntent; charge: Stripe.Charge } {
  const id = newId("pi_3");
  const chargeId = newId(method === "card" ? "ch_3" : "py_3");
  const paymentMethod = newId("pm_1");
  const settled = method === "card";
  const amount = session.amount_total ?? 0;
  const currency = session.currency ?? "usd";
  const fee = data?.application_fee_amount ?? null;
  const metadata = keptMetadata(data?.metadata);
  const paymentIntent: Stripe.PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_received: settled ? amount : 0,
    application: "ca_simulator",
    application_fee_amount: fee,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${newId("", 16)}`,
    confirmation_method: "automatic",
    created,
    currency,
    customer: null,
    customer_account: null,
    description: data?.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: chargeId,
    livemode: session.livemode,
    managed_payments: null,
    metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [method],
    payment_record: null,
    processing: null,
    receipt_email: data?.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data?.statement_descriptor ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    status: settled ? "succeeded" : "processing",
    transfer_data: null,
    transfer_group: null,
  };
  const charge: Stripe.Charge = {
    id: chargeId,
    object: "charge",
    amount,
    amount_captured: settled ? amount : 0,
    amount_refunded: 0,
    application: "ca_simulator",
    application_fee: fee === null ? null : newId("fee_1"),
    application_fee_amount: fee,
    balance_transaction: settled ? newId("txn_3") : null,
    billing_details: { address: null, email, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: settled,
    created,
    currency,
    customer: null,
    description: data?.description ?? null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: session.livemode,
    metadata,
    on_behalf_of: null,
    outcome: null,
    paid: settled,
    payment_intent: id,
    payment_method: paymentMethod,
    payment_method_details: { type: method },
    receipt_email: data?.receipt_email ?? null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: settled ? "succeeded" : "pending",
    transfer_data: null,
    transfer_group: null,
  };
  return { paymentIntent, charge };
}
