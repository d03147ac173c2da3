/** Giving a seat back: by the customer, by the owner, or with the whole class. Money first, then the seat: a refund that fails cancels nothing. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { type ClassSession, findClass, getClass, setClassStatus } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import {
  type Cancellation,
  dropPlan,
  type Enrollment,
  findEnrollment,
  findLiveEnrollment,
  getEnrollment,
  getEnrollmentOf,
  listEnrollmentsOfClass,
  markCancelled,
  planCancellation,
  plannedCancellation,
  type RefundChoice,
  undoNoShow,
} from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { returnCredit } from "../../domain/packages.ts";
import {
  createRefund,
  findRefundOfCancellation,
  findStandingRefund,
  listRefundsOfClass,
  type Refund,
  retryUntilRefunded,
} from "../../domain/refunds.ts";
import { HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { closeAll, listWaiting } from "../../domain/waitlist.ts";
import { closeCheckout } from "../payments/checkout.ts";
import { cancelTokenEnd } from "../notifications/customer_links.ts";
import { enqueueBookingCancelled } from "../notifications/enqueue_bookings.ts";
import { enqueueClassCancelled } from "../notifications/enqueue_classes.ts";
import { enqueueSeatOpened, enqueueWaitlistClosed } from "../notifications/enqueue_waitlist.ts";
import { executeRefund, finishCancellation } from "../payments/refund.ts";

export interface Cancelled {
  enrollmentId: string;
  cancelledAt: string;
  lateCancel: boolean;
  cancelWindowHours: number;
  refundedCents: number;
  refundId: string | null;
  creditReturned: boolean;
}

export interface CancelOrder {
  by: "customer" | "owner";
  reason: string | null;
  /** `policy`: as the cancel window says. */
  choice: RefundChoice;
}

/**
 * A customer's cancel, by the token bound to the booking.
 * @throws DomainError unauthenticated (token), not_found, gone, downstream
 */
export async function cancelByToken(
  ctx: Context,
  enrollmentId: string,
  token: string,
  reason: string | null,
): Promise<Cancelled> {
  const verified = ctx.tokens.verify("v1", token, ctx.clock.now());
  const record = verified.ok || verified.reason === "expired" ? verified.record : null;
  if (record !== enrollmentId || !verified.ok && !await isMovedBeyond(ctx, enrollmentId)) {
    throw new DomainError("unauthenticated", "The cancel token is not valid for this booking, or has expired.");
  }
  return await cancelEnrollment(ctx, enrollmentId, { by: "customer", reason, choice: "policy" });
}

/** Whether a token that was made for an earlier time of the class is still good, because the class was moved to a later one. */
async function isMovedBeyond(ctx: Context, enrollmentId: string): Promise<boolean> {
  const enrollment = await findEnrollment(ctx.db, enrollmentId);
  const session = enrollment && await findClass(ctx.db, enrollment.providerId, enrollment.classId);
  return session !== null && ctx.clock.now() < cancelTokenEnd(session.scheduledAt);
}

/** An owner's cancel. @throws DomainError not_found (also another provider's), gone, downstream */
export async function cancelByOwner(
  ctx: Context,
  providerId: string,
  enrollmentId: string,
  order: { choice: RefundChoice; reason: string | null },
): Promise<Cancelled> {
  await getEnrollmentOf(ctx.db, providerId, enrollmentId);
  return await cancelEnrollment(ctx, enrollmentId, { by: "owner", ...order });
}

/**
 * Cancels once: whoever asks while it runs, and after, gets the same answer.
 * @throws DomainError not_found, gone, downstream (then the booking is as it was)
 */
export function cancelEnrollment(ctx: Context, enrollmentId: string, order: CancelOrder): Promise<Cancelled> {
  return ctx.inFlight.run(`cancel:${enrollmentId}`, async () => {
    for (let round = 0; round < 4; round++) {
      const enrollment = await getEnrollment(ctx.db, enrollmentId);
      switch (enrollment.status) {
        case "Cancelled":
          return await cancelled(ctx, enrollment);
        case "Completed":
        case "NoShow":
          throw new DomainError("gone", "This booking is over and can't be cancelled any more.");
        case "Expired":
          throw new DomainError("gone", "This booking was never paid and has expired.");
        case "PendingPayment":
          await cancelHold(ctx, enrollment, order);
          break;
        case "Confirmed":
          await cancelConfirmed(ctx, enrollment, order).catch(async (error) => {
            // Refused, because the studio has given all of it back itself: then the booking is cancelled by that.
            if ((await getEnrollment(ctx.db, enrollmentId)).status !== "Cancelled") throw error;
          });
          break;
      }
    }
    throw new DomainError("downstream", "The booking is just changing. Please try again.");
  });
}

