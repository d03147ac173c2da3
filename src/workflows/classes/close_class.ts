/** The first step of a class's cancellation, in one transaction: no more bookings, and every refund that is due is recorded. */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass, setClassStatus } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { markCancelled, requestCancellation } from "../../domain/cancellations.ts";
import {
  type Enrollment,
  findLiveEnrollment,
  getEnrollment,
  listEnrollmentsOfClass,
} from "../../domain/enrollments.ts";
import { undoNoShow } from "../../domain/attendance.ts";
import { DomainError } from "../../domain/errors.ts";
import type { Refund } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import { closeAll, listWaiting } from "../../domain/waitlist.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { enqueueClassCancelled } from "../notifications/enqueue_classes.ts";
import { enqueueWaitlistClosed } from "../notifications/enqueue_waitlist.ts";
import { classCancellation, returnCreditIfDue } from "../bookings/cancellation.ts";
import { beginCancellationRefund } from "../payments/begin_cancellation_refund.ts";

/** Everything that a cancelled class does to its bookings. */
export async function closeClass(
  ctx: Context,
  tx: Tx,
  providerId: string,
  classId: string,
  message: string | null,
): Promise<{ refunds: Refund[]; holds: Enrollment[] }> {
  const now = iso(ctx.clock.now());
  const session = await getClass(tx, providerId, classId);
  if (session.status === "Completed") {
    throw new DomainError("class_completed", "This class is completed and can't be cancelled any more.");
  }
  if (session.status === "Scheduled") {
    await setClassStatus(tx, classId, "Cancelled", now);
    await recordClassEvent(tx, "class.cancelled", providerId, classId, now);
  }
  const closing: Closing = { ctx, tx, session, message, now };
  await closeWaitlist(closing);
  await reinstateNoShows(closing);
  return { refunds: await cancelSeats(closing), holds: await requestHoldCancellations(closing) };
}

/** One class's closing: what each of its steps needs. */
interface Closing {
  ctx: Context;
  tx: Tx;
  session: ClassSession;
  message: string | null;
  now: string;
}

async function closeWaitlist({ tx, session, message, now }: Closing): Promise<void> {
  for (const entry of await listWaiting(tx, session.id)) {
    await enqueueWaitlistClosed(tx, entry, session, message, now);
  }
  await closeAll(tx, { providerId: session.providerId, classId: session.id }, now);
}

/** Nobody missed a class that does not take place: no-shows are refunded like everybody else. */
async function reinstateNoShows({ tx, session, now }: Closing): Promise<void> {
  for (const absent of await listEnrollmentsOfClass(tx, session.id, ["NoShow"])) {
    if (!await findLiveEnrollment(tx, session.id, absent.clientId)) await undoNoShow(tx, absent, "Confirmed", now);
  }
}

/** Cancels every confirmed booking at once, but those whose refund has to succeed first: these refunds are returned. */
async function cancelSeats({ ctx, tx, session, message, now }: Closing): Promise<Refund[]> {
  const refunds: Refund[] = [];
  const how = classCancellation(session);
  for (const enrollment of await listEnrollmentsOfClass(tx, session.id, ["Confirmed"])) {
    const refund = await beginCancellationRefund(ctx, tx, enrollment, how, "class_cancelled", now, now);
    let creditReturned = false;
    if (refund) refunds.push(refund);
    else {
      const fresh = await getEnrollment(tx, enrollment.id);
      if (fresh.status === "Confirmed") await markCancelled(tx, fresh, how, now);
      creditReturned = await returnCreditIfDue(tx, enrollment, how, now);
    }
    const refundCents = refund?.amountCents ?? 0;
    await enqueueClassCancelled(tx, enrollment, session, { refundCents, creditReturned, message }, now);
  }
  return refunds;
}

/** Holds are cancelled once Stripe has closed their Checkout Sessions. */
async function requestHoldCancellations({ tx, session, message, now }: Closing): Promise<Enrollment[]> {
  const holds = await listEnrollmentsOfClass(tx, session.id, ["PendingPayment"]);
  for (const held of holds) {
    await requestCancellation(tx, held.id, classCancellation(session), now);
    await enqueueClassCancelled(tx, held, session, { refundCents: 0, creditReturned: false, message }, now);
  }
  return holds;
}
