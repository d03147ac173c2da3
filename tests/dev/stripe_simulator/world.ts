/** The simulator with what its tests need around it. */
import assert from "node:assert/strict";
import Stripe from "stripe";
import {
  type SimulatorOptions,
  startStripeSimulator,
  type StripeEvent,
  type StripeSimulator,
} from "../../../src/dev/stripe_simulator/simulator.ts";

export const SECRET = "whsec_simulator_test";
export const START = Date.UTC(2026, 4, 18, 9, 0, 0);
export const MINUTE = 60_000;

/** A server that takes webhooks, as Alera's would. */
export interface Inbox extends AsyncDisposable {
  url: string;
  events: StripeEvent[];
  /** The status of the next answers, one each; then 200. */
  statuses: number[];
  /** Called before answering. */
  onEvent?: (event: StripeEvent) => unknown;
  requests: { body: string; signature: string | null }[];
}

function inbox(): Inbox {
  const box: Inbox = {
    url: "",
    events: [],
    statuses: [],
    requests: [],
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const body = await request.text();
    box.requests.push({ body, signature: request.headers.get("stripe-signature") });
    box.events.push(JSON.parse(body));
    await box.onEvent?.(JSON.parse(body));
    const status = box.statuses.shift() ?? 200;
    return new Response(status === 204 ? null : "{}", { status });
  });
  box.url = `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}/api/webhooks/stripe`;
  return box;
}

export interface World extends AsyncDisposable {
  sim: StripeSimulator;
  box: Inbox;
  stripe: Stripe;
  account: string;
  clock: { now: number };
  session(change?: Partial<Stripe.Checkout.SessionCreateParams>, key?: string): Promise<Stripe.Checkout.Session>;
  /** A session paid by card; its payment intent. */
  paid(change?: Partial<Stripe.Checkout.SessionCreateParams>): Promise<string>;
}

/** `await using w = await world()`: a simulator with an onboarded account, the real SDK, and a server that takes its webhooks. */
export async function world(options: Partial<SimulatorOptions> = {}): Promise<World> {
  const box = inbox();
  const clock = { now: START };
  const sim = await startStripeSimulator({
    webhookSecret: SECRET,
    webhookUrl: box.url,
    now: () => clock.now,
    autoDeliver: false,
    ...options,
  });
  const stripe = client(sim, options.secretKey);
  const account = sim.createAccount();
  let keys = 0;
  const w: World = {
    sim,
    box,
    stripe,
    account,
    clock,
    session: (change = {}, key = `checkout-${++keys}`) =>
      stripe.checkout.sessions.create({ ...sessionParams(clock.now), ...change }, {
        stripeAccount: account,
        idempotencyKey: key,
      }),
    async paid(change) {
      const { id } = await w.session(change);
      await sim.pay(id);
      return sim.sessions.get(id)!.session.payment_intent as string;
    },
    async [Symbol.asyncDispose]() {
      await sim.close();
      await box[Symbol.asyncDispose]();
    },
  };
  return w;
}

/** The real SDK, against the simulator. */
export function client(sim: StripeSimulator, key = "sk_test_simulator", config: { timeout?: number } = {}): Stripe {
  const { hostname, port } = new URL(sim.url);
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 2,
    timeout: 10_000,
    ...config,
  });
}

/** What Alera sends for a class. */
export function sessionParams(nowMs: number): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "payment",
    customer_email: "ada@example.com",
    client_reference_id: "enr-1",
    metadata: { enrollment: "enr-1" },
    expires_at: Math.floor(nowMs / 1000) + 32 * 60,
    success_url: "https://studio.example/book/confirm?session_id={CHECKOUT_SESSION_ID}",
    cancel_url: "https://studio.example/book/cancelled",
    line_items: [{
      quantity: 1,
      price_data: { currency: "usd", unit_amount: 2500, product_data: { name: "Reformer <Basics>" } },
    }],
    payment_intent_data: { metadata: { enrollment: "enr-1" }, application_fee_amount: 125 },
  };
}

/** The error that a call is refused with. */
export async function refused(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error("The call was not refused.");
}

/** A header of the answer; with the fetch client the SDK keeps the Response itself. */
export function header(object: Stripe.Response<unknown>, name: string): string | null {
  return (object.lastResponse as unknown as Response).headers.get(name);
}

export const types = (events: { type: string }[]) => events.map((event) => event.type);

/** Presses a button. */
export async function submit(base: string, path: string): Promise<Response> {
  const response = await fetch(base + path, { method: "POST", redirect: "manual" });
  const text = await response.text();
  return new Response([303, 204].includes(response.status) ? null : text, response);
}

/** Where the button whose action ends with `last` leads. */
export function formAction(page: string, last: string): string {
  const action = [...page.matchAll(/<form method="post" action="([^"]+)"/g)].map((match) => match[1])
    .find((path) => path.endsWith(`/${last}`));
  assert.ok(action, `the page has no form "${last}"`);
  return action;
}