/** The same answer at the first and at every later call. */
async function cancelled(ctx: Context, enrollment: Enrollment): Promise<Cancelled> {
  const refund = await findRefundOfCancellation(ctx.db, enrollment.id, enrollment.cancelledBy === "dashboard");
  return {
    enrollmentId: enrollment.id,
    cancelledAt: enrollment.cancelledAt!,
    lateCancel: enrollment.lateCancel!,
    cancelWindowHours: enrollment.cancelWindowHours!,
    refundedCents: refund?.amountCents ?? 0,
    refundId: refund?.stripeRefundId ?? null,
    creditReturned: enrollment.paidWith === "credit" && givesBack(enrollment.refundChoice!, enrollment.lateCancel!),
  };
}

/** Late: less than the window remains. Exactly the window is not late. */
function plan(ctx: Context, session: ClassSession, order: CancelOrder): Cancellation {
  const late = ms(session.scheduledAt) - ctx.clock.now() < session.cancelWindowHours * HOUR;
  return { by: order.by, reason: order.reason, windowHours: session.cancelWindowHours, late, choice: order.choice };
}

const givesBack = (choice: RefundChoice, late: boolean) => choice === "full" || choice === "policy" && !late;

// ---------------------------------------------------------------- a hold

/** Closes the hold's session at Stripe, then frees the seat. Paid a moment ago, it is Confirmed, and the next round cancels that. */
async function cancelHold(ctx: Context, held: Enrollment, order: CancelOrder): Promise<void> {
  await ctx.db.write(held.providerId, async (tx) => {
    const session = await getClass(tx, held.providerId, held.classId);
    await planCancellation(tx, held.id, plan(ctx, session, order), iso(ctx.clock.now()));
  });
  const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
  let closed: "closed" | "paid" | "processing";
  try {
    closed = await closeCheckout(ctx, checkout);
  } catch (error) {
    await ctx.db.write(held.providerId, async (tx) => {
      // Paid meanwhile, its plan may be another cancel's, whose refund is at Stripe.
      if ((await getEnrollment(tx, held.id)).status === "PendingPayment") await dropPlan(tx, held.id);
    });
    throw error;
  }
  if (closed !== "paid") await finishHoldCancel(ctx, held, order);
}

async function finishHoldCancel(ctx: Context, held: Enrollment, order: CancelOrder): Promise<void> {
  await ctx.db.write(held.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, held.id);
    if (fresh.status !== "PendingPayment" && fresh.status !== "Expired") return;
    const session = await getClass(tx, held.providerId, held.classId);
    const how = plannedCancellation(fresh) ?? plan(ctx, session, order);
    const checkout = await findCheckout(tx, held.checkoutId!);
    await markCancelled(tx, fresh, how, now);
    // While the bank works the session stays: money that comes for it is refunded.
    if (checkout && checkout.state !== "processing") await markUnpayable(tx, checkout.id, "expired");
    if (how.by === "owner") {
      await enqueueBookingCancelled(tx, fresh, session, how, { refundedCents: 0, creditReturned: false }, now);
    }
    if (fresh.status === "PendingPayment") {
      await enqueueSeatOpened(tx, { ...session, heldCount: session.heldCount - 1 }, held.id, now);
    }
  });
  ctx.wake("outbox");
}

// ---------------------------------------------------------------- a confirmed seat

async function cancelConfirmed(ctx: Context, confirmed: Enrollment, order: CancelOrder): Promise<void> {
  const refund = await ctx.db.write(confirmed.providerId, async (tx): Promise<Refund | null> => {
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, confirmed.id);
    if (fresh.status !== "Confirmed") return null;
    const session = await getClass(tx, fresh.providerId, fresh.classId);
    const how = plan(ctx, session, order);
    const owed = await refundOwed(tx, fresh, how, "cancellation", iso(ctx.clock.now() + MINUTE), now);
    if (owed) return owed;
    await cancelWithoutMoney(tx, fresh, session, how, now);
    return null;
  });
  ctx.wake("outbox");
  if (refund) await executeRefund(ctx, refund.id);
}

/**
 * The refund that this cancel has to make, written down; or one that is already under way, or made but not followed by
 * its cancel: then the plan made for that one holds.
 */
