/** Payments: what a client, a bank, or a card's holder does. */
import { getSession, openSession } from "./checkout_sessions.ts";
import { missing } from "./errors.ts";
import { newId } from "./ids.ts";
import { shapeDispute } from "./objects/dispute.ts";
import { type PaymentMethod, shapePayment } from "./objects/payment.ts";
import type { SimulatedPayment, SimulatedSession } from "./state.ts";
import type { World } from "./world.ts";

export interface PayOptions {
  email?: string;
  /** Even though the session has expired. */
  late?: boolean;
  /** It was paid then, in seconds: the sample studio's past. Emits nothing, because that was told long ago. */
  at?: number;
}

/** By card. Emits `checkout.session.completed`, paid. @throws Error when the session is not open */
export function pay(world: World, sessionId: string, { email, late, at }: PayOptions = {}): void {
  const held = openSession(world, sessionId, late);
  if (at !== undefined) held.session.created = at;
  const payment = complete(world, held, "card", email, at);
  if (at !== undefined) return;
  if (payment) {
    world.emit("payment_intent.succeeded", payment.paymentIntent, held.account);
    world.emit("charge.succeeded", payment.charge, held.account);
  }
  world.emit("checkout.session.completed", held.session, held.account);
}

/** By bank. Emits `checkout.session.completed`, unpaid. @throws Error when the session is not open, or free */
export function payLater(world: World, sessionId: string, { email, late }: PayOptions = {}): void {
  const held = openSession(world, sessionId, late);
  if (held.session.amount_total === 0) throw new Error(`Session ${sessionId} costs nothing.`);
  const payment = complete(world, held, "us_bank_account", email);
  world.emit("payment_intent.processing", payment!.paymentIntent, held.account);
  world.emit("checkout.session.completed", held.session, held.account);
}

/** Confirms the session; only then does its payment intent come to be. A session that costs nothing has none. */
function complete(
  world: World,
  held: SimulatedSession,
  method: PaymentMethod,
  email?: string,
  at = world.clock.seconds,
): SimulatedPayment | null {
  const { session } = held;
  session.status = "complete";
  session.url = null;
  const payerEmail = email ?? session.customer_email ?? "payer@example.com";
  session.customer_details = {
    address: null,
    business_name: null,
    email: payerEmail,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
  world.state.changed();
  if (session.amount_total === 0) return null;
  const shaped = shapePayment(session, held.paymentData ?? undefined, {
    created: at,
    method,
    email: payerEmail,
  });
  const payment: SimulatedPayment = { account: held.account, sessionId: session.id, ...shaped };
  world.state.payments.set(payment.paymentIntent.id, payment);
  session.payment_intent = payment.paymentIntent.id;
  session.payment_status = method === "card" ? "paid" : "unpaid";
  return payment;
}

/** Emits `checkout.session.async_payment_succeeded`. @throws Error when no bank payment is under way */
export function bankSucceeds(world: World, sessionId: string): void {
  const [held, { paymentIntent, charge }] = pendingBankPayment(world, sessionId);
  Object.assign(charge, {
    status: "succeeded",
    paid: true,
    captured: true,
    amount_captured: charge.amount,
    balance_transaction: newId("txn_3"),
  });
  Object.assign(paymentIntent, { status: "succeeded", amount_received: paymentIntent.amount });
  held.session.payment_status = "paid";
  world.emit("payment_intent.succeeded", paymentIntent, held.account);
  world.emit("charge.succeeded", charge, held.account);
  world.emit("checkout.session.async_payment_succeeded", held.session, held.account);
}

/** Emits `checkout.session.async_payment_failed`. @throws Error when no bank payment is under way */
export function bankFails(world: World, sessionId: string): void {
  const [held, { paymentIntent, charge }] = pendingBankPayment(world, sessionId);
  Object.assign(charge, { status: "failed", failure_code: "insufficient_funds" });
  paymentIntent.status = "requires_payment_method";
  world.emit("payment_intent.payment_failed", paymentIntent, held.account);
  world.emit("checkout.session.async_payment_failed", held.session, held.account);
}

function pendingBankPayment(world: World, sessionId: string): [SimulatedSession, SimulatedPayment] {
  const held = getSession(world, sessionId);
  const payment = world.state.payments.get(held.session.payment_intent as string);
  if (payment?.paymentIntent.status !== "processing") {
    throw new Error(`Session ${sessionId} has no bank payment under way.`);
  }
  return [held, payment];
}

/** A refused card: the session stays open. @throws Error when it is not open */
export function declineCard(world: World, sessionId: string): void {
  const held = openSession(world, sessionId);
  const { paymentIntent } = shapePayment(held.session, held.paymentData ?? undefined, {
    created: world.clock.seconds,
    method: "card",
    email: null,
  });
  Object.assign(paymentIntent, { status: "requires_payment_method", amount_received: 0, latest_charge: null });
  world.emit("payment_intent.payment_failed", paymentIntent, held.account);
}

/** Emits `charge.dispute.created`; the charge can no longer be refunded. @returns the dispute's id. @throws Error */
export function dispute(world: World, paymentIntentId: string): string {
  const { account, charge } = getPayment(world, paymentIntentId);
  if (charge.status !== "succeeded" || charge.disputed) throw new Error(`Charge ${charge.id} cannot be disputed.`);
  charge.disputed = true;
  const shaped = shapeDispute(charge, world.clock.seconds);
  world.emit("charge.dispute.created", shaped, account);
  return shaped.id;
}

/** For tests and pages. @throws Error */
export function getPayment({ state }: World, paymentIntentId: string): SimulatedPayment {
  const payment = state.payments.get(paymentIntentId);
  if (!payment) throw new Error(`The simulator has no payment ${paymentIntentId}.`);
  return payment;
}

/** For the API. @throws StripeRefusal */
export function paymentOf({ state }: World, account: string | null, id: string, param = "intent"): SimulatedPayment {
  const payment = state.payments.get(id);
  if (!payment || payment.account !== account) throw missing("payment_intent", id, param);
  return payment;
}

/** For the API. @throws StripeRefusal */
export function paymentByCharge({ state }: World, account: string | null, chargeId: string): SimulatedPayment {
  for (const payment of state.payments.values()) {
    if (payment.charge.id === chargeId && payment.account === account) return payment;
  }
  throw missing("charge", chargeId, "charge");
}
