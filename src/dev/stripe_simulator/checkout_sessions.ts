/** Checkout Sessions, until they are paid or expire. */
import type Stripe from "stripe";
import { reachableAccount } from "./accounts.ts";
import type { Call } from "./api/call.ts";
import { invalid, missing } from "./errors.ts";
import { newId } from "./ids.ts";
import { shapeSession } from "./objects/checkout_session.ts";
import { lineItemsOf } from "./objects/line_items.ts";
import type { SimulatedSession } from "./state.ts";
import type { World } from "./world.ts";

/** `POST /v1/checkout/sessions` */
export function createSession(world: World, { account, params }: Call): Stripe.Checkout.Session {
  const holder = reachableAccount(world, account!);
  if (!holder.chargesEnabled) {
    throw invalid(
      "Your account cannot currently make live charges. Finish onboarding before you create a Checkout Session.",
      undefined,
      "account_invalid",
    );
  }
  const given = params as Stripe.Checkout.SessionCreateParams;
  const id = newId(world.livemode ? "cs_live_a1" : "cs_test_a1", 56);
  const session = shapeSession(given, {
    id,
    url: `${world.url}/c/pay/${id}`,
    created: world.clock.seconds,
    livemode: world.livemode,
  });
  world.state.sessions.set(id, {
    account: account!,
    session,
    lineItems: lineItemsOf(given.line_items ?? []),
    paymentData: given.payment_intent_data ?? null,
  });
  world.state.changed();
  return session;
}

/** `GET /v1/checkout/sessions/:id` */
export function retrieveSession(world: World, call: Call): Stripe.Checkout.Session {
  const held = sessionOf(world, call);
  expireIfDue(world, held, call.emit);
  return held.session;
}

/** `POST /v1/checkout/sessions/:id/expire` */
export function expireSession(world: World, call: Call): Stripe.Checkout.Session {
  const held = sessionOf(world, call);
  expireIfDue(world, held, call.emit);
  if (held.session.status !== "open") {
    throw invalid(
      'Only Checkout Sessions with a status in ["open"] can be expired. ' +
        `This Checkout Session has a status of ${held.session.status}.`,
    );
  }
  expire(world, held, call.emit);
  return held.session;
}

function sessionOf({ state }: World, { account, id }: Call): SimulatedSession {
  const held = state.sessions.get(id);
  if (!held || held.account !== account) throw missing("checkout.session", id, "session");
  return held;
}

/** For tests and pages. @throws Error */
export function getSession({ state }: World, id: string): SimulatedSession {
  const held = state.sessions.get(id);
  if (!held) throw new Error(`The simulator has no session ${id}.`);
  return held;
}

function isDue({ clock }: World, { session }: SimulatedSession): boolean {
  return session.status === "open" && session.expires_at * 1000 <= clock.now();
}

/** Stripe expires on time; the timer here may be off or late, so whoever looks at a session expires it first. */
export function expireIfDue(world: World, held: SimulatedSession, emit = world.emit): void {
  if (isDue(world, held)) expire(world, held, emit);
}

function expire(world: World, { session, account }: SimulatedSession, emit = world.emit): void {
  session.status = "expired";
  session.url = null;
  world.state.changed();
  emit("checkout.session.expired", session, account);
}

/** Expires every open session whose time is up. @returns their ids */
export function expireDue(world: World): string[] {
  const due = [...world.state.sessions.values()].filter((held) => isDue(world, held));
  for (const held of due) expire(world, held);
  return due.map((held) => held.session.id);
}

/** The session's time is up, whatever the clock says. @throws Error when it is not open */
export function letExpire(world: World, id: string): void {
  expire(world, openSession(world, id));
}

/** @param late an expired one will do as well. @throws Error when it is not open */
export function openSession(world: World, id: string, late = false): SimulatedSession {
  const held = getSession(world, id);
  if (!late) expireIfDue(world, held);
  const { status } = held.session;
  if (status === "open" || late && status === "expired") return held;
  throw new Error(`Session ${id} is ${status}, not open.`);
}
