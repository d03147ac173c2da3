/** The life of a Checkout Session at Stripe: made, handed out, closed. No transaction is open while Stripe is called. */
import type { Tx } from "../../db/database.ts";
import {
  type Checkout,
  type CheckoutKind,
  createCheckout,
  findCheckout,
  markUnpayable,
  newCheckoutId,
  storeSession,
} from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { type CheckoutSession, PaymentsError } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import { expireHold, findEnrollment, getEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider, type Provider } from "../../domain/providers.ts";
import { DAY, HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { listPromotionsOf, undoPromotion } from "../../domain/waitlist.ts";
import { enqueueWaitlistPromoted } from "../notifications/enqueue_waitlist.ts";
import { releaseHold, settleSession } from "./fulfill.ts";

/** Stripe measures 30 minutes to 24 hours when the request reaches it: leave it some time on the way, at either end. */
const SLACK = 2 * MINUTE;
/** The reconciler looks a little after the end, when Stripe has surely closed it too. */
const AFTER_THE_END = 5_000;
/** After so long no bank has still to say whether it pays. */
const BANKS_TAKE = 15 * DAY;
/** A session whose making was cut off by a crash is taken up again at the next start, or after this. */
const RESUME_AFTER = 2 * MINUTE;

export interface OpenCheckout {
  checkoutId: string;
  sessionId: string;
  url: string;
}

/** When a hold that begins now ends: whole seconds, as Stripe counts. */
export function holdEnd(ctx: Context): number {
  const hold = ctx.settings.holdMinutes * MINUTE;
  return wholeSeconds(ctx.clock.now() + Math.min(hold + SLACK, DAY));
}

/** Packs, gift cards and tips hold no seat: their page may wait for most of a day. */
export function purchaseEnd(ctx: Context): number {
  return wholeSeconds(ctx.clock.now() + 23 * HOUR);
}

const wholeSeconds = (at: number) => Math.floor(at / 1000) * 1000;

export interface CheckoutOrder {
  kind: CheckoutKind;
  subjectId: string | null;
  productName: string;
  productDescription?: string;
  amountCents: number;
  customerEmail: string;
  successUrl: string;
  cancelUrl: string;
  endsAtMs: number;
  origin: string | null;
  details?: Record<string, unknown>;
}

/** Writes down what Stripe will be asked. The provider must be onboarded. */
export async function writeCheckout(ctx: Context, tx: Tx, provider: Provider, order: CheckoutOrder): Promise<string> {
  const id = newCheckoutId();
  const now = ctx.clock.now();
  const expiresAt = iso(order.endsAtMs);
  await createCheckout(
    tx,
    {
      id,
      providerId: provider.id,
      kind: order.kind,
      subjectId: order.subjectId,
      accountId: provider.stripeAccountId!,
      livemode: ctx.payments.livemode,
      details: order.details ?? {},
      origin: order.origin,
      expiresAt,
      request: {
        accountId: provider.stripeAccountId!,
        clientReferenceId: id,
        productName: order.productName,
        productDescription: order.productDescription,
        amountCents: order.amountCents,
        currency: provider.currency,
        feeCents: Math.floor(order.amountCents * ctx.settings.platformFeeBps / 10_000),
        customerEmail: order.customerEmail,
        successUrl: order.successUrl,
        cancelUrl: order.cancelUrl,
        expiresAt: order.endsAtMs / 1000,
        metadata: {
          alera_checkout: id,
          alera_kind: order.kind,
          ...(order.subjectId ? { alera_subject: order.subjectId } : {}),
        },
      },
    },
    iso(now + RESUME_AFTER),
    iso(now),
  );
  return id;
}

/**
 * The address at which a checkout can be paid: asks Stripe once, however many wait for it, and again with the same key after a crash.
 * If Stripe can't make it, the checkout and its hold are gone.
 * @throws DomainError downstream
 */
export function openCheckout(ctx: Context, checkoutId: string): Promise<OpenCheckout> {
  return ctx.inFlight.run(`open:${checkoutId}`, async () => {
    const checkout = await findCheckout(ctx.db, checkoutId);
    if (!checkout) throw new Error("a checkout that was written is not there");
    if (checkout.sessionId && checkout.url) return { checkoutId, sessionId: checkout.sessionId, url: checkout.url };
    if (checkout.state !== "creating") {
      throw new DomainError("downstream", "The payment page could not be made. Please try again.");
    }
    let session: CheckoutSession;
    try {
      session = await ctx.payments.createCheckout(checkout.request, `alera-checkout-${checkout.id}`);
      if (!session.url) throw new PaymentsError("refused", "Stripe answered without an address");
    } catch (error) {
      if (!(error instanceof PaymentsError)) throw error;
      ctx.log.warn("checkout_not_created", {
        checkoutId,
        kind: error.kind,
        code: error.stripeCode,
        message: error.message,
      });
      await abandonCheckout(ctx, checkout);
      throw new DomainError(
        "downstream",
        "The payment page could not be made at Stripe. Nothing was booked or charged; try again.",
      );
    }
    const url = session.url;
    const stands = await ctx.db.write(checkout.providerId, async (tx) => {
      await storeSession(tx, checkout.id, session.id, url, iso(ms(checkout.expiresAt) + AFTER_THE_END));
      const { state } = (await findCheckout(tx, checkout.id))!;
      if (state === "expired" || state === "failed") return false;
      if (checkout.kind === "class") await tellPromoted(tx, checkout.subjectId!, url, iso(ctx.clock.now()));
      return true;
    });
    if (!stands) { // another process has given it up meanwhile: nobody may pay it
      await ctx.payments.expireCheckout(checkout.accountId, session.id).catch((error) =>
        void stripeDidNotSay(ctx, error)
      );
      throw new DomainError("downstream", "The payment page could not be made. Please try again.");
    }
    ctx.wake("outbox");
    return { checkoutId, sessionId: session.id, url };
  });
}

/** Somebody who was promoted gets the link, in the transaction that stores it. */
export async function tellPromoted(tx: Tx, enrollmentId: string, url: string, now: string): Promise<void> {
  const entries = await listPromotionsOf(tx, enrollmentId);
  if (entries.length === 0) return;
  const held = await getEnrollment(tx, enrollmentId);
  if (held.status !== "PendingPayment" || held.expiresAt === null) return; // paid, or at the bank, before we knew
  const session = await getClass(tx, held.providerId, held.classId);
  for (const entry of entries) await enqueueWaitlistPromoted(tx, entry, held, session, url, now);
}

/** Nobody was ever given an address, so nobody can pay: the seat is free again, and who was promoted waits on. */
async function abandonCheckout(ctx: Context, checkout: Checkout): Promise<void> {
  await ctx.db.write(checkout.providerId, async (tx) => {
    const fresh = await findCheckout(tx, checkout.id);
    if (fresh?.state !== "creating") return;
    await markUnpayable(tx, checkout.id, "failed");
    if (checkout.kind !== "class") return;
    const held = await findEnrollment(tx, checkout.subjectId!);
    if (held?.status !== "PendingPayment") return;
    await expireHold(tx, held, iso(ctx.clock.now()));
    // In a class that was cancelled meanwhile nobody waits; who held a seat was told so.
    const { status } = await getClass(tx, held.providerId, held.classId);
    if (status !== "Cancelled") await undoPromotion(tx, held.id);
  });
}

/**
 * Makes sure that a checkout can't be paid any more, or finds out that it was. `closed`: Stripe expired it, or never had it (the row is
 * left for the caller to mark); `paid` and `processing`: completed before, and settled now.
 * @throws DomainError downstream, when Stripe does not say
 */
export async function closeCheckout(ctx: Context, checkout: Checkout): Promise<"closed" | "paid" | "processing"> {
  let current = checkout;
  if (current.state === "creating") {
    try {
      await openCheckout(ctx, current.id);
    } catch (error) {
      if (error instanceof DomainError && error.code === "downstream") return "closed";
      throw error;
    }
    current = (await findCheckout(ctx.db, current.id))!;
  }
  if (current.state === "processing") return "processing";
  if (current.state === "paid") return "paid";
  if (current.state !== "open") return "closed";
  try {
    await ctx.payments.expireCheckout(current.accountId, current.sessionId!);
    return "closed";
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "unknown") throw stripeDidNotSay(ctx, error);
  }
  // Not open any more: it may have been paid a moment ago. Never release blindly.
  return await askAboutCheckout(ctx, current);
}

