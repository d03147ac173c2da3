/** A scheduled class is changed or moved. */
import { type ClassInput, classOver, getClass, updateClass } from "../../domain/class_sessions.ts";
import { seatsLeft } from "../../domain/seats.ts";
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
    if (before.status !== "Scheduled") {
      throw classOver(before.status);
    }
    const next = { ...before, ...change };
    if (change.instructorId !== undefined) {
      next.instructorId = await resolveInstructor(tx, providerId, change.instructorId);
    }
    if (next.capacity < before.enrolledCount + before.heldCount) {
      throw new DomainError("capacity_too_low", "More seats than that are taken already.", {
        seatsTaken: before.enrolledCount + before.heldCount,
      });
    }
    await updateClass(tx, classId, next, now);
    const after = await getClass(tx, providerId, classId);
    if (after.scheduledAt !== before.scheduledAt) {
      await resetAttendance(tx, after, now);
      for (const enrollment of await listEnrollmentsOfClass(tx, classId, ["Confirmed", "PendingPayment"])) {
        await enqueueClassMoved(ctx, tx, enrollment, after, before.scheduledAt, now);
      }
    }
    if (seatsLeft(after) > seatsLeft(before)) {
      await seatOpened(ctx, tx, { providerId, classId }, `capacity:${after.sequence}`, now);
    } else if (seatsLeft(after) > 0) await offerSeats(ctx, tx, { providerId, classId }, now); // at another price or time
    return await recordClassEvent(tx, "class.updated", providerId, classId, now);
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
  return json;
}
