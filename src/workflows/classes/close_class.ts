/** The first step of a class's cancellation, in one transaction: no more bookings, and every refund that is due is recorded. */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass, setClassStatus } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { type Cancellation, markCancelled, requestCancellation } from "../../domain/cancellations.ts";
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
import { enqueueClassCancelled } from "../notifications/enqueue_classes.ts";
import { enqueueWaitlistClosed } from "../notifications/enqueue_waitlist.ts";
import { returnCreditIfDue } from "../bookings/cancellation.ts";
import { beginCancellationRefund } from "../payments/begin_cancellation_refund.ts";

/** One transaction: after it the class can't be booked, and every refund that is owed is written down. */
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
    throw new DomainError("gone", "This class is completed and can't be cancelled any more.");
  }
  if (session.status === "Scheduled") await setClassStatus(tx, classId, "Cancelled", now);
  await closeWaitlist(tx, session, message, now);
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
    const refund = await beginCancellationRefund(ctx, tx, enrollment, how, "class_cancelled", now, now);
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
    const creditReturned = await returnCreditIfDue(tx, enrollment, how, now);
    await enqueueClassCancelled(tx, enrollment, session, { refundCents: 0, creditReturned, message }, now);
  }
  const holds = await listEnrollmentsOfClass(tx, classId, ["PendingPayment"]);
  for (const held of holds) {
    await requestCancellation(tx, held.id, how, now);
    await enqueueClassCancelled(tx, held, session, { refundCents: 0, creditReturned: false, message }, now);
  }
  return { refunds, holds };
}

async function closeWaitlist(tx: Tx, session: ClassSession, message: string | null, now: string): Promise<void> {
  for (const entry of await listWaiting(tx, session.id)) {
    await enqueueWaitlistClosed(tx, entry, session, message, now);
  }
  await closeAll(tx, session.id);
}
