/** What the domain asks of the world around it. The adapters implement these; tests may put fakes behind clock and outside world. */
import type { Database } from "../db/database.ts";
import type { Tokens } from "./tokens.ts";

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** Structured log. Fields never hold a key, token, secret, email, phone or name. */
export interface Log {
  debug(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
  /** The line of one request, where a log can write it more cheaply than any other. `at` in milliseconds; `ms` has at most two decimals. */
  request?(at: number, id: string, route: string, status: number, ms: number, provider: string | undefined): void;
}

// ---------------------------------------------------------------- payments

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
  status: "open" | "complete" | "expired";
  paymentStatus: "paid" | "unpaid" | "no_payment_required";
  url: string | null;
  paymentIntentId: string | null;
  clientReferenceId: string | null;
  amountCents: number | null;
  currency: string | null;
  livemode: boolean;
  mode: string;
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
  /** `requires_action` and anything unknown count as pending. */
  status: "succeeded" | "pending" | "failed";
  amountCents: number;
  /** Our row's id, when this refund is one of ours. */
  metadata: Record<string, string>;
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
  constructor(readonly kind: "refused" | "unknown", message: string, readonly stripeCode: string | null = null) {
    super(message);
  }
}

export interface Payments {
  /** Whether our key is a live one; sessions and events of the other mode are not ours. */
  readonly livemode: boolean;
  /** Creates a Checkout Session as a direct charge. @throws PaymentsError */
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
  /** Verifies signature and age (300 s, both directions) of a raw webhook body. @throws PaymentsError `refused` */
  verifyEvent(rawBody: string, signatureHeader: string, nowMs: number): Promise<PaymentEvent>;
}

// ---------------------------------------------------------------- mail and texts

/** How a studio shows itself in a mail. */
export interface MailBrand {
  studioName: string;
  /** Where answers go. */
  studioEmail: string;
  timezone: string;
  currency: string;
  /** Origin of the studio's site, or the public URL of this server. */
  siteUrl: string;
}

export interface MailClass {
  name: string;
  /** ISO 8601 UTC. */
  scheduledAt: string;
  durationMin: number;
  instructor: string | null;
}

/** Every message we send: its kind and what it needs to be written. */
export interface MailData {
  booking_confirmed: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    cancelUrl: string;
    cancelToken: string;
    portalUrl: string | null;
    paidCents: number;
    paidWith: "free" | "card" | "credit";
    sequence: number;
    changedAt: string;
    cancelWindowHours: number;
  };
  booking_cancelled: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    refundedCents: number;
    creditReturned: boolean;
    /** Given back by the studio itself, outside Stripe. */
    paidByHandCents?: number;
    lateCancel: boolean;
    byStudio: boolean;
    sequence: number;
    changedAt: string;
    cancelWindowHours: number;
  };
  payment_refunded: {
    name: string;
    what: string;
    amountCents: number;
    reason: "seat_gone" | "class_cancelled" | "booking_cancelled" | "tip_already_collected";
  };
  class_cancelled: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    refundCents: number;
    creditReturned: boolean;
    sequence: number;
    changedAt: string;
    /** The owner's own words; absent in mails of before there were any. */
    message?: string | null;
  };
  class_moved: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    previousScheduledAt: string;
    cancelUrl: string;
    cancelToken: string;
    sequence: number;
    changedAt: string;
  };
  class_reminder: { name: string; enrollmentId: string; class: MailClass; cancelUrl: string; cancelToken: string };
  waitlist_joined: { name: string; class: MailClass; position: number };
  waitlist_promoted: { name: string; class: MailClass; checkoutUrl: string; expiresAt: string; amountCents: number };
  waitlist_closed: { name: string; class: MailClass; message?: string | null };
  seat_opened: { class: MailClass; seatsLeft: number; waiting: number };
  pack_bought: {
    name: string;
    packName: string;
    sessionsTotal: number;
    expiresAt: string | null;
    portalUrl: string;
    paidCents: number;
  };
  gift_card: {
    to: "recipient" | "purchaser";
    purchaserName: string;
    recipientName: string | null;
    amountCents: number;
    code: string;
    message: string | null;
    expiresAt: string | null;
  };
  gift_card_receipt: {
    purchaserName: string;
    recipientName: string | null;
    /** Null once the recipient was erased. */
    recipientEmail: string | null;
    amountCents: number;
  };
  /** The tip is null where the service takes none. */
  post_visit: {
    name: string;
    serviceName: string;
    scheduledAt: string;
    tipUrl: string | null;
    tipToken: string | null;
  };
  tip_received: { amountCents: number; customerName: string; serviceName: string };
  signin_link: { name: string; portalUrl: string; validDays: number };
  owner_signin_link: { signinUrl: string; validMinutes: number };
  owner_email_changed: { newEmail: string; changedAt: string };
  refund_failed: { customerName: string; what: string; amountCents: number; reason: string | null };
  dispute_opened: { customerName: string; what: string; amountCents: number; reason: string };
  refund_stuck: { customerName: string; what: string; amountCents: number; reason: string | null };
}
export type MailKind = keyof MailData;

