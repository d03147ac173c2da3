/** The classes take place, without those who cancelled or did not come; one is cancelled. */
import { HOUR, MINUTE, ms } from "../../../domain/time.ts";
import { cancelEnrollment } from "../../../workflows/bookings/cancel_enrollment.ts";
import { cancelClass } from "../../../workflows/classes/cancel_class.ts";
import { completeClass } from "../../../workflows/classes/complete_class.ts";
import { recordNoShow } from "../../../workflows/classes/no_show.ts";
import type { Context } from "../../../workflows/context.ts";
import { asOf } from "./as_of.ts";
import { forEachAtOnce } from "./at_once.ts";
import type { PastStudio } from "./past_studio.ts";
import type { Past, Visit } from "./plan.ts";

/** So long before the class. The studio's window is 24 hours. */
const CANCEL_HOURS = { cancelled: 26, cancelled_late: 3 };
const CLASS_CANCELLED_HOURS = 20;

/** @param enrollments the ids of the visits' bookings, all settled */
export async function holdClasses(
  ctx: Context,
  { tenant: { providerId } }: PastStudio,
  past: Past,
  classIds: string[],
  enrollments: Map<Visit, string>,
): Promise<void> {
  await forEachAtOnce([...enrollments], async ([visit, id]) => {
    if (visit.fate !== "cancelled" && visit.fate !== "cancelled_late") return;
    const then = asOf(ctx, ms(past.classes[visit.class].scheduledAt) - CANCEL_HOURS[visit.fate] * HOUR);
    await cancelEnrollment(then, id, { by: "customer", reason: null, choice: "policy" });
  });
  await forEachAtOnce([...past.classes.entries()], async ([n, { scheduledAt, endsAtMs, isCancelled }]) => {
    if (isCancelled) {
      const then = asOf(ctx, ms(scheduledAt) - CLASS_CANCELLED_HOURS * HOUR);
      return void await cancelClass(then, providerId, classIds[n], "Mia is ill. We are sorry!");
    }
    const then = asOf(ctx, endsAtMs + 10 * MINUTE);
    for (const [visit, id] of enrollments) {
      if (visit.class === n && visit.fate === "missed") await recordNoShow(then, providerId, id);
    }
    await completeClass(then, providerId, classIds[n]);
  });
}