async function refundOwed(
  tx: Tx,
  enrollment: Enrollment,
  how: Cancellation,
  reason: "cancellation" | "class_cancelled",
  tryAt: string,
  now: string,
): Promise<Refund | null> {
  if (enrollment.paidWith !== "card" || !enrollment.checkoutId) return null;
  const standing = await findStandingRefund(tx, enrollment.checkoutId);
  if (standing) {
    if (standing.state === "intent") {
      // A class that is cancelled owes it whatever Stripe says first: from now on it is tried until it succeeds.
      if (reason === "class_cancelled") await retryUntilRefunded(tx, standing.id);
      return standing;
    }
    if (plannedCancellation(enrollment)) await finishCancellation(tx, enrollment.id, standing, now);
    return null;
  }
  if (!givesBack(how.choice, how.late)) return null;
  const checkout = (await findCheckout(tx, enrollment.checkoutId))!;
  const left = leftToRefund(checkout);
  if (left === 0) return null;
  await planCancellation(tx, enrollment.id, how, now);
  return await createRefund(tx, checkout, { enrollmentId: enrollment.id, amountCents: left, reason }, tryAt, now);
}

/** What the studio has not given back in its own dashboard already. */
const leftToRefund = (checkout: Checkout) => Math.max(0, checkout.amountCents - checkout.refundedOutsideCents);

/** Free, by credit, late, or already given back: no call to Stripe. */
async function cancelWithoutMoney(
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  how: Cancellation,
  now: string,
): Promise<void> {
  const fresh = await getEnrollment(tx, enrollment.id);
  if (fresh.status !== "Confirmed") return;
  await markCancelled(tx, fresh, how, now);
  const creditReturned = await giveCreditBack(tx, fresh, how, now);
  await enqueueBookingCancelled(tx, fresh, session, how, { refundedCents: 0, creditReturned }, now);
  await enqueueSeatOpened(tx, { ...session, enrolledCount: session.enrolledCount - 1 }, fresh.id, now);
}

async function giveCreditBack(tx: Tx, enrollment: Enrollment, how: Cancellation, now: string): Promise<boolean> {
  if (enrollment.paidWith !== "credit" || !enrollment.clientPackageId || !givesBack(how.choice, how.late)) return false;
  return await returnCredit(tx, enrollment.providerId, enrollment.clientPackageId, enrollment.id, now);
}

// ---------------------------------------------------------------- a whole class

export interface ClassCancelled {
  /** Card payments given back so far. */
  refundedCount: number;
  /** Card payments that could not be given back yet: their customers keep a Confirmed booking until a repeat, or the server itself, succeeds. */
  refundFailures: number;
  creditedCount: number;
  cancelledCount: number;
}

/** At most so many refunds of one class are asked for at a time. */
const REFUNDS_AT_ONCE = 6;

const cancelKey = (providerId: string, classId: string) => `cancel-class:${providerId}:${classId}`;

/**
 * Cancels a class: every seat is refunded or credited whatever the window, and everybody is told, in the owner's own words if there are
 * any. Whoever asks while it runs gets the same answer; a repeat takes up what failed.
 * @throws DomainError not_found, gone (completed)
 */
export function cancelClass(
  ctx: Context,
  providerId: string,
  classId: string,
  message: string | null = null,
): Promise<ClassCancelled> {
  return ctx.inFlight.run(cancelKey(providerId, classId), async () => {
    const { refunds, holds } = await ctx.db.write(
      providerId,
      (tx) => closeClass(ctx, tx, providerId, classId, message),
    );
    ctx.wake("outbox");
    for (const held of holds) await cancelHoldOfClass(ctx, held);
    const queue = [...refunds];
    await Promise.all(Array.from({ length: Math.min(REFUNDS_AT_ONCE, queue.length) }, async () => {
      for (let refund = queue.shift(); refund; refund = queue.shift()) {
        await executeRefund(ctx, refund.id).catch(refuseOnlyFaults);
      }
    }));
    ctx.wake("outbox");
    return await countCancelled(ctx, classId);
  });
}

/** Whether a class is being cancelled in this process just now. */
export function isBeingCancelled(ctx: Context, providerId: string, classId: string): boolean {
  return ctx.inFlight.has(cancelKey(providerId, classId));
}

/**
 * The same for somebody at a page: answers when all is done, or after `patienceMs` with null while it goes on. What breaks then is
 * logged; the refunds are written down, so the worker ends them.
 * @throws DomainError not_found, gone (completed)
 */
