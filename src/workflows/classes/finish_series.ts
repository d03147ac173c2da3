/** What a change of a series leaves to be done: its cancelled classes are closed one by one, and each client gets one mail. */
import { getSeriesChange, listDueSeriesChanges, type SeriesChange, setNextTry } from "../../domain/series_changes.ts";
import { iso, ms } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { handleEachRow, waitAgain } from "../each_row.ts";
import { mailSeriesChange } from "../notifications/mail_series_change.ts";
import { closeClass } from "./close_class.ts";

const AT_ONCE = 10;

/** Takes up whatever is due, also what a crash cut off. @returns how many */
export async function finishSeriesChanges(ctx: Context): Promise<number> {
  const nowMs = ctx.clock.now();
  const rows = await listDueSeriesChanges(ctx.db, iso(nowMs), AT_ONCE);
  await handleEachRow(
    ctx,
    { job: "finish_series", rows, width: 1 },
    (row) => finishSeriesChange(ctx, row.id),
    ({ id, createdAt, providerId }) =>
      ctx.db.write(providerId, (tx) => setNextTry(tx, id, iso(nowMs + waitAgain(nowMs - ms(createdAt))))),
  );
  return rows.length;
}

/** Whoever asks while it runs waits for the same run; one that is finished is left alone. Each step may be done twice. */
export function finishSeriesChange(ctx: Context, id: string): Promise<void> {
  return ctx.inFlight.run(`series-change:${id}`, async () => {
    const change = await getSeriesChange(ctx.db, id);
    if (change.nextTryAt === null) return;
    if (change.kind === "cancelled") await closeClasses(ctx, change);
    await mailSeriesChange(ctx, change);
    await ctx.db.write(change.providerId, (tx) => setNextTry(tx, id, null));
    ctx.wake("outbox");
    ctx.wake("refunds");
  });
}

/** A write for each class: nobody else waits longer than for one. */
async function closeClasses(ctx: Context, change: SeriesChange): Promise<void> {
  const { providerId, classIds, message } = change;
  for (const classId of classIds) {
    await ctx.db.write(providerId, (tx) => closeClass(ctx, tx, providerId, classId, message, change));
  }
}
