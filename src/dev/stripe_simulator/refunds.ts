/** Refunds: made by the API or in the studio's own dashboard, settled or failed by the bank. */
import type Stripe from "stripe";
import type { Call } from "./api/call.ts";
import { invalid, missing } from "./errors.ts";
import type { Emit } from "./events.ts";
import { newId } from "./ids.ts";
import { shapeRefund } from "./objects/refund.ts";
import { getPayment, paymentByCharge, paymentOf } from "./payments.ts";
import type { SimulatedPayment, SimulatedRefund } from "./state.ts";
import type { World } from "./world.ts";

/** `POST /v1/refunds` */
export function createRefund(world: World, call: Call): Stripe.Refund {
  const given = call.params as Stripe.RefundCreateParams;
  const payment = given.payment_intent
    ? paymentOf(world, call.account, given.payment_intent, "payment_intent")
    : paymentByCharge(world, call.account, given.charge!);
  if (given.refund_application_fee && payment.charge.application_fee_amount === null) {
    throw invalid(`Charge ${payment.charge.id} has no application fee to refund.`, "refund_application_fee");
  }
  return refund(world, payment, given, world.refundStatus, call.emit);
}

/** `GET /v1/refunds/:id` */
export function retrieveRefund({ state }: World, { account, id }: Call): Stripe.Refund {
  const held = state.refunds.get(id);
  if (!held || held.account !== account) throw missing("refund", id, "id");
  return held.refund;
}

/** As an owner does in Stripe's dashboard. Default: all that is left. @returns the refund's id. @throws Error */
export function refundInDashboard(world: World, paymentIntentId: string, amountCents?: number): string {
  return refund(world, getPayment(world, paymentIntentId), { amount: amountCents }, "succeeded", world.emit).id;
}

/** Emits `refund.created` and `charge.refunded`. */
function refund(
  world: World,
  { account, paymentIntent, charge }: SimulatedPayment,
  { amount, reason, metadata }: Pick<Stripe.RefundCreateParams, "amount" | "reason" | "metadata">,
  status: "succeeded" | "pending",
  emit: Emit,
): Stripe.Refund {
  if (charge.status !== "succeeded") {
    throw invalid(`PaymentIntent ${paymentIntent.id} does not have a successful charge to refund.`, "payment_intent");
  }
  if (charge.disputed) {
    throw invalid(`Charge ${charge.id} has been charged back; cannot issue a refund.`, undefined, "charge_disputed");
  }
  const left = charge.amount - charge.amount_refunded;
  if (left === 0) {
    throw invalid(`Charge ${charge.id} has already been refunded.`, undefined, "charge_already_refunded");
  }
  if (amount !== undefined && amount > left) {
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left}), in the smallest currency unit.`,
      "amount",
    );
  }
  const created = world.clock.seconds;
  const made = shapeRefund(charge, { amount: amount ?? left, created, status, reason, metadata });
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  charge.amount_refunded += made.amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  world.state.refunds.set(made.id, { account, refund: made });
  world.state.changed();
  emit("refund.created", made, account);
  emit("charge.refunded", charge, account, previous);
  return made;
}

function getRefund({ state }: World, id: string): SimulatedRefund {
  const held = state.refunds.get(id);
  if (!held) throw new Error(`The simulator has no refund ${id}.`);
  return held;
}

/** A pending refund succeeds; emits `refund.updated`. @throws Error when it is not pending */
export function settleRefund(world: World, id: string): void {
  const { account, refund } = getRefund(world, id);
  if (refund.status !== "pending") throw new Error(`Refund ${id} is ${refund.status}, not pending.`);
  refund.status = "succeeded";
  delete refund.pending_reason;
  world.emit("refund.updated", refund, account, { status: "pending" });
}

/** Emits `refund.updated` and `refund.failed`; the charge is less refunded again. @throws Error when it has failed */
export function failRefund(world: World, id: string): void {
  const { account, refund } = getRefund(world, id);
  if (refund.status === "failed") throw new Error(`Refund ${id} has failed already.`);
  const { charge } = getPayment(world, refund.payment_intent as string);
  const previous = { status: refund.status };
  refund.status = "failed";
  refund.failure_reason = "expired_or_canceled_card";
  refund.failure_balance_transaction = newId("txn_3");
  delete refund.pending_reason;
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  world.emit("refund.updated", refund, account, previous);
  world.emit("refund.failed", refund, account, previous);
}