/**
 * What the outbox keeps of a mail's data. Two things that open something are added when the mail is written: a gift card's code,
 * which stays sealed with the card, and the token that cancels a booking.
 */
export type StoredMailData = {
  [K in MailKind]: Omit<MailData[K], AddedAtDelivery> & { [P in AddedAtDelivery]?: never };
};
type AddedAtDelivery = "code" | "cancelUrl" | "cancelToken";

/** One mail owed. `id` is the outbox row's and becomes the Message-ID, so a doubled delivery can be recognised. */
export interface OwedMail<K extends MailKind = MailKind> {
  id: string;
  kind: K;
  to: string;
  brand: MailBrand;
  data: MailData[K];
  createdAt: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; content: string }[];
}

/** Why a message could not leave. `permanent`: the recipient is refused for good; anything else is tried again. */
export class DeliveryError extends Error {
  override name = "DeliveryError";
  constructor(readonly permanent: boolean, message: string) {
    super(message);
  }
}

export interface Mailer {
  render(mail: OwedMail): RenderedMail;
  /** Hands the mail to the transport. @throws DeliveryError (its message holds no address) */
  send(mail: OwedMail): Promise<void>;
  close(): Promise<void>;
}

export interface OwedText {
  id: string;
  /** Digits only. */
  to: string;
  text: string;
}
export interface Texter {
  /** False when texts are off: then none is owed. */
  readonly enabled: boolean;
  /** @throws DeliveryError */
  send(text: OwedText): Promise<void>;
}

// ---------------------------------------------------------------- calendar

export interface CalendarEvent {
  /** Stable: the enrollment's id. */
  id: string;
  summary: string;
  description: string | null;
  /** ISO 8601 UTC. */
  startsAt: string;
  endsAt: string;
  cancelled: boolean;
  /** Grows with every change. */
  sequence: number;
  createdAt: string;
  changedAt: string;
  location?: string | null;
  url?: string | null;
}

export interface CalendarWriter {
  /** An RFC 5545 document. `method` PUBLISH for feeds, REQUEST-free: mail attachments are PUBLISH too. */
  write(
    calendar: { name: string; description?: string; timezone: string; events: CalendarEvent[]; refresh: boolean },
  ): string;
}

// ---------------------------------------------------------------- the context of an operation

/** The settings that rules depend on. */
export interface Settings {
  holdMinutes: number;
  platformFeeBps: number;
  publicUrl: string;
  development: boolean;
}

/** What every operation is given. One per process; holds no request. */
export interface Context {
  db: Database;
  clock: Clock;
  log: Log;
  tokens: Tokens;
  payments: Payments;
  mailer: Mailer;
  texter: Texter;
  calendar: CalendarWriter;
  settings: Settings;
  /** Work under way in this process, so that a second request waits for the first one's answer. */
  inFlight: InFlight;
  /** Tells the worker that something is due now. */
  wake(what: "outbox" | "refunds" | "checkouts"): void;
}

/** Runs `work` once per key at a time; whoever comes while it runs gets the same promise. */
export class InFlight {
  #running = new Map<string, Promise<unknown>>();
  has(key: string): boolean {
    return this.#running.has(key);
  }
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key) as Promise<T> | undefined;
    if (running) return running;
    const promise = work().finally(() => this.#running.delete(key));
    this.#running.set(key, promise);
    return promise;
  }
  /** Waits for whatever runs under the key, without caring how it ends. */
  async settled(key: string): Promise<void> {
    await this.#running.get(key)?.catch(() => {});
  }
}
