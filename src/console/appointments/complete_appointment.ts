import { getAppointmentDetails } from "../../domain/appointments.ts";
import { completeAppointment } from "../../workflows/appointments/complete_appointment.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const HOME = "/console/appointments";

/** POST: the visit took place; the client is mailed. */
export async function complete(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  await completeAppointment(ctx, provider.id, id);
  return redirect(
    HOME,
    (await getAppointmentDetails(ctx.db, provider.id, id)).tipsEnabled ? "completed-tip" : "completed",
  );
}