export async function beginCancelClass(
  ctx: Context,
  providerId: string,
  classId: string,
  message: string | null,
  patienceMs: number,
): Promise<ClassCancelled | null> {
  const work = cancelClass(ctx, providerId, classId, message).catch(async (error) => {
    if (error instanceof DomainError || (await getClass(ctx.db, providerId, classId)).status !== "Cancelled") {
      throw error;
    }
    ctx.log.error("class_half_cancelled", { classId, name: error instanceof Error ? error.name : "unknown" });
    return null;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<"goes on">((resolve) => timer = setTimeout(resolve, patienceMs, "goes on"));
  try {
    const first = await Promise.race([work, patience]);
    if (first !== "goes on") return first;
    work.catch((error) =>
      ctx.log[error instanceof DomainError ? "warn" : "error"]("class_not_cancelled", {
        classId,
        name: String(error?.name),
      })
    );
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal is counted, and tried again by the worker; a fault of our own is not hidden. */
function refuseOnlyFaults(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

/** One transaction: after it the class can't be booked, and every refund that is owed is written down. */
async function closeClass(
  ctx: Context,
  tx: Tx,
  providerId: string,
  classId: string,
  message: string | null,
): Promise<{ refunds: Refund[]; holds: Enrollment[] }> {
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, providerId, classId);
  if (session.status === "Completed") {
    throw new DomainError("gone", "This class is completed and can't be cancelled any more.");
  }
  if (session.status === "Scheduled") await setClassStatus(tx, classId, "Cancelled", now);
  await tellWaiting(tx, session, message, now);
  // Who did not come to a class that is called off has paid for nothing, like everybody else.
  for (const absent of await listEnrollmentsOfClass(tx, classId, ["NoShow"])) {
    if (!await findLiveEnrollment(tx, classId, absent.clientId)) await undoNoShow(tx, absent.id, "Confirmed", now);
  }
  const how: Cancellation = {
    by: "class",
    reason: null,
    windowHours: session.cancelWindowHours,
    late: false,
    choice: "full",
  };
  const refunds: Refund[] = [];
  for (const enrollment of await listEnrollmentsOfClass(tx, classId, ["Confirmed"])) {
    const refund = await refundOwed(tx, enrollment, how, "class_cancelled", now, now);
    if (refund) {
      refunds.push(refund);
      await enqueueClassCancelled(tx, enrollment, session, {
        refundCents: refund.amountCents,
        creditReturned: false,
        message,
      }, now);
      continue;
    }
    const fresh = await getEnrollment(tx, enrollment.id);
    if (fresh.status === "Confirmed") await markCancelled(tx, fresh, how, now);
    const creditReturned = await giveCreditBack(tx, enrollment, how, now);
    await enqueueClassCancelled(tx, enrollment, session, { refundCents: 0, creditReturned, message }, now);
  }
  const holds = await listEnrollmentsOfClass(tx, classId, ["PendingPayment"]);
  for (const held of holds) {
    await planCancellation(tx, held.id, how, now);
    await enqueueClassCancelled(tx, held, session, { refundCents: 0, creditReturned: false, message }, now);
  }
  return { refunds, holds };
}

async function tellWaiting(tx: Tx, session: ClassSession, message: string | null, now: string): Promise<void> {
  for (const entry of await listWaiting(tx, session.id)) {
    await enqueueWaitlistClosed(tx, entry, session, message, now);
  }
  await closeAll(tx, session.id);
}

/** What Stripe does not close now, the reconciler closes at the end of the hold; money that still comes is refunded. */
async function cancelHoldOfClass(ctx: Context, held: Enrollment): Promise<void> {
  try {
    const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
    if (await closeCheckout(ctx, checkout) === "paid") return;
    await finishHoldCancel(ctx, held, { by: "owner", reason: null, choice: "full" });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    ctx.log.warn("hold_not_closed", { enrollmentId: held.id });
  }
}

async function countCancelled(ctx: Context, classId: string): Promise<ClassCancelled> {
  const refunds = await listRefundsOfClass(ctx.db, classId, "class_cancelled");
  const all = await listEnrollmentsOfClass(ctx.db, classId, ["Cancelled", "Confirmed"]);
  const byClass = all.filter((one) => one.status === "Cancelled" && one.cancelledBy === "class");
  return {
    refundedCount: refunds.filter((one) => one.state === "succeeded" || one.state === "pending").length,
    refundFailures: all.filter((one) => one.status === "Confirmed").length,
    creditedCount: byClass.filter((one) => one.paidWith === "credit").length,
    cancelledCount: byClass.length,
  };
}
