/** Payments by Stripe: direct charges on connected accounts, with Stripe's own SDK. */
import Stripe from "stripe";
import { type Log } from "../ports/log.ts";
import {
  type CheckoutSession,
  type PaymentEvent,
  type Payments,
  PaymentsError,
  type RefundResult,
  type StripeAccount,
} from "../ports/payments.ts";

const TIMEOUT_MS = 10_000;
const NETWORK_RETRIES = 2;
const SIGNATURE_AGE_SECONDS = 300;
const REFUNDS_PER_PAGE = 100;
/** The SDK wants a bound. A studio that gives back in parts stays far below. */
const MOST_REFUNDS = 10_000;
// Stripe's limits, in characters. https://docs.stripe.com/api/metadata
const LIMIT = { productName: 250, productDescription: 1000, metadata: 500, reference: 200 };

export interface StripeOptions {
  /** `sk_…` or `rk_…`; a live one makes `livemode` true. */
  secretKey: string;
  /** `whsec_…`, one per endpoint, and during a roll the old one too. */
  webhookSecrets: string[];
  /** Another server that speaks Stripe's API, such as `http://127.0.0.1:12111`. */
  apiBase?: string;
  log: Log;
  /** How long one attempt may take; for tests. */
  timeoutMs?: number;
}

/**
 * The `Payments` of the domain. Every call goes out with the 10 s timeout and at most two repeats under the same key; whatever
 * goes wrong comes back as a PaymentsError whose message holds no personal data.
 *
 * @throws Error when `apiBase` is not an http(s) address
 */
