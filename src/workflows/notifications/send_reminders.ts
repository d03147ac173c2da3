/** Reminds of classes: as long before as the studio says, whoever knew of that time earlier. */
import { getClass } from "../../domain/class_sessions.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { listDueReminders } from "../../domain/enrollment_lists.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { enqueueClassReminder } from "./enqueue_bookings.ts";

const AT_ONCE = 100;

/** One reminder for each booking and time of its class. @returns how many were due */
export async function sendReminders(ctx: Context): Promise<number> {
  const now = iso(ctx.clock.now());
  const due = await listDueReminders(ctx.db, now, AT_ONCE);
  for (const { id, providerId, scheduledAt } of due) {
    await ctx.db.write(providerId, async (tx) => {
      const enrollment = await getEnrollment(tx, id);
      if (enrollment.status !== "Confirmed") return;
      const session = await getClass(tx, providerId, enrollment.classId);
      if (session.scheduledAt !== scheduledAt) return; // it moved just now: another time, another reminder
      await enqueueClassReminder(ctx, tx, enrollment, session, now);
    });
  }
  if (due.length) ctx.wake("outbox");
  return due.length;
}
