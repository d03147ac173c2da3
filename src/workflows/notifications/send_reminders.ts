/** Reminds of classes: a day before, whoever booked earlier than that. */
import { getClass } from "../../domain/class_sessions.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { listDueReminders } from "../../domain/enrollment_lists.ts";
import { HOUR, iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { enqueueClassReminder } from "./enqueue_bookings.ts";

const REMIND_BEFORE = 24 * HOUR;
const AT_ONCE = 100;

/** One reminder per booking. @returns how many were due */
export async function sendReminders(ctx: Context): Promise<number> {
  const nowMs = ctx.clock.now();
  const soon = await listDueReminders(ctx.db, iso(nowMs), iso(nowMs + REMIND_BEFORE), AT_ONCE);
  for (const { id, providerId } of soon) {
    await ctx.db.write(providerId, async (tx) => {
      const enrollment = await getEnrollment(tx, id);
      if (enrollment.status !== "Confirmed") return;
      const session = await getClass(tx, providerId, enrollment.classId);
      await enqueueClassReminder(ctx, tx, enrollment, session, iso(nowMs));
    });
  }
  if (soon.length) ctx.wake("outbox");
  return soon.length;
}
