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
import { addCancelledItem, isToldWithSeries, type SeriesChange } from "../../domain/series_changes.ts";
import { iso } from "../../domain/time.ts";
import { closeAll, listWaiting, type WaitlistEntry } from "../../domain/waitlist.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { enqueueClassCancelled } from "../notifications/enqueue_classes.ts";
import { enqueueWaitlistClosed } from "../notifications/enqueue_waitlist.ts";
import { classCancellation, giveBackIfDue, type GivenBack } from "../bookings/cancellation.ts";
import { beginCancellationRefund } from "../payments/begin_cancellation_refund.ts";

/** Everything that a cancelled class does to its bookings. @param series with which the clients are mailed; null: they are mailed now */
export async function closeClass(
  ctx: Context,
  tx: Tx,
  providerId: string,
  classId: string,
  message: string | null,
  series: SeriesChange | null = null,
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
  const closing: Closing = { ctx, tx, session, message, series, now };
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
  series: SeriesChange | null;
  now: string;
}

/** What a client is told of a booking. With the series it is told, if the class was cancelled so, now or before. */
async function tellBooked(
  { tx, session, message, series, now }: Closing,
  enrollment: Enrollment,
  gave: { refundCents: number } & GivenBack,
): Promise<void> {
  const { id: subjectId, clientId, classId } = enrollment;
  if (series) {
    await addCancelledItem(tx, series, { subjectId, clientId, classId, data: gave }, `class_cancelled:${subjectId}`);
  } else if (session.seriesId === null || !await isToldWithSeries(tx, subjectId)) {
    await enqueueClassCancelled(tx, enrollment, session, { ...gave, message }, now);
  }
}

async function tellWaiting({ tx, session, message, series, now }: Closing, entry: WaitlistEntry): Promise<void> {
  const { id: subjectId, clientId, classId } = entry;
  if (!series) return await enqueueWaitlistClosed(tx, entry, session, message, now);
  await addCancelledItem(tx, series, { subjectId, clientId, classId, data: {} }, `waitlist_closed:${subjectId}`);
}

async function closeWaitlist(closing: Closing): Promise<void> {
  const { tx, session, now } = closing;
  const waiting = await listWaiting(tx, session.id);
  await Promise.all(waiting.map((entry) => tellWaiting(closing, entry)));
  await closeAll(tx, { providerId: session.providerId, classId: session.id }, now);
}

/** Nobody missed a class that does not take place: no-shows are refunded like everybody else. */
async function reinstateNoShows({ tx, session, now }: Closing): Promise<void> {
  for (const absent of await listEnrollmentsOfClass(tx, session.id, ["NoShow"])) {
    if (!await findLiveEnrollment(tx, session.id, absent.clientId)) await undoNoShow(tx, absent, "Confirmed", now);
  }
}

/**
 * Cancels every confirmed booking, but those whose refund has to succeed first: these refunds are returned. All at once: none looks at
 * another's rows, and on a server their statements share round trips.
 */
async function cancelSeats(closing: Closing): Promise<Refund[]> {
  const seats = await listEnrollmentsOfClass(closing.tx, closing.session.id, ["Confirmed"]);
  const refunds = await Promise.all(seats.map((seat) => cancelSeat(closing, seat)));
  return refunds.filter((refund) => refund !== null);
}

async function cancelSeat(closing: Closing, enrollment: Enrollment): Promise<Refund | null> {
  const { ctx, tx, session, now } = closing;
  const how = classCancellation(session);
  const refund = await beginCancellationRefund(ctx, tx, enrollment, how, "class_cancelled", now, now);
  let given: GivenBack = { creditReturned: false, giftCard: null };
  if (!refund) {
    const fresh = await getEnrollment(tx, enrollment.id);
    if (fresh.status === "Confirmed") await markCancelled(tx, fresh, how, now);
    given = await giveBackIfDue(tx, enrollment, how, now);
  }
  const refundCents = refund?.amountCents ?? given.giftCard?.cents ?? 0;
  await tellBooked(closing, enrollment, { refundCents, ...given });
  return refund;
}

/** Holds are cancelled once Stripe has closed their Checkout Sessions. */
async function requestHoldCancellations(closing: Closing): Promise<Enrollment[]> {
  const { tx, session, now } = closing;
  const holds = await listEnrollmentsOfClass(tx, session.id, ["PendingPayment"]);
  await Promise.all(holds.map(async (held) => {
    await requestCancellation(tx, held.id, classCancellation(session), now);
    await tellBooked(closing, held, { refundCents: 0, creditReturned: false, giftCard: null });
  }));
  return holds;
}
