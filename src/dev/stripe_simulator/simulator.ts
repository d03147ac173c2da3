/**
 * A Stripe for development and tests: an HTTP server that speaks Stripe's wire format for the calls that Alera makes,
 * keeps state per connected account, sends signed webhooks, and misbehaves on request. Alera sees it only through
 * `STRIPE_API_BASE` and the real SDK.
 */
import { dirname } from "node:path";
import type Stripe from "stripe";
import { accountPage, checkoutPage, indexPage, messagePage, onboardingPage, PAGE_HEADERS } from "./pages.ts";
import {
  API_VERSION,
  checkQuery,
  checkRules,
  checkSchema,
  contentTypeOf,
  invalid,
  type Json,
  keptMetadata,
  type LineItem,
  lineItemsOf,
  missing,
  newId,
  type Operation,
  parseForm,
  parseJson,
  type PaymentMethod,
  shapeAccount,
  shapeAccountV2,
  shapeDispute,
  shapePayment,
  shapeRefund,
  shapeSession,
  signatureHeader,
  type SimulatedAccount,
  type StripeErrorBody,
  StripeRefusal,
} from "./wire.ts";

export type { SimulatedAccount };

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
  /** The clock, in milliseconds: session windows, signatures and idempotency keys follow it. Default `Date.now`. */
  now?: () => number;
  /** Loaded at the start, saved after every change and at the end: a reload keeps sessions and accounts. */
  stateFile?: string;
  /** True (default): events are sent in the background, with retries. False: they wait for `deliver()`. */
  autoDeliver?: boolean;
  /** The event types that the webhook endpoint is subscribed to, `"*"` for all. Default: those Alera handles, and refunds'. */
  enabledEvents?: readonly string[];
}

/** One API request as it came. Also what `shared/stripe/validate.mjs` takes. */
export interface RecordedRequest {
  /** Seconds, on the simulator's clock. */
  at: number;
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  /** Exactly as sent. */
  body: string;
  /** The status answered; null while running, or when the connection was cut. */
  status: number | null;
  /** The saved answer of an earlier request was sent again. */
  replayed: boolean;
  /** What Stripe lets pass but a careful client would not do. */
  notes: string[];
}

/** A Checkout Session with what its account knows about it. */
export interface SimulatedSession {
  account: string;
  /** As the API shows it. */
  session: Stripe.Checkout.Session;
  lineItems: LineItem[];
  paymentData: Stripe.Checkout.SessionCreateParams.PaymentIntentData | null;
}

/** A payment intent, its one charge, and whose they are. */
export interface SimulatedPayment {
  account: string;
  sessionId: string;
  paymentIntent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
}

export interface SimulatedRefund {
  account: string;
  refund: Stripe.Refund;
}

interface SimulatedLink {
  token: string;
  account: string;
  state: "new" | "opened" | "finished";
  /** Seconds. */
  expiresAt: number;
  refreshUrl: string;
  returnUrl: string | null;
}

/** An event as it is sent. */
export interface StripeEvent {
  id: string;
  object: "event";
  account?: string;
  api_version: string;
  created: number;
  data: { object: Json; previous_attributes?: Json };
  livemode: boolean;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: string;
}

/** One attempt to hand an event over: the status of the answer, or why there was none. `at` in seconds. */
export interface DeliveryAttempt {
  at: number;
  status: number | null;
  error?: string;
}

/** An event and what became of it. `failed`: every attempt was refused; `dropped`: by the `webhooks.drop` knob. */
export interface StripeEventRecord {
  event: StripeEvent;
  state: "queued" | "delivering" | "delivered" | "failed" | "dropped";
  attempts: DeliveryAttempt[];
}

/** The API calls by name, as faults and waits refer to them. */
export type ApiRoute = (typeof ROUTES)[number]["route"];

/**
 * A fault for the next matching request(s).
 * - `error` (default): answers `status` and `error` without doing it.
 * - `drop`: closes the connection without doing it.
 * - `lost`: does it, then closes the connection without an answer.
 * - `hang`: does nothing and answers nothing; closes the connection after `delayMs` (default: when the client gives up).
 * - `slow`: waits, then does it.
 * - `late`: does it, then waits, then answers.
 */
export interface FaultOptions {
  route: ApiRoute;
  /** Only for requests with this `Stripe-Account`. */
  account?: string;
  /** How many requests it hits. Default 1. */
  times?: number;
  mode?: "error" | "drop" | "lost" | "hang" | "slow" | "late";
  /** For `error`. Default 500. */
  status?: number;
  /** Default: the one Stripe sends with that status. */
  error?: Partial<StripeErrorBody>;
  /** Is the error answer saved under the idempotency key? Default as at Stripe: yes, except 401, 403, 409 and 429. */
  saved?: boolean;
  /** Real milliseconds to wait. */
  delayMs?: number;
  /** For `slow` and `late`: waits for this as well. */
  until?: Promise<unknown>;
}

/** A fault in place. */
export interface Fault {
  /** How many requests it will still hit. */
  readonly left: number;
  remove(): void;
}

/** How webhooks misbehave. */
export interface WebhookKnobs {
  /** Extra copies of each event, sent at the same time. Default 0. */
  duplicate: number;
  /** A number: so many of the next events are never sent. A function: those it is true for. Default 0. */
  drop: number | ((event: StripeEvent) => boolean);
  /** Real milliseconds before each first attempt. Default 0. */
  delayMs: number;
  /** The youngest first. With `autoDeliver`, among what arises within a tenth of a second. */
  reverse: boolean;
  /** The events of an API call are delivered, and answered, before the call itself is. */
  beforeAnswer: boolean;
}

/** Chooses events: by type, or by any test. */
export type EventFilter = string | ((event: StripeEvent) => boolean);

/** The running simulator. Methods that change state throw an `Error` when the state does not allow it. */
export interface StripeSimulator extends AsyncDisposable {
  /** Without a slash at the end: what `STRIPE_API_BASE` takes. */
  readonly url: string;
  readonly port: number;
  webhookUrl: string | undefined;
  /** The status of new refunds. Default `succeeded`. */
  refundStatus: "succeeded" | "pending";
  readonly webhooks: WebhookKnobs;
  readonly requests: RecordedRequest[];
  readonly sessions: Map<string, SimulatedSession>;
  readonly accounts: Map<string, SimulatedAccount>;
  /** By payment intent. */
  readonly payments: Map<string, SimulatedPayment>;
  readonly refunds: Map<string, SimulatedRefund>;
  /** All that arose, the oldest first. */
  readonly events: StripeEventRecord[];

  /** A connected account, onboarded unless told otherwise. Emits nothing. */
  createAccount(options?: { chargesEnabled?: boolean; displayName?: string }): string;
  /** Emits `account.updated`. */
  setAccount(
    id: string,
    change: { chargesEnabled?: boolean; payoutsEnabled?: boolean; detailsSubmitted?: boolean },
  ): Promise<void>;
  /** Revokes the platform's access; emits `account.application.deauthorized`. */
  deauthorize(id: string): Promise<void>;

  /** By card. Emits `checkout.session.completed`, paid. `late`: even though the session has expired. */
  pay(sessionId: string, options?: { email?: string; late?: boolean }): Promise<void>;
  /** By bank. Emits `checkout.session.completed`, unpaid. */
  payLater(sessionId: string, options?: { email?: string; late?: boolean }): Promise<void>;
  /** Emits `checkout.session.async_payment_succeeded`. */
  bankSucceeds(sessionId: string): Promise<void>;
  /** Emits `checkout.session.async_payment_failed`. */
  bankFails(sessionId: string): Promise<void>;
  /** A refused card: the session stays open. */
  declineCard(sessionId: string): Promise<void>;
  /** The session's time is up, whatever the clock says. Emits `checkout.session.expired`. */
  letExpire(sessionId: string): Promise<void>;
  /** Expires every open session whose time is up on the clock, and returns their ids. With `autoDeliver` a timer does it. */
  expireDue(): string[];
  /** Emits `refund.created` and `charge.refunded`. Default: all that is left. Returns the refund's id. */
  refundInDashboard(paymentIntentId: string, amountCents?: number): Promise<string>;
  /** A pending refund succeeds; emits `refund.updated`. */
  settleRefund(refundId: string): Promise<void>;
  /** Emits `refund.updated` and `refund.failed`; the charge is less refunded again. */
  failRefund(refundId: string): Promise<void>;
  /** Emits `charge.dispute.created`; the charge can no longer be refunded. Returns the dispute's id. */
  dispute(paymentIntentId: string): Promise<string>;

