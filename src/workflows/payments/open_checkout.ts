/** A recorded checkout gets its Checkout Session at Stripe. No transaction is open while Stripe is called. */
import { type Checkout, findCheckout, markUnpayable, storeSession } from "../../domain/checkouts.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { findEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso, ms } from "../../domain/time.ts";
import { endUnpayableHold } from "../bookings/offer_seats.ts";
import { mailPaymentLink } from "./mail_payment_link.ts";
import { notifyPromoted } from "./notify_promoted.ts";
import { stripeUnavailable } from "./sync_checkout.ts";

/** The reconciler checks a little after the end, when Stripe has surely expired it too. */
const AFTER_THE_END = 5_000;

export interface OpenCheckout {
  checkoutId: string;
  sessionId: string;
  url: string;
}

/**
 * The payment page of a checkout. Stripe is asked once, however many wait for it, and again under the same idempotency key after a crash.
 * If Stripe can't create it, the checkout has failed and its hold is released.
 * @throws DomainError 502
 */
export function openCheckout(ctx: Context, checkoutId: string): Promise<OpenCheckout> {
  return ctx.inFlight.run(`open:${checkoutId}`, async () => {
    const checkout = await findCheckout(ctx.db, checkoutId);
    if (!checkout) throw new Error("the recorded checkout is missing");
    if (checkout.sessionId && checkout.url) return { checkoutId, sessionId: checkout.sessionId, url: checkout.url };
    if (checkout.state !== "creating") {
      throw new DomainError("checkout_failed", "The payment page could not be created. Please try again.");
    }
    const { sessionId, url } = await createSession(ctx, checkout);
    if (!await storeIfStillWanted(ctx, checkout, sessionId, url)) {
      await ctx.payments.expireCheckout(checkout.accountId, sessionId).catch((error) =>
        void stripeUnavailable(ctx, error)
      );
      throw new DomainError("checkout_failed", "The payment page could not be created. Please try again.");
    }
    ctx.wake("outbox");
    return { checkoutId, sessionId, url };
  });
}

/** @throws DomainError 502: Stripe refused it or did not answer, and the checkout has failed */
async function createSession(ctx: Context, checkout: Checkout): Promise<{ sessionId: string; url: string }> {
  try {
    const { id, url } = await ctx.payments.createCheckout(checkout.request, `alera-checkout-${checkout.id}`);
    if (!url) throw new PaymentsError("refused", "Stripe answered without a URL");
    return { sessionId: id, url };
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    const { kind, stripeCode, message } = error;
    ctx.log.warn("checkout_not_created", { checkoutId: checkout.id, kind, code: stripeCode, message });
    await failCreation(ctx, checkout);
    throw new DomainError(
      "checkout_failed",
      "The payment page could not be created at Stripe. Nothing was booked or charged; try again.",
    );
  }
}

/** False when another process has closed the checkout meanwhile: nobody may pay it. */
function storeIfStillWanted(ctx: Context, checkout: Checkout, sessionId: string, url: string): Promise<boolean> {
  return ctx.db.write(checkout.providerId, async (tx) => {
    await storeSession(tx, checkout.id, sessionId, url, iso(ms(checkout.expiresAt) + AFTER_THE_END));
    const { state } = (await findCheckout(tx, checkout.id))!;
    if (state === "expired" || state === "failed") return false;
    if (checkout.kind === "class") {
      await notifyPromoted(tx, checkout.subjectId!, url, iso(ctx.clock.now()));
      await mailPaymentLink(tx, checkout, url, iso(ctx.clock.now()));
    }
    return true;
  });
}

/** Nobody has a payment page, so nobody can pay: the hold ends. */
async function failCreation(ctx: Context, checkout: Checkout): Promise<void> {
  await ctx.db.write(checkout.providerId, async (tx) => {
    const fresh = await findCheckout(tx, checkout.id);
    if (fresh?.state !== "creating") return;
    await markUnpayable(tx, checkout.id, "failed");
    if (checkout.kind !== "class") return;
    const held = await findEnrollment(tx, checkout.subjectId!);
    if (held?.status !== "PendingPayment") return;
    await endUnpayableHold(ctx, tx, held, iso(ctx.clock.now()));
  });
}
