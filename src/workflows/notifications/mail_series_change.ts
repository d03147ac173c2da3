/** Each client of a changed series gets one mail that names all that changes for them. */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { type Enrollment, getEnrollment } from "../../domain/enrollments.ts";
import { listNextItems, markEnqueued, type SeriesChange, type SeriesChangeItem } from "../../domain/series_changes.ts";
import { iso } from "../../domain/time.ts";
import { getEntry } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { enqueueClassCancelled, enqueueClassMoved } from "./enqueue_classes.ts";
import { type BookingInSeries, enqueueSeriesCancelled, enqueueSeriesMoved } from "./enqueue_series.ts";
import { enqueueWaitlistClosed } from "./enqueue_waitlist.ts";

/** Clients of one write. */
const SHARE_A_COMMIT = 20;

/** In small writes, so that nobody else waits long. */
export async function mailSeriesChange(ctx: Context, change: SeriesChange): Promise<void> {
  for (let mailed = SHARE_A_COMMIT; mailed === SHARE_A_COMMIT;) {
    mailed = await ctx.db.write(change.providerId, async (tx) => {
      const clients = await listNextItems(tx, change.id, SHARE_A_COMMIT);
      await Promise.all(clients.map((items) => mailClient(ctx, tx, change, items)));
      return clients.length;
    });
  }
}

async function mailClient(ctx: Context, tx: Tx, change: SeriesChange, items: SeriesChangeItem[]): Promise<void> {
  const now = iso(ctx.clock.now());
  const tell = change.kind === "moved" ? tellMoved : tellCancelled;
  await markEnqueued(tx, change.id, items[0].clientId, await tell(ctx, tx, change, items, now), now);
}

/** @returns the mail's dedupe key; null: the client has left these classes since */
async function tellMoved(
  ctx: Context,
  tx: Tx,
  change: SeriesChange,
  items: SeriesChangeItem[],
  now: string,
): Promise<string | null> {
  const all = await Promise.all(items.map((item) => readBooking(tx, change.providerId, item)));
  const moved = all.filter(({ enrollment: { status, classId }, session }) =>
    (status === "Confirmed" || status === "PendingPayment") && classId === session.id && session.status === "Scheduled"
  );
  if (moved.length === 0) return null;
  if (moved.length > 1) return await enqueueSeriesMoved(ctx, tx, change, byTime(moved), now);
  const [{ enrollment, session, data }] = moved;
  return await enqueueClassMoved(ctx, tx, enrollment, session, data.previousScheduledAt, now);
}

async function tellCancelled(
  _ctx: Context,
  tx: Tx,
  change: SeriesChange,
  items: SeriesChangeItem[],
  now: string,
): Promise<string> {
  const { providerId, message } = change;
  const [waits, bookings] = [items.filter(isWaiting), items.filter((item) => !isWaiting(item))];
  if (items.length > 1) {
    const booked = await Promise.all(bookings.map((item) => readBooking(tx, providerId, item)));
    const waitedFor = await Promise.all(waits.map((item) => getClass(tx, providerId, item.classId)));
    return await enqueueSeriesCancelled(tx, change, items[0].clientId, byTime(booked), waitedFor, now);
  }
  const [{ subjectId, classId, data }] = items;
  const session = await getClass(tx, providerId, classId);
  if (waits.length) {
    await enqueueWaitlistClosed(tx, await getEntry(tx, providerId, subjectId), session, message, now);
    return `waitlist_closed:${subjectId}`;
  }
  await enqueueClassCancelled(tx, beforeCancel(await getEnrollment(tx, subjectId)), session, { ...data, message }, now);
  return `class_cancelled:${subjectId}`;
}

const isWaiting = ({ subjectId }: SeriesChangeItem) => subjectId.startsWith("wl-");

async function readBooking(tx: Tx, providerId: string, { subjectId, classId, data }: SeriesChangeItem) {
  const [enrollment, session] = await Promise.all([getEnrollment(tx, subjectId), getClass(tx, providerId, classId)]);
  return { enrollment: beforeCancel(enrollment), session, data };
}

/** A mail about a cancellation carries the number that comes with it, whether it is made by now or waits for its refund. */
function beforeCancel(enrollment: Enrollment): Enrollment {
  return enrollment.status === "Cancelled" ? { ...enrollment, sequence: enrollment.sequence - 1 } : enrollment;
}

function byTime(bookings: BookingInSeries[]): BookingInSeries[] {
  const start = ({ session }: { session: ClassSession }) => session.scheduledAt;
  return bookings.toSorted((a, b) => start(a) < start(b) ? -1 : 1);
}
