import { DAY, HOUR, iso } from "../../../domain/time.ts";
import { bookAppointment } from "../../../workflows/appointments/book_appointment.ts";
import { completeAppointment } from "../../../workflows/appointments/complete_appointment.ts";
import type { Context } from "../../../workflows/context.ts";
import { startTip } from "../../../workflows/payments/start_tip.ts";
import { PAST_TIPS } from "../data.ts";
import { asOf } from "./as_of.ts";
import type { PastStudio } from "./past_studio.ts";
import { type Past, PEOPLE } from "./plan.ts";
import { forEachAtOnce } from "./at_once.ts";

/** Appointments that took place; after most of them a tip. */
export async function takeTips(ctx: Context, { tenant, catalog, till }: PastStudio, { beginsAtMs }: Past) {
  await forEachAtOnce(PAST_TIPS, async ({ client, day, amountCents }) => {
    const visitMs = beginsAtMs + day * DAY;
    const then = (hours: number) => asOf(ctx, visitMs + hours * HOUR);
    const made = await bookAppointment(then(-48), tenant.providerId, {
      serviceId: catalog.services.flow,
      scheduledAt: iso(visitMs),
      client: PEOPLE[client],
    });
    const { tipToken } = await completeAppointment(then(1), tenant.providerId, JSON.parse(made).id);
    if (amountCents > 0) await till.take(await startTip(then(5), tipToken, amountCents), visitMs + 5 * HOUR);
  });
}
