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

/** So many rows are reconciled in one run. */
export const AT_ONCE = 20;

/** Stripe reports a bank payment by an event; this only catches a lost one. */
const ASK_BANK_EVERY = 6 * HOUR;

/** When Stripe did not answer, ask again after this. */
const ASK_AGAIN = MINUTE;

/** Checkouts whose creation a crash interrupted are resumed at once. Called at start, before anything new is under way. */
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
        const outcome = await syncCheckout(ctx, checkout);
        if (outcome === "processing") return await checkAgain(ctx, checkout, ASK_BANK_EVERY);
        if (outcome === "closed") await failBankPayment(ctx, checkout.id);
        return;
      }
      case "paid":
        return await reconcilePayment(ctx, checkout);
      default:
        return await checkAgain(ctx, checkout, null);
    }
  } catch (error) {
    await checkAgain(ctx, checkout, ASK_AGAIN); // whatever it was: one row must not hold up the others
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

/** Under the same idempotency key Stripe answers the session it created, or creates it now. Without a live hold nobody waits for it. */
async function resume(ctx: Context, checkout: Checkout): Promise<void> {
  const held = checkout.kind === "class" ? await findEnrollment(ctx.db, checkout.subjectId!) : null;
  if (held?.status !== "PendingPayment") {
    await ctx.db.write(checkout.providerId, async (tx) => {
      if ((await findCheckout(tx, checkout.id))?.state === "creating") await markUnpayable(tx, checkout.id, "failed");
    });
    return;
  }
  await openCheckout(ctx, checkout.id).catch((error) => {
    if (!(error instanceof DomainError)) throw error; // the hold is released already, as for a request
  });
}

/** What the event of a payment does not say: the charge of a tip, and the payment's refunds. */
async function reconcilePayment(ctx: Context, checkout: Checkout): Promise<void> {
  const { id: checkoutId, accountId, paymentIntentId } = checkout;
  const chargeId = checkout.fulfillmentKind === "tip" && paymentIntentId
    ? await ctx.payments.findChargeId(accountId, paymentIntentId)
    : null;
  if (chargeId) await ctx.db.write(checkout.providerId, (tx) => setTipCharge(tx, checkout.subjectId!, chargeId));
  if (paymentIntentId) await syncRefunds(ctx, checkoutId);
  else await checkAgain(ctx, checkout, null);
}
