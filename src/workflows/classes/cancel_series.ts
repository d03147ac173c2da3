/** A class is cancelled, and with it those that follow it in its series. */
import type { Tx } from "../../db/database.ts";
import { type ClassSession, getClass, listFollowing, setClassStatus } from "../../domain/class_sessions.ts";
import { listEnrollmentsOfClass } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { listRefundsOfClass } from "../../domain/refunds.ts";
import { beginSeriesChange, findSeriesCancellation } from "../../domain/series_changes.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { once } from "../idempotency/once.ts";
import { inTime } from "../in_time.ts";
import { cancelHoldsOfClass, type ClassCancelled, countCancelled, executeRefunds } from "./cancel_class.ts";
import { finishSeriesChange } from "./finish_series.ts";

/** So long a caller waits for Stripe; what is left then is gone on with. */
const PATIENCE_MS = 20_000;

/**
 * One write takes the classes off the schedule, all of them; then each is closed and refunded by itself, and each client gets one mail.
 * A repeat retries what failed. Classes that are cancelled or completed already are left as they are.
 * @returns the sums of what was done so far
 * @throws DomainError not_found, 410 (this one is completed)
 */
export function cancelSeries(
  ctx: Context,
  providerId: string,
  classId: string,
  message: string | null = null,
  patienceMs = PATIENCE_MS,
): Promise<ClassCancelled> {
  return ctx.inFlight.run(`cancel-series:${providerId}:${classId}`, async () => {
    const { id, classIds } = await once(
      ctx,
      providerId,
      (tx) => takeOffSchedule(ctx, tx, providerId, classId, message),
    );
    if (id !== null) await finishSeriesChange(ctx, id);
    const refunded = refundClasses(ctx, classIds);
    if (await inTime(refunded.then(() => true), patienceMs, false) === false) {
      refunded.catch((error) => ctx.log.error("series_half_refunded", { classId, name: String(error?.name) }));
    }
    ctx.wake("outbox");
    return sum(await Promise.all(classIds.map((one) => countCancelled(ctx, one))));
  });
}

/** The change to finish, null when there was nothing to cancel; and its classes. */
async function takeOffSchedule(
  ctx: Context,
  tx: Tx,
  providerId: string,
  classId: string,
  message: string | null,
): Promise<{ id: string | null; classIds: string[] }> {
  const now = iso(ctx.clock.now());
  const first = await getClass(tx, providerId, classId);
  if (first.status === "Completed") {
    throw new DomainError("class_completed", "This class is completed and can't be cancelled any more.");
  }
  const earlier = first.status === "Cancelled" ? await findSeriesCancellation(tx, providerId, classId) : null;
  const members = await listScheduled(tx, first);
  if (members.length === 0) return { id: earlier?.id ?? null, classIds: earlier?.classIds ?? [] };
  await Promise.all(members.map(async ({ id }) => {
    await setClassStatus(tx, id, "Cancelled", now);
    await recordClassEvent(tx, "class.cancelled", providerId, id, now);
  }));
  const classIds = members.map((one) => one.id);
  return await beginSeriesChange(tx, { providerId, kind: "cancelled", classIds, message }, now);
}

async function listScheduled(tx: Tx, first: ClassSession): Promise<ClassSession[]> {
  return (await listFollowing(tx, first)).filter((one) => one.status === "Scheduled");
}

async function refundClasses(ctx: Context, classIds: string[]): Promise<void> {
  for (const classId of classIds) {
    await cancelHoldsOfClass(ctx, await listEnrollmentsOfClass(ctx.db, classId, ["PendingPayment"]));
    const refunds = await listRefundsOfClass(ctx.db, classId, "class_cancelled");
    await executeRefunds(ctx, refunds.filter((one) => one.state === "intent"));
  }
}

function sum(all: ClassCancelled[]): ClassCancelled {
  const total = (key: keyof ClassCancelled) => all.reduce((cents, one) => cents + one[key], 0);
  return {
    refundedCount: total("refundedCount"),
    refundFailures: total("refundFailures"),
    creditedCount: total("creditedCount"),
    cancelledCount: total("cancelledCount"),
  };
}