export function createPayments({ secretKey, webhookSecrets, apiBase, log, timeoutMs }: StripeOptions): Payments {
  const stripe = new Stripe(secretKey, {
    ...(apiBase ? serverOf(apiBase) : {}),
    telemetry: false,
    maxNetworkRetries: NETWORK_RETRIES,
    timeout: timeoutMs ?? TIMEOUT_MS,
  });

  /** Asks Stripe; `answer` reads what we need out of an object that has an id, and throws if it can't. */
  async function ask<A extends { id: string }, T>(
    what: string,
    request: Promise<A>,
    answer: (object: A) => T,
  ): Promise<T> {
    try {
      const object = await request;
      if (typeof object?.id !== "string") throw notAnAnswer(object);
      return answer(object);
    } catch (error) {
      const known = asPaymentsError(error);
      log.warn("stripe_call_failed", { call: what, kind: known.kind, reason: known.message });
      throw known;
    }
  }

  return {
    livemode: /^(sk|rk)_live_/.test(secretKey),

    createCheckout(request, idempotencyKey) {
      const metadata = clippedValues(request.metadata);
      const productData: { name: string; description?: string } = {
        name: clip(request.productName, LIMIT.productName),
      };
      if (request.productDescription) {
        productData.description = clip(request.productDescription, LIMIT.productDescription);
      }
      return ask(
        "create_checkout",
        stripe.checkout.sessions.create({
          mode: "payment",
          // The studio's currency, always: what is paid in another would differ from our record.
          adaptive_pricing: { enabled: false },
          customer_email: request.customerEmail,
          client_reference_id: clip(request.clientReferenceId, LIMIT.reference),
          metadata,
          payment_intent_data: {
            metadata,
            ...(request.feeCents > 0 ? { application_fee_amount: request.feeCents } : {}),
          },
          expires_at: request.expiresAt,
          line_items: [{
            quantity: 1,
            price_data: { currency: request.currency, unit_amount: request.amountCents, product_data: productData },
          }],
          success_url: request.successUrl,
          cancel_url: request.cancelUrl,
        }, { stripeAccount: request.accountId, idempotencyKey }),
        sessionOf,
      );
    },

    retrieveCheckout: (accountId, sessionId) =>
      ask(
        "retrieve_checkout",
        // A session that the bank refused stays complete and unpaid: only its payment tells.
        stripe.checkout.sessions.retrieve(sessionId, { expand: ["payment_intent"] }, { stripeAccount: accountId }),
        (session) => ({ ...sessionOf(session), paymentRefused: isPaymentRefused(session.payment_intent) }),
      ),

    // No key of our own: Stripe replays a saved 500 for a day, and to expire twice does no harm.
    expireCheckout: (accountId, sessionId) =>
      ask("expire_checkout", stripe.checkout.sessions.expire(sessionId, {}, { stripeAccount: accountId }), sessionOf),

    refund: (request, idempotencyKey) =>
      ask(
        "refund",
        stripe.refunds.create({
          payment_intent: request.paymentIntentId,
          amount: request.amountCents,
          ...(request.refundFee ? { refund_application_fee: true } : {}),
          metadata: clippedValues(request.metadata),
        }, { stripeAccount: request.accountId, idempotencyKey }),
        refundOf,
      ),

    retrieveRefund: (accountId, refundId) =>
      ask("retrieve_refund", stripe.refunds.retrieve(refundId, {}, { stripeAccount: accountId }), refundOf),

    listRefunds(accountId, paymentIntentId) {
      const list = stripe.refunds.list(
        { payment_intent: paymentIntentId, limit: REFUNDS_PER_PAGE },
        { stripeAccount: accountId },
      );
      const all = list.then(async (page) => {
        if (!Array.isArray(page.data)) throw notAnAnswer(page);
        return { id: paymentIntentId, refunds: await list.autoPagingToArray({ limit: MOST_REFUNDS }) };
      });
      return ask("list_refunds", all, ({ refunds }) => refunds.map(refundOf));
    },

    findChargeId: (accountId, paymentIntentId) =>
      ask(
        "find_charge",
        stripe.paymentIntents.retrieve(paymentIntentId, {}, { stripeAccount: accountId }),
        (intent) => idOf(intent.latest_charge),
      ),

    createAccount: (provider, idempotencyKey) =>
      ask(
        "create_account",
        stripe.v2.core.accounts.create({
          contact_email: provider.email,
          display_name: provider.displayName,
          dashboard: "full",
          ...(provider.country ? { identity: { country: provider.country } } : {}),
          configuration: { merchant: { capabilities: { card_payments: { requested: true } } } },
          defaults: { responsibilities: { fees_collector: "stripe", losses_collector: "stripe" } },
          metadata: { provider_id: provider.id },
        }, { idempotencyKey }),
        (account) => account.id,
      ),

    createOnboardingLink: (accountId, returnUrl, refreshUrl, idempotencyKey) =>
      ask(
        "create_onboarding_link",
        // A link has no id: its address is what says that Stripe answered.
        stripe.v2.core.accountLinks.create({
          account: accountId,
          use_case: {
            type: "account_onboarding",
            account_onboarding: { return_url: returnUrl, refresh_url: refreshUrl },
          },
        }, { idempotencyKey }).then((link) => ({ id: link.url, lastResponse: link.lastResponse })),
        (link) => link.id,
      ),

    retrieveAccount: (accountId) =>
      ask(
        "retrieve_account",
        stripe.accounts.retrieve(accountId, {}),
        (account) => accountOf(account) ?? refuse(account),
      ),

    async verifyEvent(rawBody, signatureHeader, nowMs) {
      // Our own clock, in both directions: the SDK only knows Date.now() and lets the future pass.
      const age = Math.floor(nowMs / 1000) - signedAt(signatureHeader);
      if (!(Math.abs(age) <= SIGNATURE_AGE_SECONDS)) throw badEvent("signature too old, or not from now");
      for (const secret of webhookSecrets) {
        try {
          // Not constructEvent: that refuses v2's events together with what is signed by nobody.
          await stripe.webhooks.signature!.verifyHeaderAsync(rawBody, signatureHeader, secret, 0);
        } catch (error) {
          if (error instanceof Stripe.errors.StripeSignatureVerificationError) continue;
          throw badEvent("the signature can't be checked");
        }
        const event = paymentEvent(parsed(rawBody));
        if (event.type === UNREADABLE) log.warn("event_unreadable", { eventId: event.id });
        return event;
      }
      throw badEvent("no secret fits the signature");
    },
  };
}

