/**
 * A Stripe for development and tests: an HTTP server that speaks Stripe's wire format for the calls that Alera makes,
 * keeps state per connected account, sends signed webhooks, and misbehaves on request. Alera sees it only through
 * `STRIPE_API_BASE` and the real SDK.
 */
import { type AccountChange, addAccount, deauthorize, ownAccount, setAccount } from "./accounts.ts";
import { Api } from "./api/api.ts";
import { type FaultOptions, Faults } from "./api/faults.ts";
import { RequestLog } from "./api/request_log.ts";
import type { ApiRoute } from "./api/router.ts";
import { expireDue, letExpire } from "./checkout_sessions.ts";
import { Clock } from "./clock.ts";
import type { StripeSimulator } from "./controls.ts";
import { type CuttableServer, serveCuttable } from "./cuttable_server.ts";
import { type EventOptions, makeEvent, type StripeEvent } from "./events.ts";
import { Lifetime } from "./lifetime.ts";
import type { SimulatedEndpoint } from "./objects/webhook_endpoint.ts";
import { servePage } from "./pages/routes.ts";
import { bankFails, bankSucceeds, declineCard, dispute, pay, payLater, type PayOptions } from "./payments.ts";
import { failRefund, refundInDashboard, settleRefund } from "./refunds.ts";
import { State } from "./state.ts";
import { type SendOptions, WebhookEndpoint } from "./webhook_endpoint.ts";
import { type EventFilter, Webhooks } from "./webhooks.ts";
import { World } from "./world.ts";

export type { RecordedRequest } from "./api/request_log.ts";
export type { StripeSimulator } from "./controls.ts";
export type { StripeEvent } from "./events.ts";

/** How the simulator is set up. */
export interface SimulatorOptions {
  /** Default `127.0.0.1`. */
  hostname?: string;
  /** Default 0: any free port. */
  port?: number;
  /** Any other bearer key is answered 401. Default `sk_test_simulator`. */
  secretKey?: string;
  /** Signs the events. */
  webhookSecret: string;
  /** Where events go; until it is set they wait. */
  webhookUrl?: string;
  livemode?: boolean;
  /** The key is a studio's own: calls without `Stripe-Account` are about its account. Default false: they are refused. */
  own?: boolean;
  /** The clock, in milliseconds: session windows, signatures and idempotency keys follow it. Default `Date.now`. */
  now?: () => number;
  /** Loaded at the start, saved after every change and at the end: a reload keeps sessions and accounts. */
  stateFile?: string;
  /** True (default): events are sent in the background, with retries. False: they wait for `deliver()`. */
  autoDeliver?: boolean;
  /** The event types that the webhook endpoint is subscribed to, `"*"` for all. Default: those Alera handles, and refunds'. */
  enabledEvents?: readonly string[];
}

const EXPIRY_CHECK_MS = 1000;

const DEFAULT_EVENTS: readonly string[] = [
  "account.application.deauthorized",
  "account.updated",
  "charge.dispute.created",
  "charge.refunded",
  "checkout.session.async_payment_failed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.completed",
  "checkout.session.expired",
  "refund.created",
  "refund.failed",
  "refund.updated",
];

/** Starts the simulator. @throws Error when the port is taken, or the state file is not its own */
// deno-lint-ignore require-await -- a failure to start is a rejected promise
export async function startStripeSimulator(options: SimulatorOptions): Promise<StripeSimulator> {
  return new Simulator(options);
}

/** Puts the parts together, and hands on what tests ask for. */
class Simulator implements StripeSimulator {
  readonly #lifetime = new Lifetime();
  readonly #clock: Clock;
  readonly #state: State;
  readonly #endpoint: WebhookEndpoint;
  readonly #webhooks: Webhooks;
  readonly #world: World;
  readonly #log = new RequestLog();
  readonly #faults = new Faults(this.#lifetime);
  readonly #listener: CuttableServer;
  #expiryTimer: ReturnType<typeof setInterval> | undefined;
  #closed: Promise<void> | null = null;