  /** Sends what is queued now (once each, in order, or all `atOnce`) and returns how many were answered 2xx; others stay queued. */
  deliver(filter?: EventFilter, options?: { atOnce?: boolean }): Promise<number>;
  /** Waits until no event is on its way: delivers what is queued, and what that causes, until nothing moves any more. */
  drain(): Promise<void>;
  /** Queues an event again, whatever became of it, and with `autoDeliver` sends it. */
  resend(eventId: string): void;
  /** Sends any event now, also a forged one. `signature`: the header to send, null for none. Returns the server's answer. */
  send(
    event: StripeEvent,
    options?: { secret?: string; timestamp?: number; signature?: string | null },
  ): Promise<Response>;
  /** An event in the right wire shape; nothing is recorded or sent. `created` in seconds. */
  makeEvent(
    type: string,
    object: object,
    options?: { account?: string; id?: string; livemode?: boolean; created?: number; previous?: Json },
  ): StripeEvent;

  fail(options: FaultOptions): Fault;
  clearFaults(): void;
  /** Resolves when the next request of that route has been done, before it is answered. */
  once(route: ApiRoute): Promise<RecordedRequest>;
  /** Stops timers, cuts connections, abandons deliveries, saves the state. */
  close(): Promise<void>;
}

/** Starts the simulator. Throws when the port is taken, or the state file is not its own. */
// deno-lint-ignore require-await -- a failure to start is a rejected promise
export async function startStripeSimulator(options: SimulatorOptions): Promise<StripeSimulator> {
  const simulator = new Simulator(options);
  simulator.start();
  return simulator;
}

const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000;
const LINK_SECONDS = 5 * 60;
const EXPIRY_CHECK_MS = 1000;
const SAVE_DELAY_MS = 100;
const REORDER_WINDOW_MS = 100;
const WEBHOOK_TIMEOUT_MS = 10_000;
// Ten attempts over some 40 s: enough for a development server to reload, short enough to end.
const MAX_ATTEMPTS = 10;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 8000;

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

/** What an API call is given. */
interface Call {
  account: string | null;
  params: Json;
  /** The part of the path after the collection. */
  id: string;
  emit(type: string, object: object, account: string, previous?: Json): void;
}

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

interface SavedAnswer {
  fingerprint: string;
  path: string;
  /** Milliseconds. */
  at: number;
  /** Null while the request is running. */
  answer: Answer | null;
}

interface ActiveFault extends FaultOptions {
  left: number;
}

const REFUND_LIST_QUERY = ["payment_intent", "charge", "created", "limit", "starting_after", "ending_before", "expand"];

interface RouteShape {
  route: string;
  operation?: Operation;
  query?: readonly string[];
  run(simulator: Simulator, call: Call): unknown;
}

const ROUTES = [
  {
    route: "POST /v1/checkout/sessions",
    operation: "POST /v1/checkout/sessions",
    run: (s, call) => s.createSession(call),
  },
  { route: "GET /v1/checkout/sessions/:id", query: ["expand"], run: (s, call) => s.retrieveSession(call) },
  {
    route: "POST /v1/checkout/sessions/:id/expire",
    operation: "POST /v1/checkout/sessions/{session}/expire",
    run: (s, call) => s.expireSession(call),
  },
  {
    route: "GET /v1/payment_intents/:id",
    query: ["expand", "client_secret"],
    run: (s, call) => s.paymentOf(call.account, call.id).paymentIntent,
  },
  { route: "POST /v1/refunds", operation: "POST /v1/refunds", run: (s, call) => s.createRefund(call) },
  { route: "GET /v1/refunds/:id", query: ["expand"], run: (s, call) => s.refundOf(call.account, call.id).refund },
  { route: "GET /v1/refunds", query: REFUND_LIST_QUERY, run: (s, call) => s.listRefunds(call) },
  { route: "POST /v1/accounts", operation: "POST /v1/accounts", run: (s, call) => s.createAccountV1(call) },
  { route: "GET /v1/accounts/:id", query: ["expand"], run: (s, call) => shapeAccount(s.reachableAccount(call.id)) },
  { route: "POST /v1/account_links", operation: "POST /v1/account_links", run: (s, call) => s.createLinkV1(call) },
  { route: "POST /v2/core/accounts", operation: "POST /v2/core/accounts", run: (s, call) => s.createAccountV2(call) },
  { route: "GET /v2/core/accounts/:id", query: ["include"], run: (s, call) => s.retrieveAccountV2(call) },
  {
    route: "POST /v2/core/account_links",
    operation: "POST /v2/core/account_links",
    run: (s, call) => s.createLinkV2(call),
  },
] as const satisfies readonly RouteShape[];

