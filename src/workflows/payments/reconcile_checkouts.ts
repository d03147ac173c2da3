/** Stripe is asked about every checkout whose time has come, so that a lost webhook loses nothing. */
import { setTipCharge } from "../../domain/appointments.ts";
import {
  type Checkout,
  findCheckout,
  listCreatingCheckouts,
  listDueCheckouts,
  markUnpayable,
  scheduleCheck,
} from "../../domain/checkouts.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { findEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { HOUR, iso, MINUTE } from "../../domain/time.ts";
import { syncCheckout } from "./sync_checkout.ts";
import { failBankPayment, releaseCheckout } from "./release_checkout.ts";
import { openCheckout } from "./open_checkout.ts";
import { syncRefunds } from "./sync_refunds.ts";

export const AT_ONCE = 20;

/** Stripe tells of a bank payment by itself; this only catches a lost event. */
const ASK_BANK_EVERY = 6 * HOUR;

/** When Stripe did not answer, ask again after this. */
const ASK_AGAIN = MINUTE;

/** Checkouts whose making a crash cut off are taken up at once: called at start, before anything new is under way. */
export async function resumeCheckouts(ctx: Context): Promise<void> {
  for (const checkout of await listCreatingCheckouts(ctx.db)) await reconcileCheckout(ctx, checkout);
}

/** @returns how many were due */
export async function reconcileCheckouts(ctx: Context): Promise<number> {
  const due = await listDueCheckouts(ctx.db, iso(ctx.clock.now()), AT_ONCE);
  for (const checkout of due) await reconcileCheckout(ctx, checkout);
  return due.length;
}

async function reconcileCheckout(ctx: Context, checkout: Checkout): Promise<void> {
  if (ctx.inFlight.has(`open:${checkout.id}`)) return await checkAgain(ctx, checkout, ASK_AGAIN);
  try {
    switch (checkout.state) {
      case "creating":
        return await resume(ctx, checkout);
      case "open":
        return void await releaseCheckout(ctx, checkout.id);
      case "processing": {
        const said = await syncCheckout(ctx, checkout);
        if (said === "processing") return await checkAgain(ctx, checkout, ASK_BANK_EVERY);
        if (said === "closed") await failBankPayment(ctx, checkout.id);
        return;
      }
      case "paid":
        return await reconcilePayment(ctx, checkout);
      default:
        return await checkAgain(ctx, checkout, null);
    }
  } catch (error) {
    await checkAgain(ctx, checkout, ASK_AGAIN); // whatever it was: one row must not keep the others from their turn
    if (!(error instanceof DomainError || error instanceof PaymentsError)) throw error;
    ctx.log.warn("checkout_not_reconciled", { checkoutId: checkout.id, state: checkout.state, message: error.message });
  }
}

async function checkAgain(ctx: Context, checkout: Checkout, afterMs: number | null): Promise<void> {
  await ctx.db.write(
    null,
    (tx) => scheduleCheck(tx, checkout.id, afterMs === null ? null : iso(ctx.clock.now() + afterMs)),
  );
}

/** With the same key: Stripe answers the session it made, or makes it now. Where nobody waits for the address, it is left unmade. */
async function resume(ctx: Context, checkout: Checkout): Promise<void> {
  const held = checkout.kind === "class" ? await findEnrollment(ctx.db, checkout.subjectId!) : null;
  if (held?.status !== "PendingPayment") {
    await ctx.db.write(checkout.providerId, async (tx) => {
      if ((await findCheckout(tx, checkout.id))?.state === "creating") await markUnpayable(tx, checkout.id, "failed");
    });
    return;
  }
  await openCheckout(ctx, checkout.id).catch((error) => {
    if (!(error instanceof DomainError)) throw error; // the hold is gone, as it would be for a request
  });
}

/** What its event could not say of a payment: the charge behind a tip, and how its refunds stand. */
async function reconcilePayment(ctx: Context, checkout: Checkout): Promise<void> {
  const { id: checkoutId, accountId, paymentIntentId } = checkout;
  const chargeId = checkout.fulfillmentKind === "tip" && paymentIntentId
    ? await ctx.payments.findChargeId(accountId, paymentIntentId)
    : null;
  if (chargeId) await ctx.db.write(checkout.providerId, (tx) => setTipCharge(tx, checkout.subjectId!, chargeId));
  if (paymentIntentId) await syncRefunds(ctx, checkoutId);
  else await checkAgain(ctx, checkout, null);
}
