/** Reminds of classes: as long before as the studio says, whoever knew of that time earlier. */
import { getClass } from "../../domain/class_sessions.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { endReminders, listDueReminders, listReminded } from "../../domain/reminders.ts";
import { HOUR, iso, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { handleEachRow, waitAgain } from "../each_row.ts";
import { enqueueClassReminder } from "./enqueue_bookings.ts";

const AT_ONCE = 100;
const SHARE_A_COMMIT = 25;

/** Those that failed, and when each is tried again (ms): only while this process lives, for a new one may do better. */
const putOff = new WeakMap<Context, Map<string, number>>();

/** One reminder for each booking and time of its class. @returns how many reminders, and classes done with them, were due */
export async function sendReminders(ctx: Context): Promise<number> {
  const nowMs = ctx.clock.now();
  const waiting = putOff.get(ctx) ?? new Map<string, number>();
  putOff.set(ctx, waiting);
  for (const [id, until] of waiting) if (until + HOUR < nowMs) waiting.delete(id);
  const due = await listDueReminders(ctx.db, iso(nowMs), AT_ONCE + waiting.size);
  const rows = due.filter(({ id }) => (waiting.get(id) ?? 0) <= nowMs);
  await handleEachRow(
    ctx,
    { job: "send_reminders", rows, width: SHARE_A_COMMIT },
    (row) => sendReminder(ctx, row),
    ({ id, remindAt }) => Promise.resolve(waiting.set(id, nowMs + waitAgain(nowMs - ms(remindAt)))),
  );
  if (rows.length) ctx.wake("outbox");
  const reminded = await listReminded(ctx.db, iso(nowMs), AT_ONCE);
  // No provider's version is raised: the instant is in no cached answer.
  if (reminded.length) await ctx.db.write("reminders", (tx) => endReminders(tx, reminded, iso(nowMs)));
  return rows.length + reminded.length;
}

async function sendReminder(
  ctx: Context,
  { id, providerId, scheduledAt }: { id: string; providerId: string; scheduledAt: string },
): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const enrollment = await getEnrollment(tx, id);
    if (enrollment.status !== "Confirmed") return;
    const session = await getClass(tx, providerId, enrollment.classId);
    if (session.scheduledAt !== scheduledAt) return; // it moved just now: another time, another reminder
    await enqueueClassReminder(ctx, tx, enrollment, session, iso(ctx.clock.now()));
  });
}
