/** Stripe is asked about every checkout whose time has come, so that a lost webhook loses nothing. */
import { setTipCharge } from "../../domain/appointments.ts";
import { type Checkout, findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { listCreatingCheckouts, listDueCheckouts, scheduleCheck } from "../../domain/checkout_checks.ts";
import type { Context } from "../context.ts";
import { findEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { HOUR, iso, MINUTE } from "../../domain/time.ts";
import { handleEachRow } from "../each_row.ts";
import { nextListing } from "./checkout_deadlines.ts";
import { waitForStripe } from "./dispute_checkout.ts";
import { expireSession } from "./close_checkout.ts";
import { endCheckout } from "./release_checkout.ts";
import { openCheckout } from "./open_checkout.ts";
import { syncCheckout } from "./sync_checkout.ts";
import { syncRefunds } from "./sync_refunds.ts";

/** So many rows are reconciled in one run. */
export const ROWS_PER_RUN = 60;

/** So many questions are put to Stripe at a time. */
export const AT_ONCE = 6;

/** When somebody is just creating its session, ask again after this. */
const ASK_AGAIN = MINUTE;

/** Checkouts whose creation a crash interrupted are resumed at once. Called at start, before anything new is under way. */
export async function resumeCheckouts(ctx: Context): Promise<void> {
  await reconcileRows(ctx, await listCreatingCheckouts(ctx.db));
}

/** @returns how many were due */
export async function reconcileCheckouts(ctx: Context): Promise<number> {
  const due = await listDueCheckouts(ctx.db, iso(ctx.clock.now()), ROWS_PER_RUN);
  await reconcileRows(ctx, due);
  return due.length;
}

function reconcileRows(ctx: Context, rows: { id: string }[]): Promise<void> {
  return handleEachRow(
    ctx,
    { job: "reconcile_checkouts", rows, width: AT_ONCE },
    ({ id }) => reconcileCheckout(ctx, id),
    // One that can't even be read is put off, too.
    ({ id }) => putOff(ctx, id).catch(() => checkAgain(ctx, id, HOUR)),
  );
}

async function reconcileCheckout(ctx: Context, id: string): Promise<void> {
  const checkout = (await findCheckout(ctx.db, id))!;
  if (ctx.inFlight.has(`open:${id}`)) return await checkAgain(ctx, id, ASK_AGAIN);
  if (checkout.state === "creating") return await resume(ctx, checkout);
  if (checkout.state === "paid") return await reconcilePayment(ctx, checkout);
  if (checkout.sessionId === null) return await checkAgain(ctx, id, null);
  // First asked, then expired: most pages past their end are paid or expired, and Stripe expires neither.
  const outcome = await syncCheckout(ctx, checkout);
  const closed = outcome === "open" ? await expireSession(ctx, checkout) : outcome;
  if (closed === "closed") await endCheckout(ctx, checkout);
}

/** Stripe gave no answer: it is asked again, and the seat of one past its time is released. */
async function putOff(ctx: Context, id: string): Promise<void> {
  const { providerId } = (await findCheckout(ctx.db, id))!;
  await ctx.db.write(providerId, async (tx) => {
    const checkout = (await findCheckout(tx, id))!;
    if (checkout.state !== "paid") await waitForStripe(ctx, tx, id);
    else await scheduleCheck(tx, id, nextListing(checkout, ctx.clock.now()));
  });
  ctx.wake("outbox");
}

async function checkAgain(ctx: Context, id: string, afterMs: number | null): Promise<void> {
  await ctx.db.write(null, (tx) => scheduleCheck(tx, id, afterMs === null ? null : iso(ctx.clock.now() + afterMs)));
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
  else await checkAgain(ctx, checkoutId, null);
}
