/** What the payment provider must offer. `adapters/stripe.ts` implements it. */

/** Whose money it is: of studios connected to a platform (Stripe Connect), or of the one studio whose own key this is. */
export type StripeMode = "connect" | "own";

/** Everything Stripe is told about a Checkout Session. Stored with the checkout, so that a repeat sends the same bytes. */
export interface CheckoutRequest {
  accountId: string;
  clientReferenceId: string;
  productName: string;
  productDescription?: string;
  amountCents: number;
  /** ISO code, lower case. */
  currency: string;
  /** Application fee in cents; 0 sends none. */
  feeCents: number;
  customerEmail: string;
  successUrl: string;
  cancelUrl: string;
  /** Unix seconds. */
  expiresAt: number;
  metadata: Record<string, string>;
}

/** A Checkout Session as Stripe describes it, from an answer or an event. */
export interface CheckoutSession {
  id: string;
  /** Null, here and below, where Stripe's answer lacks it or makes no sense. */
  status: "open" | "complete" | "expired" | null;
  paymentStatus: "paid" | "unpaid" | "no_payment_required" | null;
  url: string | null;
  paymentIntentId: string | null;
  clientReferenceId: string | null;
  amountCents: number | null;
  currency: string | null;
  livemode: boolean | null;
  mode: string | null;
  /** What was written on it when it was made. In an event, whoever can make one on that account may have written anything. */
  metadata: Record<string, string>;
  /** When it was made, Unix seconds; null in an event that does not say. */
  createdAt: number | null;
  /** The bank has refused what the session asked for. Only told when the session is retrieved. */
  paymentRefused?: boolean;
}

export interface RefundRequest {
  accountId: string;
  paymentIntentId: string;
  amountCents: number;
  /** Give our application fee back too, in proportion; Stripe keeps it unless asked. */
  refundFee: boolean;
  metadata: Record<string, string>;
}

export interface RefundResult {
  id: string;
  paymentIntentId: string | null;
  /** `requires_action` and anything unknown count as pending. */
  status: "succeeded" | "pending" | "failed";
  amountCents: number;
  /** `alera_refund` is our row's id, when this refund is one of ours. */
  metadata: Record<string, string>;
  /** Why it failed, in Stripe's word. */
  failureReason: string | null;
}

/** Which page of an account's objects is wanted: those made since then, the newest first. */
export interface ListRequest {
  /** Unix seconds. */
  createdSince: number;
  /** The last id of the page before; null: the first page. */
  after: string | null;
}

export interface ListedPage<T> {
  items: T[];
  hasMore: boolean;
}

export interface StripeAccount {
  id: string;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
  detailsSubmitted: boolean;
}

/** A verified webhook event, in our words. */
export interface PaymentEvent {
  id: string;
  type: string;
  /** The connected account it came from; null for the platform's own. */
  accountId: string | null;
  livemode: boolean;
  /** Present for checkout.session.* */
  session?: CheckoutSession;
  /** Present for charge.refunded, refund.*, charge.dispute.*, charge.* */
  charge?: {
    id: string | null;
    paymentIntentId: string | null;
    amountCents: number;
    amountRefundedCents: number;
    currency: string;
  };
  /** Present for refund.* */
  refund?: {
    id: string;
    status: string;
    paymentIntentId: string | null;
    amountCents: number;
    currency: string;
    reason: string | null;
  };
  /** Present for charge.dispute.* */
  dispute?: { id: string; paymentIntentId: string | null; amountCents: number; currency: string; reason: string };
  /** Present for account.updated */
  account?: StripeAccount;
}

/**
 * A call to Stripe that did not give what we asked.
 * - `refused`: Stripe said no and the same request will never succeed: a new attempt needs a new key.
 * - `unknown`: no answer, or one that proves nothing (timeout, 5xx, 429): repeat with the same key, never with a new one.
 */
export class PaymentsError extends Error {
  override name = "PaymentsError";
  constructor(
    readonly kind: "refused" | "unknown",
    message: string,
    readonly stripeCode: string | null = null,
    /** HTTP status of an error in Stripe's own words; null where it is not Stripe's, or there was no answer. */
    readonly status: number | null = null,
  ) {
    super(message);
  }
}

export interface Payments {
  /** Whether our key is a live one; sessions and events of the other mode are not ours. */
  readonly livemode: boolean;
  /** Creates a Checkout Session on that account. @throws PaymentsError */
  createCheckout(request: CheckoutRequest, idempotencyKey: string): Promise<CheckoutSession>;
  /** @throws PaymentsError */
  retrieveCheckout(accountId: string, sessionId: string): Promise<CheckoutSession>;
  /** Expires an open session. @throws PaymentsError, `refused` when it is not open any more: retrieve it then. */
  expireCheckout(accountId: string, sessionId: string): Promise<CheckoutSession>;
  /** @throws PaymentsError */
  refund(request: RefundRequest, idempotencyKey: string): Promise<RefundResult>;
  /** @throws PaymentsError */
  retrieveRefund(accountId: string, refundId: string): Promise<RefundResult>;
  /** Every refund of a payment intent. @throws PaymentsError */
  listRefunds(accountId: string, paymentIntentId: string): Promise<RefundResult[]>;
  /** A page of an account's Checkout Sessions. @throws PaymentsError */
  listCheckouts(accountId: string, request: ListRequest): Promise<ListedPage<CheckoutSession>>;
  /** The Checkout Session that a payment intent paid, or null. @throws PaymentsError */
  findCheckoutOfPayment(accountId: string, paymentIntentId: string): Promise<CheckoutSession | null>;
  /** A page of an account's refunds. @throws PaymentsError */
  listAllRefunds(accountId: string, request: ListRequest): Promise<ListedPage<RefundResult>>;
  /** The charge behind a payment intent, or null. @throws PaymentsError */
  findChargeId(accountId: string, paymentIntentId: string): Promise<string | null>;
  /** Creates the connected account of a studio. @throws PaymentsError */
  createAccount(
    provider: { id: string; displayName: string; email: string; country?: string },
    idempotencyKey: string,
  ): Promise<string>;
  /** A single-use onboarding address. @throws PaymentsError */
  createOnboardingLink(
    accountId: string,
    returnUrl: string,
    refreshUrl: string,
    idempotencyKey: string,
  ): Promise<string>;
  /** @throws PaymentsError */
  retrieveAccount(accountId: string): Promise<StripeAccount>;
  /** The account that our key belongs to. @throws PaymentsError, `refused` for a restricted key that may not read it */
  retrieveOwnAccount(): Promise<StripeAccount>;
  /** Verifies signature and age (300 s, both directions) of a raw webhook body. @throws PaymentsError `refused` */
  verifyEvent(rawBody: string, signatureHeader: string, nowMs: number): Promise<PaymentEvent>;
}