  constructor(options: SimulatorOptions) {
    const { hostname = "127.0.0.1", port = 0, autoDeliver = true, secretKey = "sk_test_simulator" } = options;
    this.#clock = new Clock(options.now);
    this.#state = new State(this.#clock, options.stateFile);
    this.#endpoint = new WebhookEndpoint(options.webhookSecret, this.#clock, this.#lifetime);
    this.#endpoint.url = options.webhookUrl;
    this.#webhooks = new Webhooks(this.#endpoint, this.#state, this.#clock, this.#lifetime, autoDeliver);
    const enabled = new Set(options.enabledEvents ?? DEFAULT_EVENTS);
    const livemode = options.livemode ?? false;
    this.#world = new World(secretKey, livemode, this.#clock, this.#state, this.#webhooks, enabled, options.own);
    if (options.own) ownAccount(this.#world);
    const api = new Api(this.#world, this.#log, this.#faults, this.#lifetime);
    this.#listener = serveCuttable({ hostname, port }, async (request, connection) => {
      const url = new URL(request.url);
      return /^\/v[12]\//.test(url.pathname)
        ? await api.handle(request, url, connection)
        : await servePage(this.#world, this.webhookUrl, request, url);
    });
    const host = hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname;
    this.#world.url = `http://${host}:${this.port}`;
    if (!autoDeliver) return;
    this.#expiryTimer = setInterval(() => this.expireDue(), EXPIRY_CHECK_MS);
    this.#webhooks.dispatchQueued();
  }

  get url() {
    return this.#world.url;
  }
  get port() {
    return this.#listener.port;
  }
  get webhookUrl() {
    return this.#endpoint.url;
  }
  set webhookUrl(url: string | undefined) {
    this.#endpoint.url = url;
    this.#webhooks.dispatchQueued();
  }
  get refundStatus() {
    return this.#world.refundStatus;
  }
  set refundStatus(status: "succeeded" | "pending") {
    this.#world.refundStatus = status;
  }
  get endpoints() {
    return this.#world.endpoints;
  }
  set endpoints(endpoints: SimulatedEndpoint[]) {
    this.#world.endpoints = endpoints;
  }
  get webhooks() {
    return this.#webhooks.knobs;
  }
  get requests() {
    return this.#log.requests;
  }
  get sessions() {
    return this.#state.sessions;
  }
  get accounts() {
    return this.#state.accounts;
  }
  get payments() {
    return this.#state.payments;
  }
  get refunds() {
    return this.#state.refunds;
  }
  get events() {
    return this.#state.events;
  }

  createAccount({ chargesEnabled = true, displayName }: { chargesEnabled?: boolean; displayName?: string } = {}) {
    return addAccount(this.#world, {
      displayName: displayName ?? null,
      cardPaymentsRequested: true,
      chargesEnabled,
      payoutsEnabled: chargesEnabled,
      detailsSubmitted: chargesEnabled,
    }).id;
  }
  // What the state does not allow rejects, as an asynchronous call would.
  setAccount = (id: string, change: AccountChange) => Promise.try(() => setAccount(this.#world, id, change));
  deauthorize = (id: string) => Promise.try(() => deauthorize(this.#world, id));
  pay = (id: string, options?: PayOptions) => Promise.try(() => pay(this.#world, id, options));
  payLater = (id: string, options?: PayOptions) => Promise.try(() => payLater(this.#world, id, options));
  bankSucceeds = (id: string) => Promise.try(() => bankSucceeds(this.#world, id));
  bankFails = (id: string) => Promise.try(() => bankFails(this.#world, id));
  declineCard = (id: string) => Promise.try(() => declineCard(this.#world, id));
  letExpire = (id: string) => Promise.try(() => letExpire(this.#world, id));
  expireDue = () => expireDue(this.#world);
  refundInDashboard = (id: string, amountCents?: number) =>
    Promise.try(() => refundInDashboard(this.#world, id, amountCents));
  settleRefund = (id: string) => Promise.try(() => settleRefund(this.#world, id));
  failRefund = (id: string) => Promise.try(() => failRefund(this.#world, id));
  dispute = (id: string) => Promise.try(() => dispute(this.#world, id));

  deliver = (filter?: EventFilter, options?: { atOnce?: boolean }) => this.#webhooks.deliver(filter, options);
  drain = () => this.#webhooks.drain();
  resend = (eventId: string) => this.#webhooks.resend(eventId);
  send = (event: StripeEvent, options?: SendOptions) => this.#endpoint.send(event, options);
  makeEvent(type: string, object: object, options: Partial<EventOptions> = {}) {
    const { livemode = this.#world.livemode, created = this.#clock.seconds } = options;
    return makeEvent(type, object, { ...options, livemode, created });
  }

  fail = (options: FaultOptions) => this.#faults.add(options);
  clearFaults = () => this.#faults.clear();
  once = (route: ApiRoute) => this.#log.once(route);

  close(): Promise<void> {
    return this.#closed ??= this.#shutDown();
  }

  async #shutDown(): Promise<void> {
    clearInterval(this.#expiryTimer);
    this.#lifetime.end();
    await this.#listener.close();
    await this.#lifetime.settled();
    await this.#state.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