/** Another server, as the SDK wants it. @throws Error when it is not an http(s) address; the text holds no address */
function serverOf(apiBase: string): Pick<Stripe.StripeConfig, "host" | "port" | "protocol" | "httpClient"> {
  const url = URL.canParse(apiBase) ? new URL(apiBase) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new Error("STRIPE_API_BASE must be an http:// or https:// address.");
  }
  if (url.search || url.hash || url.username || url.password) {
    throw new Error("STRIPE_API_BASE takes no user, query or fragment.");
  }
  const protocol = url.protocol === "http:" ? "http" : "https";
  const path = url.pathname.replace(/\/+$/, "");
  return {
    host: url.hostname,
    port: Number(url.port) || (protocol === "http" ? 80 : 443),
    protocol,
    ...(path && { httpClient: below(path) }),
  };
}

/** The SDK knows no path before `/v1`: its own client, with one put there. */
function below(path: string): NonNullable<Stripe.StripeConfig["httpClient"]> {
  const client = Stripe.createFetchHttpClient();
  return {
    getClientName: () => client.getClientName(),
    makeRequest: (host, port, asked, ...rest) => client.makeRequest(host, port, path + asked, ...rest),
  };
}

// ---------------------------------------------------------------- what went wrong

/**
 * An error of the SDK in our two words. Only an answer that says no is `refused`; 408, 409 (still running), 425, 429, 5xx,
 * timeouts, broken connections and unreadable bodies prove nothing. The text is made of codes, never of Stripe's own message,
 * which may repeat what we sent.
 */
function asPaymentsError(error: unknown): PaymentsError {
  if (error instanceof PaymentsError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new PaymentsError("unknown", "Stripe's answer made no sense.");
  }
  const status = error.statusCode;
  const kind =
    isRefusal(status) && !(error instanceof Stripe.errors.StripeRateLimitError) && error.code !== "lock_timeout"
      ? "refused"
      : "unknown";
  const code = error.code ?? (error instanceof Stripe.errors.StripeIdempotencyError ? "idempotency_error" : null);
  const facts = [error.type, code, error.param && `at ${error.param}`, status && `HTTP ${status}`, error.requestId];
  return new PaymentsError(kind, `Stripe: ${facts.filter(Boolean).join(", ")}.`, code);
}

function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}

/** The SDK takes any JSON without `error` for an answer, also when a proxy sent it with 404 or 502. */
function notAnAnswer(object: unknown): PaymentsError {
  const status = (object as { lastResponse?: { statusCode?: number; status?: number } } | null)?.lastResponse;
  const code = status?.statusCode ?? status?.status;
  return new PaymentsError(isRefusal(code) ? "refused" : "unknown", `Stripe: not an answer, HTTP ${code ?? "?"}.`);
}

function refuse(object: unknown): never {
  throw notAnAnswer(object);
}

function badEvent(why: string): PaymentsError {
  return new PaymentsError("refused", `Webhook: ${why}.`);
}

// ---------------------------------------------------------------- Stripe's objects in our words

function sessionOf(session: Stripe.Checkout.Session): CheckoutSession {
  return {
    id: session.id,
    status: session.status as CheckoutSession["status"],
    paymentStatus: session.payment_status as CheckoutSession["paymentStatus"],
    url: session.url ?? null,
    paymentIntentId: idOf(session.payment_intent),
    clientReferenceId: session.client_reference_id ?? null,
    amountCents: session.amount_total ?? null,
    currency: session.currency ?? null,
    livemode: session.livemode === true,
    mode: session.mode,
  };
}

function isPaymentRefused(payment: Stripe.Checkout.Session["payment_intent"]): boolean {
  return ["requires_payment_method", "canceled"].includes(String(fields(payment).status));
}

function refundOf(refund: Stripe.Refund): RefundResult {
  const { status } = refund;
  return {
    id: refund.id,
    // A canceled refund returns nothing: for us it has failed. `requires_action` may still come to something.
    status: status === "succeeded" ? "succeeded" : status === "failed" || status === "canceled" ? "failed" : "pending",
    amountCents: refund.amount,
    metadata: refund.metadata ?? {},
    failureReason: text(refund.failure_reason),
  };
}

