/** Payments by Stripe, with its own SDK: direct charges on connected accounts, or charges on the one own account. */
import Stripe from "stripe";
import type { Log } from "../ports/log.ts";
import {
  type ListedPage,
  type ListRequest,
  type Payments,
  type PaymentsError,
  type StripeMode,
} from "../ports/payments.ts";
import { asPaymentsError, notAnAnswer, refuse } from "./stripe/errors.ts";
import { idOf } from "./stripe/fields.ts";
import { clip, clippedValues, LIMIT } from "./stripe/limits.ts";
import {
  accountOf,
  endpointOf,
  isPaymentRefused,
  type ListedEndpoint,
  refundOf,
  refundOfPayment,
  sessionOf,
} from "./stripe/objects.ts";
import { carefulClient, serverOf } from "./stripe/server.ts";
import { verifyEvent } from "./stripe/verify_event.ts";

const TIMEOUT_MS = 10_000;
const NETWORK_RETRIES = 2;
/** The most that Stripe gives at once. */
const PER_PAGE = 100;
/** The SDK wants a bound. A studio that refunds in parts stays far below. */
const MOST_REFUNDS = 10_000;

export interface StripeOptions {
  /** `sk_…` or `rk_…`; a live one makes `livemode` true. */
  secretKey: string;
  /** `whsec_…`, one per endpoint, and during a roll the old one too. */
  webhookSecrets: string[];
  /** `own`: the key is the studio's, and no call names an account. Default `connect`. */
  mode?: StripeMode;
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
export function createPayments(
  { secretKey, webhookSecrets, mode = "connect", apiBase, log, timeoutMs }: StripeOptions,
): Payments & {
  /** Whether Stripe takes our key. A restricted key may not read its account, and need not. @throws PaymentsError */
  verify(): Promise<"full" | "restricted">;
  /** The webhook endpoints of the key's mode; null when a restricted key may not list them. @throws PaymentsError */
  listWebhookEndpoints(): Promise<ListedEndpoint[] | null>;
} {
  const stripe = new Stripe(secretKey, {
    ...(apiBase ? serverOf(apiBase) : { httpClient: carefulClient() }),
    telemetry: false,
    maxNetworkRetries: NETWORK_RETRIES,
    timeout: timeoutMs ?? TIMEOUT_MS,
  });

  /** Where a call about a studio's money goes. */
  const on = (accountId: string) => mode === "own" ? {} : { stripeAccount: accountId };

  const retrieveOwnAccount = () =>
    ask("retrieve_own_account", stripe.accounts.retrieveCurrent(), (own) => accountOf(own) ?? refuse(own));

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
      log.warn("stripe_call_failed", {
        call: what,
        kind: known.kind,
        code: known.stripeCode ?? undefined,
        reason: known.message,
      });
      throw known;
    }
  }

  /** One page of a list, which has no id of its own. */
  function askPage<A, T>(
    what: string,
    page: Promise<Stripe.ApiList<A>>,
    read: (object: A) => T,
  ): Promise<ListedPage<T>> {
    const answered = page.then((list) => isList(list) ? { id: what, list } : refuse(list));
    return ask(what, answered, ({ list }) => ({ items: list.data.map(read), hasMore: list.has_more }));
  }

  /** Null where a restricted key may not ask. */
  async function unlessForbidden<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      if (secretKey.startsWith("rk_") && (error as PaymentsError).status === 403) return null;
      throw error;
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
        }, { ...on(request.accountId), idempotencyKey }),
        sessionOf,
      );
    },

    retrieveCheckout: (accountId, sessionId) =>
      ask(
        "retrieve_checkout",
        // A session that the bank refused stays complete and unpaid: only its payment tells.
        stripe.checkout.sessions.retrieve(sessionId, { expand: ["payment_intent"] }, on(accountId)),
        (session) => ({ ...sessionOf(session), paymentRefused: isPaymentRefused(session.payment_intent) }),
      ),

    // No key of our own: Stripe replays a saved 500 for a day, and to expire twice does no harm.
    expireCheckout: (accountId, sessionId) =>
      ask("expire_checkout", stripe.checkout.sessions.expire(sessionId, {}, on(accountId)), sessionOf),

    refund: (request, idempotencyKey) =>
      ask(
        "refund",
        stripe.refunds.create({
          payment_intent: request.paymentIntentId,
          amount: request.amountCents,
          ...(request.refundFee ? { refund_application_fee: true } : {}),
          metadata: clippedValues(request.metadata),
        }, { ...on(request.accountId), idempotencyKey }),
        (refund) => refundOfPayment(refund, request.paymentIntentId),
      ),

    retrieveRefund: (accountId, refundId) =>
      ask("retrieve_refund", stripe.refunds.retrieve(refundId, {}, on(accountId)), refundOf),

    listRefunds(accountId, paymentIntentId) {
      const list = stripe.refunds.list(
        { payment_intent: paymentIntentId, limit: PER_PAGE },
        on(accountId),
      );
      const all = list.then(async (page) => {
        if (!isList(page)) refuse(page);
        return { id: paymentIntentId, refunds: await list.autoPagingToArray({ limit: MOST_REFUNDS }) };
      });
      return ask("list_refunds", all, ({ refunds }) => refunds.map((one) => refundOfPayment(one, paymentIntentId)));
    },

    listCheckouts: (accountId, request) =>
      askPage(
        "list_checkouts",
        stripe.checkout.sessions.list(pageOf(request), on(accountId)),
        sessionOf,
      ),

    findCheckoutOfPayment: async (accountId, paymentIntentId) =>
      (await askPage(
        "find_checkout",
        stripe.checkout.sessions.list({ payment_intent: paymentIntentId, limit: 1 }, on(accountId)),
        sessionOf,
      )).items[0] ?? null,

    listAllRefunds: (accountId, request) =>
      askPage("list_all_refunds", stripe.refunds.list(pageOf(request), on(accountId)), refundOf),

    findChargeId: (accountId, paymentIntentId) =>
      ask(
        "find_charge",
        stripe.paymentIntents.retrieve(paymentIntentId, {}, on(accountId)),
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
      mode === "own" ? retrieveOwnAccount() : ask(
        "retrieve_account",
        stripe.accounts.retrieve(accountId, {}),
        (account) => accountOf(account) ?? refuse(account),
      ),

    retrieveOwnAccount,

    async verify() {
      return await unlessForbidden(retrieveOwnAccount()) === null ? "restricted" : "full";
    },

    listWebhookEndpoints: async () =>
      (await unlessForbidden(
        askPage("list_webhook_endpoints", stripe.webhookEndpoints.list({ limit: PER_PAGE }), endpointOf),
      ))?.items ?? null,

    verifyEvent: (rawBody, signatureHeader, nowMs) =>
      verifyEvent(stripe, webhookSecrets, log, { rawBody, signatureHeader, nowMs }),
  };
}

/** Nothing is concluded from half a list. */
function isList({ data, has_more }: Stripe.ApiList<unknown>): boolean {
  return Array.isArray(data) && typeof has_more === "boolean";
}

/** As Stripe words it. */
function pageOf({ createdSince, after }: ListRequest) {
  return { created: { gte: createdSince }, limit: PER_PAGE, ...(after ? { starting_after: after } : {}) };
}
