/** A scheduled class is changed or moved. */
import type { Tx } from "../../db/database.ts";
import { type ClassInput, classOver, type ClassSession, getClass, updateClass } from "../../domain/class_sessions.ts";
import { seatsLeft } from "../../domain/seats.ts";
import { addMovedItems, type SeriesChange } from "../../domain/series_changes.ts";
import type { Context } from "../context.ts";
import { listEnrollmentsOfClass } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { resetAttendance } from "./reset_attendance.ts";
import { enqueueClassMoved } from "../notifications/enqueue_classes.ts";
import { offerSeats, seatOpened } from "../bookings/offer_seats.ts";
import { resolveInstructor } from "./class_details.ts";

export type ClassChange = Partial<Omit<ClassInput, "serviceId" | "nameSnapshot">>;

/**
 * Changes a Scheduled class. Its customers are mailed when it moves; the owner is notified when seats open while somebody waits.
 * @throws DomainError not_found, 410 (cancelled or completed), 409 (fewer seats than are taken)
 */
export async function changeClass(
  ctx: Context,
  providerId: string,
  classId: string,
  change: ClassChange,
): Promise<string> {
  const json = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await getClass(tx, providerId, classId);
    if (before.status !== "Scheduled") throw classOver(before.status);
    await resolveInstructor(tx, providerId, change.instructorId);
    if (hasTooFewSeats(before, change)) {
      throw new DomainError("capacity_too_low", "More seats than that are taken already.", {
        seatsTaken: before.enrolledCount + before.heldCount,
      });
    }
    return await applyChange(ctx, tx, before, change, null, now);
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
  return json;
}

/** Whether the new capacity is less than the seats taken. */
export function hasTooFewSeats({ enrolledCount, heldCount }: ClassSession, { capacity }: ClassChange): boolean {
  return capacity !== undefined && capacity < enrolledCount + heldCount;
}

/**
 * Changes a class, as checked in this transaction.
 * @param series the change of its series, with which its customers are mailed; null: they are mailed now
 * @returns the class as JSON
 */
export async function applyChange(
  ctx: Context,
  tx: Tx,
  before: ClassSession,
  change: ClassChange,
  series: SeriesChange | null,
  now: string,
): Promise<string> {
  const { id, providerId } = before;
  await updateClass(tx, id, { ...before, ...change }, now);
  const after = await getClass(tx, providerId, id);
  if (after.scheduledAt !== before.scheduledAt) {
    await resetAttendance(tx, after, now);
    if (series) await addMovedItems(tx, series.id, id, before.scheduledAt);
    else {
      for (const enrollment of await listEnrollmentsOfClass(tx, id, ["Confirmed", "PendingPayment"])) {
        await enqueueClassMoved(ctx, tx, enrollment, after, before.scheduledAt, now);
      }
    }
  }
  const it = { providerId, classId: id };
  if (seatsLeft(after) > seatsLeft(before)) await seatOpened(ctx, tx, it, `capacity:${after.sequence}`, now);
  else if (seatsLeft(after) > 0) await offerSeats(ctx, tx, it, now); // at another price or time
  return await recordClassEvent(tx, "class.updated", providerId, id, now);
}