/**
 * Closes a checkout for good and frees what it held; what was paid before is settled instead.
 * @throws DomainError downstream, when Stripe does not say
 */
export async function releaseCheckout(ctx: Context, checkoutId: string): Promise<"closed" | "paid" | "processing"> {
  const checkout = (await findCheckout(ctx.db, checkoutId))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed !== "closed") return closed;
  const now = await ctx.db.write(checkout.providerId, async (tx): Promise<"closed" | "paid" | "processing"> => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state === "paid" || fresh.state === "processing") return fresh.state;
    await markUnpayable(tx, checkoutId, "expired");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
    return "closed";
  });
  ctx.wake("outbox");
  return now;
}

/** A bank payment of which nobody will ever tell us more: what it held is free. */
export async function giveUpBankPayment(ctx: Context, checkoutId: string): Promise<void> {
  await ctx.db.write((await findCheckout(ctx.db, checkoutId))!.providerId, async (tx) => {
    const fresh = (await findCheckout(tx, checkoutId))!;
    if (fresh.state !== "processing") return; // the bank said no, and all is done
    await markUnpayable(tx, checkoutId, "failed");
    if (fresh.kind === "class") await releaseHold(tx, fresh.subjectId!, iso(ctx.clock.now()));
  });
  ctx.wake("outbox");
}

/** Asks Stripe how a session stands and settles what it says. @throws DomainError downstream */
export async function askAboutCheckout(ctx: Context, checkout: Checkout): Promise<"closed" | "paid" | "processing"> {
  let session: CheckoutSession;
  try {
    session = await ctx.payments.retrieveCheckout(checkout.accountId, checkout.sessionId!);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    // The studio has left this account, and the time is over: nobody can pay there, nor could we give anything back.
    const over = ms(checkout.expiresAt) + (checkout.state === "processing" ? BANKS_TAKE : 0);
    if (error.kind === "refused" && over <= ctx.clock.now()) {
      const { stripeAccountId } = await getProvider(ctx.db, checkout.providerId);
      if (stripeAccountId !== checkout.accountId) return "closed";
    }
    throw stripeDidNotSay(ctx, error);
  }
  if (session.status === "expired") return "closed";
  if (session.status === "open") {
    throw new DomainError("downstream", "Stripe could not close the payment page. Please try again.");
  }
  const said = session.paymentStatus !== "unpaid" ? "paid" : session.paymentRefused ? "failed" : "processing";
  const settled = await settleSession(ctx, checkout.accountId, session, said, null);
  if (settled === "mismatch" || settled === "not_ours") {
    throw new DomainError(
      "downstream",
      "Stripe says something else of this payment than we asked for. Nothing was changed.",
    );
  }
  return said === "failed" ? "closed" : said;
}

function stripeDidNotSay(ctx: Context, error: PaymentsError): DomainError {
  ctx.log.warn("stripe_did_not_say", { kind: error.kind, code: error.stripeCode, message: error.message });
  return new DomainError("downstream", "Stripe did not answer. Nothing was changed; try again.");
}
