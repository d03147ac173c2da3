/** A class has taken place. */
import { getClass, setClassStatus } from "../../domain/class_sessions.ts";
import { managedClassJson } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { completeEnrollments } from "../../domain/enrollment_moves.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { recordClassEvent } from "../events/record_class.ts";

/** Confirmed → Completed. A second time changes nothing. @throws DomainError not_found, 410 (cancelled), 409 (not begun) */
export async function completeClass(ctx: Context, providerId: string, classId: string): Promise<string> {
  return await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const session = await getClass(tx, providerId, classId);
    if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
    if (session.scheduledAt > now) throw new DomainError("not_started", "This class has not started yet.");
    if (session.status === "Scheduled") {
      await setClassStatus(tx, classId, "Completed", now);
      await completeEnrollments(tx, providerId, classId, now);
      return await recordClassEvent(tx, "class.completed", providerId, classId, now);
    }
    return await managedClassJson(tx, providerId, classId);
  });
}