function accountOf(account: unknown): StripeAccount | undefined {
  const { id, charges_enabled, payouts_enabled, details_submitted } = fields(account);
  if (typeof id !== "string" || typeof charges_enabled !== "boolean") return undefined;
  return {
    id,
    chargesEnabled: charges_enabled,
    payoutsEnabled: payouts_enabled === true,
    detailsSubmitted: details_submitted === true,
  };
}

/** The type of what Stripe signed and we can't read. */
const UNREADABLE = "unreadable";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body, body.includes("\\u0000") ? withoutNul : undefined);
  } catch {
    throw badEvent("the body is not JSON");
  }
}

/** The database takes no NUL, and nothing of ours has one: without it such an id is still nothing of ours. */
const withoutNul = (_key: string, value: unknown) => typeof value === "string" ? value.replaceAll("\0", "") : value;

/**
 * A verified event; what its object lacks is left out, because a studio's account may send us anything. What is no event as we know
 * them is one of a type that nobody handles.
 */
function paymentEvent(raw: unknown): PaymentEvent {
  const { id, type, account, livemode, data } = fields(raw);
  if (typeof id !== "string" || typeof type !== "string") {
    return { id: text(id) ?? "none", type: UNREADABLE, accountId: null, livemode: livemode === true };
  }
  const event: PaymentEvent = {
    id,
    type,
    accountId: typeof account === "string" ? account : null,
    livemode: livemode === true,
  };
  const object = fields(fields(data).object);
  if (typeof object.id !== "string" && type !== "account.updated") return event;
  if (type.startsWith("checkout.session.")) event.session = eventSession(object);
  else if (type.startsWith("charge.dispute.")) event.dispute = eventDispute(object);
  else if (type.startsWith("refund.") || type.startsWith("charge.refund.")) event.refund = eventRefund(object);
  else if (type.startsWith("charge.")) event.charge = eventCharge(object);
  else if (type === "account.updated") event.account = accountOf(object);
  return event;
}

function eventSession(object: Fields): CheckoutSession | undefined {
  const { status, payment_status, mode } = object;
  if (typeof status !== "string" || typeof payment_status !== "string" || typeof mode !== "string") return undefined;
  return {
    ...sessionOf(object as unknown as Stripe.Checkout.Session),
    url: text(object.url),
    clientReferenceId: text(object.client_reference_id),
    amountCents: whole(object.amount_total),
    currency: text(object.currency),
  };
}

function eventCharge(object: Fields): PaymentEvent["charge"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: text(object.id),
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    amountRefundedCents: whole(object.amount_refunded) ?? 0,
    currency,
  };
}

function eventRefund(object: Fields): PaymentEvent["refund"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: String(object.id),
    status: text(object.status) ?? "pending",
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    currency,
    reason: text(object.failure_reason) ?? text(object.reason),
  };
}

function eventDispute(object: Fields): PaymentEvent["dispute"] {
  const amountCents = whole(object.amount);
  const currency = text(object.currency);
  if (amountCents === null || currency === null) return undefined;
  return {
    id: String(object.id),
    paymentIntentId: idOf(object.payment_intent),
    amountCents,
    currency,
    reason: text(object.reason) ?? "general",
  };
}

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) ? value as number : null;
}

/** The id of something that Stripe gives as an id or, expanded, as the object. */
function idOf(value: unknown): string | null {
  return text(value) ?? text(fields(value).id);
}

/** Seconds since 1970 of the signature's `t`, read as the SDK reads it; NaN without one. */
function signedAt(header: string): number {
  let at = NaN;
  for (const part of header.split(",")) {
    const [key, value] = part.split("=");
    if (key === "t") at = parseInt(value, 10);
  }
  return at;
}

/** At most `max` characters, never half of one. */
function clip(value: string, max: number): string {
  return value.length <= max ? value : [...value].slice(0, max).join("");
}

function clippedValues(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, clip(value, LIMIT.metadata)]));
}