function matchRoute(method: string, path: string): { shape: RouteShape & { route: ApiRoute }; id: string } | null {
  for (const shape of ROUTES) {
    const [routeMethod, template] = shape.route.split(" ");
    if (routeMethod !== method) continue;
    const match = path.match(new RegExp(`^${template.replace(":id", "([^/]+)")}$`));
    if (match) return { shape, id: match[1] === undefined ? "" : safeDecode(match[1]) };
  }
  return null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Simulator implements StripeSimulator {
  url = "";
  port = 0;
  refundStatus: "succeeded" | "pending" = "succeeded";
  readonly webhooks: WebhookKnobs = { duplicate: 0, drop: 0, delayMs: 0, reverse: false, beforeAnswer: false };
  readonly requests: RecordedRequest[] = [];
  readonly sessions = new Map<string, SimulatedSession>();
  readonly accounts = new Map<string, SimulatedAccount>();
  readonly payments = new Map<string, SimulatedPayment>();
  readonly refunds = new Map<string, SimulatedRefund>();
  readonly events: StripeEventRecord[] = [];

  readonly #options: SimulatorOptions;
  readonly #secretKey: string;
  readonly #livemode: boolean;
  readonly #now: () => number;
  readonly #auto: boolean;
  readonly #enabled: ReadonlySet<string>;
  readonly #links = new Map<string, SimulatedLink>();
  readonly #saved = new Map<string, SavedAnswer>();
  readonly #faults: ActiveFault[] = [];
  readonly #waiters = new Map<ApiRoute, ((request: RecordedRequest) => void)[]>();
  readonly #closing = new AbortController();
  readonly #background = new Set<Promise<unknown>>();
  #held: StripeEventRecord[] = [];
  #webhookUrl: string | undefined;
  #listener: CuttableServer | null = null;
  #expiryTimer: ReturnType<typeof setInterval> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor(options: SimulatorOptions) {
    this.#options = options;
    this.#secretKey = options.secretKey ?? "sk_test_simulator";
    this.#livemode = options.livemode ?? false;
    this.#now = options.now ?? Date.now;
    this.#auto = options.autoDeliver ?? true;
    this.#enabled = new Set(options.enabledEvents ?? DEFAULT_EVENTS);
    this.#webhookUrl = options.webhookUrl;
  }

  start(): void {
    this.#load();
    const { hostname = "127.0.0.1", port = 0 } = this.#options;
    this.#listener = serveCuttable({ hostname, port }, (request, connection) => this.#handle(request, connection));
    this.port = this.#listener.port;
    this.url = `http://${hostname === "0.0.0.0" || hostname === "::" ? "localhost" : hostname}:${this.port}`;
    if (!this.#auto) return;
    this.#expiryTimer = setInterval(() => this.expireDue(), EXPIRY_CHECK_MS);
    this.#dispatch(this.events.filter((record) => record.state === "queued"));
  }

  get webhookUrl(): string | undefined {
    return this.#webhookUrl;
  }

  set webhookUrl(url: string | undefined) {
    this.#webhookUrl = url;
    this.#dispatch(this.events.filter((record) => record.state === "queued"));
  }

  close(): Promise<void> {
    return this.#closed ??= this.#shutDown();
  }

  async #shutDown(): Promise<void> {
    clearInterval(this.#expiryTimer);
    this.#closing.abort();
    await this.#listener?.close();
    while (this.#background.size) await Promise.allSettled(this.#background);
    if (this.#saveTimer !== undefined) {
      clearTimeout(this.#saveTimer);
      // After the one that is running: they write aside under one name.
      this.#saving = this.#saving.then(() => this.#save());
    }
    await this.#saving;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }

  // ---- accounts ----------------------------------------------------------------------------------------------

  createAccount(
    { chargesEnabled = true, displayName }: { chargesEnabled?: boolean; displayName?: string } = {},
  ): string {
    return this.#addAccount({
      displayName: displayName ?? null,
      cardPaymentsRequested: true,
      chargesEnabled,
      payoutsEnabled: chargesEnabled,
      detailsSubmitted: chargesEnabled,
    }).id;
  }

  #addAccount(fields: Partial<SimulatedAccount>): SimulatedAccount {
    const account: SimulatedAccount = {
      id: newId("acct_1", 15),
      version: "v1",
      createdAt: this.#seconds,
      email: null,
      displayName: null,
      country: "US",
      currency: "usd",
      metadata: {},
      kind: "standard",
      controller: null,
      responsibilities: null,
      cardPaymentsRequested: false,
      chargesEnabled: false,
      payoutsEnabled: false,
      detailsSubmitted: false,
      deauthorized: false,
      ...fields,
    };
    this.accounts.set(account.id, account);
    this.#changed();
    return account;
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async setAccount(
    id: string,
    change: { chargesEnabled?: boolean; payoutsEnabled?: boolean; detailsSubmitted?: boolean },
  ): Promise<void> {
    const account = this.#accountNamed(id);
    Object.assign(account, change);
    this.#happened("account.updated", shapeAccount(account), id);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async deauthorize(id: string): Promise<void> {
    this.#accountNamed(id).deauthorized = true;
    this.#happened(
      "account.application.deauthorized",
      { id: "ca_simulator", object: "application", name: "Alera" },
      id,
    );
  }

  #accountNamed(id: string): SimulatedAccount {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`The simulator has no account ${id}.`);
    return account;
  }

  /** The account, for the platform or in `Stripe-Account`. Stripe answers 403 for all that the key cannot reach. */
  reachableAccount(id: string): SimulatedAccount {
    const account = this.accounts.get(id);
    if (account && !account.deauthorized) return account;
    throw invalid(
      `The provided key '${masked(this.#secretKey)}' does not have access to account '${id}' ` +
        "(or that account does not exist). Application access may have been revoked.",
      undefined,
      "account_invalid",
      403,
    );
  }

  createAccountV1({ params }: Call): Stripe.Account {
    const given = params as Stripe.AccountCreateParams;
    const type = given.type ?? (given.controller ? "none" : "standard");
    return shapeAccount(this.#addAccount({
      kind: type,
      controller: given.controller ? { ...given.controller, is_controller: true, type: "application" } : null,
      email: given.email ?? null,
      displayName: given.business_profile?.name || null,
      country: given.country ?? "US",
      currency: given.default_currency ?? "usd",
      metadata: keptMetadata(given.metadata),
      cardPaymentsRequested: type === "standard" || (given.capabilities?.card_payments?.requested ?? false),
    }));
  }

  createAccountV2({ params }: Call): Json {
    const given = params as Stripe.V2.Core.AccountCreateParams;
    const account = this.#addAccount({
      version: "v2",
      kind: given.dashboard ?? "none",
      responsibilities: given.defaults?.responsibilities ? { ...given.defaults.responsibilities } : null,
      email: given.contact_email ?? null,
      displayName: given.display_name ?? null,
      country: given.identity?.country?.toUpperCase() ?? "US",
      currency: given.defaults?.currency ?? "usd",
      metadata: keptMetadata(given.metadata as Stripe.MetadataParam),
      cardPaymentsRequested: given.configuration?.merchant?.capabilities?.card_payments?.requested ?? false,
    });
    return shapeAccountV2(account, given.include ?? [], this.#livemode);
  }

  retrieveAccountV2({ id, params }: Call): Json {
    const include = Array.isArray(params.include) ? params.include.map(String) : [];
    return shapeAccountV2(this.reachableAccount(id), include, this.#livemode);
  }

  createLinkV1({ params }: Call): Stripe.AccountLink {
    const given = params as unknown as Stripe.AccountLinkCreateParams;
    const link = this.#addLink(given.account, given.refresh_url!, given.return_url ?? null);
    return { object: "account_link", created: this.#seconds, expires_at: link.expiresAt, url: this.#linkUrl(link) };
  }

  createLinkV2({ params }: Call): Json {
    const given = params as unknown as Stripe.V2.Core.AccountLinkCreateParams;
    const flow = given.use_case.account_onboarding ?? given.use_case.account_update!;
    const link = this.#addLink(given.account, flow.refresh_url, flow.return_url ?? null);
    return {
      object: "v2.core.account_link",
      account: given.account,
      created: new Date(this.#seconds * 1000).toISOString(),
      expires_at: new Date(link.expiresAt * 1000).toISOString(),
      livemode: this.#livemode,
      url: this.#linkUrl(link),
      use_case: given.use_case,
    };
  }

  #addLink(account: string, refreshUrl: string, returnUrl: string | null): SimulatedLink {
    this.reachableAccount(account);
    const token = newId("", 32);
    const link: SimulatedLink = {
      token,
      account,
      state: "new",
      expiresAt: this.#seconds + LINK_SECONDS,
      refreshUrl,
      returnUrl,
    };
    this.#links.set(token, link);
    this.#changed();
    return link;
  }

  #linkUrl(link: SimulatedLink): string {
    return `${this.url}/setup/${link.token}`;
  }

  // ---- sessions ----------------------------------------------------------------------------------------------

  createSession({ account, params }: Call): Stripe.Checkout.Session {
    const holder = this.reachableAccount(account!);
    if (!holder.chargesEnabled) {
      throw invalid(
        "Your account cannot currently make live charges. Finish onboarding before you create a Checkout Session.",
        undefined,
        "account_invalid",
      );
    }
    const given = params as Stripe.Checkout.SessionCreateParams;
    const id = newId(this.#livemode ? "cs_live_a1" : "cs_test_a1", 56);
    const session = shapeSession(given, {
      id,
      url: `${this.url}/c/pay/${id}`,
      created: this.#seconds,
      livemode: this.#livemode,
    });
    this.sessions.set(id, {
      account: account!,
      session,
      lineItems: lineItemsOf(given.line_items ?? []),
      paymentData: given.payment_intent_data ?? null,
    });
    this.#changed();
    return session;
  }

  retrieveSession(call: Call): Stripe.Checkout.Session {
    const held = this.#sessionOf(call.account, call.id);
    this.#expireIfDue(held, call);
    return held.session;
  }

  expireSession(call: Call): Stripe.Checkout.Session {
    const held = this.#sessionOf(call.account, call.id);
    this.#expireIfDue(held, call);
    if (held.session.status !== "open") {
      throw invalid(
        'Only Checkout Sessions with a status in ["open"] can be expired. ' +
          `This Checkout Session has a status of ${held.session.status}.`,
      );
    }
    this.#expire(held);
    call.emit("checkout.session.expired", held.session, held.account);
    return held.session;
  }

  #sessionOf(account: string | null, id: string): SimulatedSession {
    const held = this.sessions.get(id);
    if (!held || held.account !== account) throw missing("checkout.session", id, "session");
    return held;
  }

  #sessionNamed(id: string): SimulatedSession {
    const held = this.sessions.get(id);
    if (!held) throw new Error(`The simulator has no session ${id}.`);
    return held;
  }

  #isDue({ session }: SimulatedSession): boolean {
    return session.status === "open" && session.expires_at * 1000 <= this.#now();
  }

  /** Stripe expires on time; the timer here may be off or late, so whoever looks at a session expires it first. */
  #expireIfDue(held: SimulatedSession, call?: Call): void {
    if (!this.#isDue(held)) return;
    this.#expire(held);
    if (call) call.emit("checkout.session.expired", held.session, held.account);
    else this.#happened("checkout.session.expired", held.session, held.account);
  }

  #expire({ session }: SimulatedSession): void {
    session.status = "expired";
    session.url = null;
    this.#changed();
  }

  expireDue(): string[] {
    const due = [...this.sessions.values()].filter((held) => this.#isDue(held));
    for (const held of due) this.#expireIfDue(held);
    return due.map((held) => held.session.id);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async letExpire(sessionId: string): Promise<void> {
    const held = this.#openSession(sessionId);
    this.#expire(held);
    this.#happened("checkout.session.expired", held.session, held.account);
  }

  #openSession(id: string, late = false): SimulatedSession {
    const held = this.#sessionNamed(id);
    if (!late) this.#expireIfDue(held);
    const { status } = held.session;
    if (status === "open" || late && status === "expired") return held;
    throw new Error(`Session ${id} is ${status}, not open.`);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async pay(sessionId: string, { email, late }: { email?: string; late?: boolean } = {}): Promise<void> {
    const held = this.#openSession(sessionId, late);
    const payment = this.#complete(held, "card", email);
    if (payment) {
      this.#happened("payment_intent.succeeded", payment.paymentIntent, held.account);
      this.#happened("charge.succeeded", payment.charge, held.account);
    }
    this.#happened("checkout.session.completed", held.session, held.account);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async payLater(sessionId: string, { email, late }: { email?: string; late?: boolean } = {}): Promise<void> {
    const held = this.#openSession(sessionId, late);
    if (held.session.amount_total === 0) throw new Error(`Session ${sessionId} costs nothing.`);
    const payment = this.#complete(held, "us_bank_account", email);
    this.#happened("payment_intent.processing", payment!.paymentIntent, held.account);
    this.#happened("checkout.session.completed", held.session, held.account);
  }

  /** Confirms the session; only then does its payment intent come to be. A session that costs nothing has none. */
  #complete(held: SimulatedSession, method: PaymentMethod, email?: string): SimulatedPayment | null {
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
    this.#changed();
    if (session.amount_total === 0) return null;
    const shaped = shapePayment(session, held.paymentData ?? undefined, {
      created: this.#seconds,
      method,
      email: payerEmail,
    });
    const payment: SimulatedPayment = { account: held.account, sessionId: session.id, ...shaped };
    this.payments.set(payment.paymentIntent.id, payment);
    session.payment_intent = payment.paymentIntent.id;
    session.payment_status = method === "card" ? "paid" : "unpaid";
    return payment;
  }

  #pendingBankPayment(sessionId: string): [SimulatedSession, SimulatedPayment] {
    const held = this.#sessionNamed(sessionId);
    const payment = this.payments.get(held.session.payment_intent as string);
    if (payment?.paymentIntent.status !== "processing") {
      throw new Error(`Session ${sessionId} has no bank payment under way.`);
    }
    return [held, payment];
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async bankSucceeds(sessionId: string): Promise<void> {
    const [held, { paymentIntent, charge }] = this.#pendingBankPayment(sessionId);
    Object.assign(charge, {
      status: "succeeded",
      paid: true,
      captured: true,
      amount_captured: charge.amount,
      balance_transaction: newId("txn_3"),
    });
    Object.assign(paymentIntent, { status: "succeeded", amount_received: paymentIntent.amount });
    held.session.payment_status = "paid";
    this.#happened("payment_intent.succeeded", paymentIntent, held.account);
    this.#happened("charge.succeeded", charge, held.account);
    this.#happened("checkout.session.async_payment_succeeded", held.session, held.account);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async bankFails(sessionId: string): Promise<void> {
    const [held, { paymentIntent, charge }] = this.#pendingBankPayment(sessionId);
    Object.assign(charge, { status: "failed", failure_code: "insufficient_funds" });
    paymentIntent.status = "requires_payment_method";
    this.#happened("payment_intent.payment_failed", paymentIntent, held.account);
    this.#happened("checkout.session.async_payment_failed", held.session, held.account);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async declineCard(sessionId: string): Promise<void> {
    const held = this.#openSession(sessionId);
    const { paymentIntent } = shapePayment(held.session, held.paymentData ?? undefined, {
      created: this.#seconds,
      method: "card",
      email: null,
    });
    Object.assign(paymentIntent, { status: "requires_payment_method", amount_received: 0, latest_charge: null });
    this.#happened("payment_intent.payment_failed", paymentIntent, held.account);
  }

  // ---- refunds -----------------------------------------------------------------------------------------------

  paymentOf(account: string | null, id: string, param = "intent"): SimulatedPayment {
    const payment = this.payments.get(id);
    if (!payment || payment.account !== account) throw missing("payment_intent", id, param);
    return payment;
  }

  refundOf(account: string | null, id: string): SimulatedRefund {
    const refund = this.refunds.get(id);
    if (!refund || refund.account !== account) throw missing("refund", id, "id");
    return refund;
  }

  #paymentByCharge(account: string | null, id: string): SimulatedPayment {
    for (const payment of this.payments.values()) {
      if (payment.charge.id === id && payment.account === account) return payment;
    }
    throw missing("charge", id, "charge");
  }

  createRefund(call: Call): Stripe.Refund {
    const given = call.params as Stripe.RefundCreateParams;
    const payment = given.payment_intent
      ? this.paymentOf(call.account, given.payment_intent, "payment_intent")
      : this.#paymentByCharge(call.account, given.charge!);
    if (given.refund_application_fee && payment.charge.application_fee_amount === null) {
      throw invalid(`Charge ${payment.charge.id} has no application fee to refund.`, "refund_application_fee");
    }
    const emit: Emit = (type, object, previous) => call.emit(type, object, payment.account, previous);
    return this.#refund(payment, given, this.refundStatus, emit);
  }

  #refund(
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
    const refund = shapeRefund(charge, { amount: amount ?? left, created: this.#seconds, status, reason, metadata });
    const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
    charge.amount_refunded += refund.amount;
    charge.refunded = charge.amount_refunded === charge.amount;
    this.refunds.set(refund.id, { account, refund });
    this.#changed();
    emit("refund.created", refund);
    emit("charge.refunded", charge, previous);
    return refund;
  }

  listRefunds({ account, params }: Call): Json {
    if (params.payment_intent !== undefined) this.paymentOf(account, String(params.payment_intent), "payment_intent");
    if (params.created !== undefined) throw invalid("The simulator does not filter refunds by created.", "created");
    const limit = Number(params.limit ?? 10);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
      throw invalid("Invalid integer: limit must be from 1 to 100", "limit", "parameter_invalid_integer");
    }
    const all = [...this.refunds.values()].reverse().filter((held) =>
      held.account === account &&
      (params.payment_intent === undefined || held.refund.payment_intent === params.payment_intent) &&
      (params.charge === undefined || held.refund.charge === params.charge)
    ).map((held) => held.refund);
    const at = (name: string) => {
      const index = all.findIndex((refund) => refund.id === params[name]);
      if (index < 0) throw missing("refund", String(params[name]), name);
      return index;
    };
    const pool = params.starting_after !== undefined
      ? all.slice(at("starting_after") + 1)
      : params.ending_before !== undefined
      ? all.slice(0, at("ending_before"))
      : all;
    const data = params.ending_before !== undefined ? pool.slice(-limit) : pool.slice(0, limit);
    return { object: "list", data, has_more: pool.length > data.length, url: "/v1/refunds" };
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async refundInDashboard(paymentIntentId: string, amountCents?: number): Promise<string> {
    const payment = this.#paymentNamed(paymentIntentId);
    const emit: Emit = (type, object, previous) => this.#happened(type, object, payment.account, previous);
    return this.#refund(payment, { amount: amountCents }, "succeeded", emit).id;
  }

  #paymentNamed(id: string): SimulatedPayment {
    const payment = this.payments.get(id);
    if (!payment) throw new Error(`The simulator has no payment ${id}.`);
    return payment;
  }

  #refundNamed(id: string): SimulatedRefund {
    const refund = this.refunds.get(id);
    if (!refund) throw new Error(`The simulator has no refund ${id}.`);
    return refund;
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async settleRefund(refundId: string): Promise<void> {
    const { account, refund } = this.#refundNamed(refundId);
    if (refund.status !== "pending") throw new Error(`Refund ${refundId} is ${refund.status}, not pending.`);
    refund.status = "succeeded";
    delete refund.pending_reason;
    this.#happened("refund.updated", refund, account, { status: "pending" });
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async failRefund(refundId: string): Promise<void> {
    const { account, refund } = this.#refundNamed(refundId);
    if (refund.status === "failed") throw new Error(`Refund ${refundId} has failed already.`);
    const { charge } = this.#paymentNamed(refund.payment_intent as string);
    const previous = { status: refund.status };
    refund.status = "failed";
    refund.failure_reason = "expired_or_canceled_card";
    refund.failure_balance_transaction = newId("txn_3");
    delete refund.pending_reason;
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
    this.#happened("refund.updated", refund, account, previous);
    this.#happened("refund.failed", refund, account, previous);
  }

  // deno-lint-ignore require-await -- a refusal is a rejected promise
  async dispute(paymentIntentId: string): Promise<string> {
    const { account, charge } = this.#paymentNamed(paymentIntentId);
    if (charge.status !== "succeeded" || charge.disputed) throw new Error(`Charge ${charge.id} cannot be disputed.`);
    charge.disputed = true;
    const dispute = shapeDispute(charge, this.#seconds);
    this.#happened("charge.dispute.created", dispute, account);
    return dispute.id;
  }

  // ---- events ------------------------------------------------------------------------------------------------

  makeEvent(
    type: string,
    object: object,
    { account, id, livemode, created, previous }: {
      account?: string;
      id?: string;
      livemode?: boolean;
      created?: number;
      previous?: Json;
    } = {},
  ): StripeEvent {
    return {
      id: id ?? newId("evt_1"),
      object: "event",
      ...account !== undefined && { account },
      api_version: API_VERSION,
      created: created ?? this.#seconds,
      data: { object: structuredClone(object) as Json, ...previous && { previous_attributes: previous } },
      livemode: livemode ?? this.#livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
  }

  /** Records an event when the endpoint is subscribed to its type. */
  #record(event: StripeEvent): StripeEventRecord[] {
    this.#changed();
    if (!this.#enabled.has(event.type) && !this.#enabled.has("*")) return [];
    const record: StripeEventRecord = { event, state: "queued", attempts: [] };
    this.events.push(record);
    return [record];
  }

  /** Something that no API call caused. */
  #happened(type: string, object: object, account: string, previous?: Json): void {
    this.#dispatch(this.#record(this.makeEvent(type, object, { account, previous })));
  }

  /** Starts sending in the background; does nothing when events are delivered by hand, or have nowhere to go. */
  #dispatch(records: StripeEventRecord[]): void {
    if (!this.#auto || this.#webhookUrl === undefined || this.#closing.signal.aborted || !records.length) return;
    if (!this.webhooks.reverse) {
      for (const record of records) this.#inBackground(this.#deliverPatiently(record));
      return;
    }
    this.#held.push(...records);
    if (this.#held.length === records.length) this.#inBackground(this.#deliverHeld());
  }

  async #deliverHeld(): Promise<void> {
    await this.#sleep(REORDER_WINDOW_MS);
    const records = this.#held.reverse();
    this.#held = [];
    for (const record of records) {
      if (!await this.#attempt(record)) this.#inBackground(this.#deliverPatiently(record));
    }
  }

  async #deliverPatiently(record: StripeEventRecord): Promise<void> {
    let round = record.attempts.length ? 1 : 0;
    while (record.state === "queued" && this.#webhookUrl !== undefined && !this.#closing.signal.aborted) {
      if (round === MAX_ATTEMPTS) {
        record.state = "failed";
        return this.#changed();
      }
      if (round > 0) await this.#sleep(Math.min(FIRST_BACKOFF_MS * 2 ** (round - 1), MAX_BACKOFF_MS));
      await this.#attempt(record);
      round++;
    }
  }

  /** Sends an event (and its duplicates) once. True when it was taken; otherwise it is queued again, or dropped. */
  async #attempt(record: StripeEventRecord): Promise<boolean> {
    if (record.state !== "queued" || this.#webhookUrl === undefined || this.#closing.signal.aborted) return false;
    if (!record.attempts.length && this.#drops(record.event)) {
      record.state = "dropped";
      this.#changed();
      return false;
    }
    record.state = "delivering";
    if (!record.attempts.length) await this.#sleep(this.webhooks.delayMs);
    const copies = Array.from({ length: 1 + this.webhooks.duplicate }, () => this.#post(record.event));
    const attempts = await Promise.all(copies);
    record.attempts.push(...attempts);
    const taken = attempts.every(({ status }) => status !== null && status >= 200 && status < 300);
    record.state = taken ? "delivered" : "queued";
    this.#changed();
    return taken;
  }

  #drops(event: StripeEvent): boolean {
    const { drop } = this.webhooks;
    if (typeof drop === "function") return drop(event);
    if (drop <= 0) return false;
    this.webhooks.drop = drop - 1;
    return true;
  }

  async #post(event: StripeEvent): Promise<DeliveryAttempt> {
    const at = this.#seconds;
    try {
      return { at, status: (await this.send(event)).status };
    } catch (error) {
      return { at, status: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  async send(
    event: StripeEvent,
    { secret, timestamp, signature }: { secret?: string; timestamp?: number; signature?: string | null } = {},
  ): Promise<Response> {
    if (this.#webhookUrl === undefined) throw new Error("The simulator has no webhookUrl.");
    const body = JSON.stringify(event, null, 2);
    const header = signature === undefined
      ? await signatureHeader(body, secret ?? this.#options.webhookSecret, timestamp ?? this.#seconds)
      : signature;
    const response = await fetch(this.#webhookUrl, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        ...header !== null && { "stripe-signature": header },
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)]),
    });
    // Read here, so that no caller holds a connection open by leaving the body alone.
    const text = await response.text();
    const { status, headers } = response;
    return new Response([101, 204, 205, 304].includes(status) ? null : text, { status, headers });
  }

  async deliver(filter?: EventFilter, { atOnce = false }: { atOnce?: boolean } = {}): Promise<number> {
    if (this.#webhookUrl === undefined) throw new Error("The simulator has no webhookUrl.");
    const wanted = typeof filter === "string" ? (event: StripeEvent) => event.type === filter : filter;
    const records = this.events.filter(({ state, event }) => state === "queued" && (wanted?.(event) ?? true));
    if (this.webhooks.reverse) records.reverse();
    if (atOnce) return (await Promise.all(records.map((record) => this.#attempt(record)))).filter(Boolean).length;
    let taken = 0;
    for (const record of records) if (await this.#attempt(record)) taken++;
    return taken;
  }

  async drain(): Promise<void> {
    if (!this.#auto) {
      while (await this.deliver() > 0);
      return;
    }
    while (this.#background.size) await Promise.allSettled(this.#background);
  }

  resend(eventId: string): void {
    const record = this.events.find(({ event }) => event.id === eventId);
    if (!record) throw new Error(`The simulator has no event ${eventId}.`);
    if (record.state === "queued" || record.state === "delivering") return;
    record.state = "queued";
    record.attempts = [];
    this.#dispatch([record]);
  }

  #inBackground(work: Promise<unknown>): void {
    const task = work.catch((error) => console.error("Stripe simulator:", error)).finally(() =>
      this.#background.delete(task)
    );
    this.#background.add(task);
  }

  /** Waits in real time; ends early, without an error, when the simulator closes or `signal` aborts. */
  async #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0) return;
    const stop = signal ? AbortSignal.any([this.#closing.signal, signal]) : this.#closing.signal;
    if (stop.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    // setTimeout takes at most 2^31 - 1 ms and turns more into 1.
    const timer = setTimeout(resolve, Math.min(ms, 2 ** 31 - 1));
    const end = () => resolve();
    stop.addEventListener("abort", end);
    await promise;
    clearTimeout(timer);
    stop.removeEventListener("abort", end);
  }

  // ---- faults ------------------------------------------------------------------------------------------------

  fail(options: FaultOptions): Fault {
    const fault: ActiveFault = { ...options, left: options.times ?? 1 };
    this.#faults.push(fault);
    return {
      get left() {
        return fault.left;
      },
      remove: () => {
        fault.left = 0;
      },
    };
  }

  clearFaults(): void {
    for (const fault of this.#faults) fault.left = 0;
  }

  /** Uses up one hit of the first fault that matches. Errors are the API's, the rest the connection's. */
  #takeFault(route: ApiRoute, account: string | null, kind: "error" | "connection"): ActiveFault | null {
    const fault = this.#faults.find((f) =>
      f.left > 0 && f.route === route && (f.account === undefined || f.account === account) &&
      ((f.mode ?? "error") === "error") === (kind === "error")
    );
    if (!fault) return null;
    fault.left--;
    return fault;
  }

  once(route: ApiRoute): Promise<RecordedRequest> {
    const { promise, resolve } = Promise.withResolvers<RecordedRequest>();
    this.#waiters.set(route, [...this.#waiters.get(route) ?? [], resolve]);
    return promise;
  }

  // ---- HTTP --------------------------------------------------------------------------------------------------

  async #handle(request: Request, { cut, gone }: Connection): Promise<Response> {
    const url = new URL(request.url);
    if (!/^\/v[12]\//.test(url.pathname)) return await this.#servePage(request, url);
    const record: RecordedRequest = {
      at: this.#seconds,
      method: request.method,
      path: url.pathname + url.search,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
      status: null,
      replayed: false,
      notes: [],
    };
    this.requests.push(record);
    const requestId = newId("req_", 14);
    let answer: Answer | null;
    try {
      answer = await this.#answer(record, url, requestId, gone);
    } catch (error) {
      if (!(error instanceof StripeRefusal)) console.error("Stripe simulator:", error);
      answer = refusalAnswer(error);
    }
    if (!answer || this.#closing.signal.aborted) {
      await cut();
      return new Response(null, { status: 503 });
    }
    record.status = answer.status;
    return new Response(answer.body, {
      status: answer.status,
      headers: {
        "content-type": "application/json",
        "request-id": requestId,
        "stripe-version": API_VERSION,
        ...record.headers["idempotency-key"] && { "idempotency-key": record.headers["idempotency-key"] },
        ...record.headers["stripe-account"] && { "stripe-account": record.headers["stripe-account"] },
        ...answer.headers,
      },
    });
  }

  /** The answer to an API request; null when its connection is to be cut instead. Throws `StripeRefusal`. */
  async #answer(record: RecordedRequest, url: URL, requestId: string, gone: AbortSignal): Promise<Answer | null> {
    const { headers, method } = record;
    const matched = matchRoute(method, url.pathname);
    this.#authenticate(headers);
    if (!matched) {
      throw invalid(`Unrecognized request URL (${method}: ${url.pathname}).`, undefined, undefined, 404);
    }
    const { shape, id } = matched;
    const account = headers["stripe-account"] ?? null;
    const key = method === "POST" ? headers["idempotency-key"] ?? null : null;
    if (method === "POST") noteKey(record, shape.route, key);
    if (key !== null && key.length > 255) throw invalid("Idempotency keys may have at most 255 characters.");

    const fault = this.#takeFault(shape.route, account, "connection");
    if (fault?.mode === "drop") return null;
    if (fault?.mode === "hang") {
      await this.#sleep(fault.delayMs ?? Infinity, gone);
      return null;
    }
    const slot = key === null ? null : `${account ?? ""}\n${key}`;
    const replayed = slot === null ? null : this.#findSaved(slot, key!, record, url.pathname);
    if (replayed) {
      record.replayed = true;
      if (fault?.mode === "slow" || fault?.mode === "late") await this.#wait(fault);
      if (fault?.mode === "lost") return null;
      return { ...replayed, headers: { ...replayed.headers, "idempotent-replayed": "true" } };
    }
    const saved: SavedAnswer = {
      fingerprint: record.body,
      path: `${method} ${url.pathname}`,
      at: this.#now(),
      answer: null,
    };
    if (slot !== null) this.#saved.set(slot, saved);
    try {
      if (fault?.mode === "slow") await this.#wait(fault);
      const params = this.#readParams(record, url, shape, account);
      if (account !== null) this.reachableAccount(account);
      const broken = this.#takeFault(shape.route, account, "error");
      if (broken) {
        await this.#sleep(broken.delayMs ?? 0);
        const answer = injectedAnswer(broken);
        if (broken.saved ?? ![401, 403, 409, 429].includes(answer.status)) saved.answer = answer;
        return answer;
      }
      const answer = await this.#execute(shape, { account, params, id }, requestId, key);
      for (const resolve of this.#waiters.get(shape.route) ?? []) resolve(record);
      this.#waiters.delete(shape.route);
      saved.answer = answer;
      if (fault?.mode === "late") await this.#wait(fault);
      return fault?.mode === "lost" ? null : answer;
    } finally {
      // Only what reached execution is remembered: a refused parameter may be mended under the same key.
      if (slot !== null && !saved.answer) this.#saved.delete(slot);
      this.#changed();
    }
  }

  #authenticate(headers: Record<string, string>): void {
    const [scheme, credential = ""] = (headers.authorization ?? "").split(" ");
    const key = /^basic$/i.test(scheme) ? basicUser(credential) : /^bearer$/i.test(scheme) ? credential : "";
    if (key !== this.#secretKey) {
      const message = key
        ? `Invalid API Key provided: ${masked(key)}`
        : "You did not provide an API key. You need to provide your API key in the Authorization header.";
      throw invalid(message, undefined, undefined, 401);
    }
    if (headers["stripe-version"] !== API_VERSION) {
      throw invalid(
        `Invalid Stripe API version: ${headers["stripe-version"] ?? "none"}. The simulator speaks ${API_VERSION}.`,
      );
    }
  }

  #findSaved(slot: string, key: string, record: RecordedRequest, pathname: string): Answer | null {
    const saved = this.#saved.get(slot);
    if (!saved || this.#now() - saved.at >= IDEMPOTENCY_MS && saved.answer) return null;
    const path = `${record.method} ${pathname}`;
    if (saved.path !== path || saved.fingerprint !== record.body) {
      throw new StripeRefusal(400, {
        type: "idempotency_error",
        message: saved.path !== path
          ? `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${saved.path}'). ` +
            `Try using a key other than '${key}' if you meant to execute a different request.`
          : "Keys for idempotent requests can only be used with the same parameters they were first used with. " +
            `Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    }
    if (saved.answer) return saved.answer;
    throw invalid(
      `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`,
      undefined,
      "idempotency_key_in_use",
      409,
    );
  }

  #readParams(record: RecordedRequest, url: URL, shape: RouteShape, account: string | null): Json {
    if (!shape.operation) {
      const query = parseForm(url.search.slice(1));
      checkQuery(query, shape.query ?? []);
      return query;
    }
    const expected = contentTypeOf(shape.operation);
    const sent = (record.headers["content-type"] ?? "").split(";")[0];
    if (sent !== expected) throw invalid(`Invalid content-type: ${sent || "none"}. This call takes ${expected}.`);
    const params = expected === "application/json" ? parseJson(record.body) : parseForm(record.body);
    checkSchema(shape.operation, params);
    checkRules(shape.operation, params, { account, now: this.#seconds });
    return params;
  }

  async #execute(
    shape: RouteShape,
    { account, params, id }: Pick<Call, "account" | "params" | "id">,
    requestId: string,
    key: string | null,
  ): Promise<Answer> {
    const caused: StripeEventRecord[] = [];
    const emit: Call["emit"] = (type, object, holder, previous) => {
      const event = this.makeEvent(type, object, { account: holder, previous });
      event.request = { id: requestId, idempotency_key: key };
      caused.push(...this.#record(event));
    };
    let answer: Answer;
    try {
      const result = shape.run(this, { account, params, id, emit });
      const body = shape.route.includes("/v2/") ? result : this.#expand(result as Json, params.expand);
      answer = { status: 200, body: JSON.stringify(body, null, 2), headers: {} };
    } catch (error) {
      if (!(error instanceof StripeRefusal)) throw error;
      answer = refusalAnswer(error);
    }
    if (this.webhooks.beforeAnswer) await Promise.all(caused.map((record) => this.#attempt(record)));
    this.#dispatch(caused.filter((record) => record.state === "queued"));
    return answer;
  }

  /** Puts objects in the place of their ids, as `expand` asks. */
  #expand(object: Json, expand: unknown): Json {
    if (!Array.isArray(expand) || !expand.length) return object;
    const copy = structuredClone(object);
    for (const path of expand.map(String)) this.#expandPath(copy, path.split("."), path);
    return copy;
  }

  #expandPath(object: Json, [name, ...rest]: string[], path: string): void {
    if (name === "data" && Array.isArray(object.data)) {
      for (const item of object.data) this.#expandPath(item, rest, path);
      return;
    }
    if (name === "line_items" && object.object === "checkout.session") {
      const { lineItems, session } = this.sessions.get(object.id as string)!;
      object.line_items = {
        object: "list",
        data: lineItems.map((item, index) => ({
          id: `li_${session.id.slice(-8)}${index}`,
          object: "item",
          amount_discount: 0,
          amount_subtotal: item.amount,
          amount_tax: 0,
          amount_total: item.amount,
          currency: session.currency,
          description: item.description,
          quantity: item.quantity,
        })),
        has_more: false,
        url: `/v1/checkout/sessions/${session.id}/line_items`,
      };
      return;
    }
    if (name === "refunds" && object.object === "charge") {
      const data = [...this.refunds.values()].map((held) => held.refund).filter((refund) =>
        refund.charge === object.id
      );
      object.refunds = {
        object: "list",
        data: data.reverse(),
        has_more: false,
        url: `/v1/refunds?charge=${object.id}`,
      };
      return;
    }
    if (!["payment_intent", "latest_charge", "charge"].includes(name)) {
      throw invalid(`This property cannot be expanded (${path}).`, "expand");
    }
    const value = object[name];
    if (value === null || value === undefined) return;
    const found = typeof value === "string" ? structuredClone(this.#findByReference(value)) : value as Json;
    if (!found) return;
    object[name] = found;
    if (rest.length) this.#expandPath(found, rest, path);
  }

  #findByReference(id: string): Json | undefined {
    for (const { paymentIntent, charge } of this.payments.values()) {
      if (paymentIntent.id === id) return paymentIntent as unknown as Json;
      if (charge.id === id) return charge as unknown as Json;
    }
  }

  async #wait({ delayMs, until }: FaultOptions): Promise<void> {
    await this.#sleep(delayMs ?? 0);
    if (!until) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = () => resolve();
    this.#closing.signal.addEventListener("abort", end);
    await Promise.race([until.then(end, end), promise]);
    this.#closing.signal.removeEventListener("abort", end);
  }

  // ---- pages -------------------------------------------------------------------------------------------------

  async #servePage(request: Request, url: URL): Promise<Response> {
    const path = url.pathname;
    const post = request.method === "POST";
    await request.body?.cancel();
    if (!post && request.method !== "GET") return page(405, messagePage("Method not allowed", "Use GET or POST."));
    try {
      const [, first, second, third, fourth] = path.split("/").map(safeDecode);
      if (path === "/" && !post) return page(200, indexPage(this.#indexView()));
      if (first === "c" && second === "pay" && third) {
        return post ? await this.#checkoutAction(third, fourth) : this.#checkout(third, url);
      }
      if (first === "setup" && second) {
        return post ? await this.#onboardingAction(second, third) : this.#onboarding(second);
      }
      if (first === "accounts" && second) {
        if (post) return await this.#accountAction(second, third);
        return page(200, accountPage(this.#accountNamed(second)));
      }
      if (first === "events" && second && third === "resend" && post) {
        this.resend(second);
        return seeOther("/");
      }
    } catch (error) {
      // A button pressed too late, or a record that is gone: told to the person, who can go on.
      const message = error instanceof Error ? error.message : String(error);
      return page(409, messagePage("That cannot be done", message));
    }
    return page(404, messagePage("Not found", "There is no such page here."));
  }

  #indexView() {
    return {
      now: this.#seconds,
      webhookUrl: this.#webhookUrl ?? null,
      accounts: [...this.accounts.values()].reverse(),
      sessions: [...this.sessions.values()].reverse().slice(0, 50).map((held) => held.session),
      events: this.events.slice(-50).reverse(),
    };
  }

  #checkout(id: string, url: URL): Response {
    const held = this.#sessionNamed(id);
    this.#expireIfDue(held);
    const payment = this.payments.get(held.session.payment_intent as string) ?? null;
    return page(
      200,
      checkoutPage({
        session: held.session,
        lineItems: held.lineItems,
        accountName: this.#accountNamed(held.account).displayName ?? held.account,
        charge: payment?.charge ?? null,
        refunds: [...this.refunds.values()].map(({ refund }) => refund)
          .filter((refund) => refund.payment_intent === payment?.paymentIntent.id),
        bankPending: payment?.paymentIntent.status === "processing",
        declined: url.searchParams.has("declined"),
      }),
    );
  }

  async #checkoutAction(id: string, action: string | undefined): Promise<Response> {
    const { session } = this.#sessionNamed(id);
    const here = `/c/pay/${encodeURIComponent(id)}`;
    const thanks = session.success_url!.replaceAll("{CHECKOUT_SESSION_ID}", id);
    const intent = session.payment_intent as string;
    switch (action) {
      case "pay":
        await this.pay(id);
        return seeOther(thanks);
      case "later":
        await this.payLater(id);
        return seeOther(thanks);
      case "decline":
        await this.declineCard(id);
        return seeOther(`${here}?declined`);
      case "expire":
        await this.letExpire(id);
        return seeOther(here);
      case "bank-succeeds":
        await this.bankSucceeds(id);
        return seeOther(here);
      case "bank-fails":
        await this.bankFails(id);
        return seeOther(here);
      case "refund":
        await this.refundInDashboard(intent);
        return seeOther(here);
      case "dispute":
        await this.dispute(intent);
        return seeOther(here);
    }
    return page(404, messagePage("Not found", "There is no such button here."));
  }

  /** A link works once: opening it again, or too late, leads to its refresh_url, as at Stripe. */
  #onboarding(token: string): Response {
    const link = this.#linkNamed(token);
    if (link.state !== "new" || link.expiresAt <= this.#seconds) return seeOther(link.refreshUrl);
    link.state = "opened";
    this.#changed();
    return page(200, onboardingPage(this.#accountNamed(link.account), token));
  }

  async #onboardingAction(token: string, action: string | undefined): Promise<Response> {
    const link = this.#linkNamed(token);
    if (link.state === "finished") return seeOther(link.refreshUrl);
    const account = this.#accountNamed(link.account);
    if (action !== "finish" && action !== "leave") {
      return page(404, messagePage("Not found", "There is no such button here."));
    }
    link.state = "finished";
    if (action === "finish") {
      await this.setAccount(account.id, {
        detailsSubmitted: true,
        payoutsEnabled: true,
        chargesEnabled: account.cardPaymentsRequested,
      });
    }
    return seeOther(link.returnUrl ?? `/accounts/${encodeURIComponent(account.id)}`);
  }

  #linkNamed(token: string): SimulatedLink {
    const link = this.#links.get(token);
    if (!link) throw new Error("This onboarding link is not known. Ask for a new one.");
    return link;
  }

  async #accountAction(id: string, action: string | undefined): Promise<Response> {
    if (action === "enable") {
      await this.setAccount(id, { chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true });
    } else if (action === "disable") await this.setAccount(id, { chargesEnabled: false, payoutsEnabled: false });
    else if (action === "deauthorize") await this.deauthorize(id);
    else return page(404, messagePage("Not found", "There is no such button here."));
    return seeOther(`/accounts/${encodeURIComponent(id)}`);
  }

  // ---- state file --------------------------------------------------------------------------------------------

  #load(): void {
    const file = this.#options.stateFile;
    if (file === undefined) return;
    Deno.mkdirSync(dirname(file), { recursive: true });
    let text: string;
    try {
      text = Deno.readTextFileSync(file);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
    let state: SavedState;
    try {
      state = JSON.parse(text);
      if (state.format !== STATE_FORMAT) throw new Error(`its format is ${state.format}, not ${STATE_FORMAT}`);
    } catch (error) {
      throw new Error(`The Stripe simulator cannot read its state file ${file}; delete it to start afresh.`, {
        cause: error,
      });
    }
    for (const account of state.accounts) this.accounts.set(account.id, account);
    for (const session of state.sessions) this.sessions.set(session.session.id, session);
    for (const payment of state.payments) this.payments.set(payment.paymentIntent.id, payment);
    for (const refund of state.refunds) this.refunds.set(refund.refund.id, refund);
    for (const link of state.links) this.#links.set(link.token, link);
    for (const [slot, saved] of state.saved) this.#saved.set(slot, saved);
    // An event that was under way when the process ended may not have arrived: it is sent again, as Stripe would.
    for (const record of state.events) {
      this.events.push(record.state === "delivering" ? { ...record, state: "queued" } : record);
    }
  }

  #changed(): void {
    if (this.#options.stateFile === undefined || this.#saveTimer !== undefined) return;
    this.#saveTimer = setTimeout(() => {
      this.#saving = this.#saving.then(() => this.#save()).catch((error) => console.error("Stripe simulator:", error));
    }, SAVE_DELAY_MS);
  }

  /** Writes aside and renames, so that a reload in the middle finds the old state or the new one. */
  async #save(): Promise<void> {
    this.#saveTimer = undefined;
    const file = this.#options.stateFile!;
    const since = this.#now() - IDEMPOTENCY_MS;
    const state: SavedState = {
      format: STATE_FORMAT,
      accounts: [...this.accounts.values()],
      sessions: [...this.sessions.values()],
      payments: [...this.payments.values()],
      refunds: [...this.refunds.values()],
      links: [...this.#links.values()],
      saved: [...this.#saved].filter(([, saved]) => saved.answer && saved.at > since),
      events: this.events.slice(-200),
    };
    await Deno.writeTextFile(`${file}.new`, JSON.stringify(state));
    await Deno.rename(`${file}.new`, file);
  }
}

type Emit = (type: string, object: object, previous?: Json) => void;

const STATE_FORMAT = 1;

interface SavedState {
  format: number;
  accounts: SimulatedAccount[];
  sessions: SimulatedSession[];
  payments: SimulatedPayment[];
  refunds: SimulatedRefund[];
  links: SimulatedLink[];
  saved: [string, SavedAnswer][];
  events: StripeEventRecord[];
}

function noteKey(record: RecordedRequest, route: ApiRoute, key: string | null): void {
  if (key === null) record.notes.push("no Idempotency-Key");
  else if (key.startsWith("stripe-node-retry-") && !route.endsWith("/expire")) {
    record.notes.push("the SDK's random Idempotency-Key: a second call is a second object");
  }
}

function masked(key: string): string {
  return key.length <= 12 ? "*".repeat(key.length) : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
}

function basicUser(credential: string): string {
  try {
    return atob(credential).split(":")[0];
  } catch {
    return "";
  }
}

function refusalAnswer(error: unknown): Answer {
  if (error instanceof StripeRefusal) {
    return { status: error.status, body: JSON.stringify({ error: error.error }, null, 2), headers: {} };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 500, body: JSON.stringify({ error: { type: "api_error", message } }), headers: {} };
}

/** The error that an injected fault answers with. */
function injectedAnswer({ status = 500, error, saved }: FaultOptions): Answer {
  const usual: StripeErrorBody = status === 402
    ? { type: "card_error", code: "card_declined", message: "Your card was declined." }
    : status === 429
    ? { type: "invalid_request_error", code: "rate_limit", message: "Request rate limit exceeded." }
    : status === 409
    ? { type: "invalid_request_error", code: "lock_timeout", message: "This object cannot be accessed right now." }
    : status >= 500
    ? { type: "api_error", message: "An unknown error occurred." }
    : { type: "invalid_request_error", message: "The request was refused." };
  // As Stripe does: a saved 5xx would only be replayed, so the SDK is told not to retry it.
  const headers: Record<string, string> = status >= 500 && saved !== false ? { "stripe-should-retry": "false" } : {};
  return { status, body: JSON.stringify({ error: { ...usual, ...error } }, null, 2), headers };
}

function page(status: number, body: string): Response {
  return new Response(body, { status, headers: PAGE_HEADERS });
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}

/** The client's end of a connection. */
interface Connection {
  /** Closes it with no answer that a client could take for one. */
  cut: () => Promise<void>;
  /** Aborts when it is closed, by either side. */
  gone: AbortSignal;
}

interface CuttableServer {
  port: number;
  close(): Promise<void>;
}

/**
 * An HTTP server whose handler may close the client's connection instead of answering. `Deno.serve` has no way to do
 * that, so it sits behind a TCP relay that knows which connection a request came by.
 */
function serveCuttable(
  { hostname, port }: { hostname: string; port: number },
  handler: (request: Request, connection: Connection) => Promise<Response>,
): CuttableServer {
  const connections = new Map<number, Connection>();
  const relays = new Set<Promise<void>>();
  const listener = Deno.listen({ hostname, port });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, { remoteAddr }) => {
      const connection = connections.get((remoteAddr as Deno.NetAddr).port);
      return connection ? handler(request, connection) : new Response(null, { status: 503 });
    },
  );

  async function relay(client: Deno.TcpConn): Promise<void> {
    let upstream: Deno.TcpConn;
    try {
      upstream = await Deno.connect({ hostname: "127.0.0.1", port: server.addr.port });
    } catch {
      return quietly(() => client.close());
    }
    const from = upstream.localAddr.port;
    const gone = new AbortController();
    const cut = async () => {
      // Deno's fetch silently repeats a body-less request when a kept-alive connection merely closes: the NUL, which
      // no answer starts with, makes it report the failure.
      await client.write(new Uint8Array(1)).catch(() => {});
      quietly(() => client.close());
    };
    connections.set(from, { gone: gone.signal, cut });
    quietly(() => client.setNoDelay(true));
    quietly(() => upstream.setNoDelay(true));
    const upward = client.readable.pipeTo(upstream.writable).catch(() => {});
    const downward = upstream.readable.pipeTo(client.writable).catch(() => {});
    // Whichever side ends first ends both: HTTP clients do not half-close.
    await Promise.race([upward, downward]);
    gone.abort();
    quietly(() => client.close());
    quietly(() => upstream.close());
    await Promise.all([upward, downward]);
    connections.delete(from);
  }

  const accepting = (async () => {
    for await (const client of listener) {
      const task = relay(client).finally(() => relays.delete(task));
      relays.add(task);
    }
  })();
  return {
    port: listener.addr.port,
    async close() {
      quietly(() => listener.close());
      await accepting;
      while (relays.size) {
        await Promise.all([...connections.values()].map(({ cut }) => cut()));
        await Promise.race(relays);
      }
      await server.shutdown();
    },
  };
}

/** Closing what is closed already is no fault here. */
function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Closed by the other side.
  }
}
