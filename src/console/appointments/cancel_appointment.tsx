/** Cancelling an appointment: asks, and does it. */
import { getAppointmentDetails } from "../../domain/appointments.ts";
import { cancelAppointment } from "../../workflows/appointments/cancel_appointment.ts";
import { Contact, firstName } from "../ui/contact.tsx";
import { confirmPage } from "../ui/confirm_page.tsx";
import { renderPage } from "../ui/frame.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const HOME = "/console/appointments";

/** GET: asks. */
export async function cancelAppointmentPage(call: PageContext): Promise<Response> {
  const { ctx, provider, format } = call;
  const appointment = await getAppointmentDetails(ctx.db, provider.id, call.id);
  const { client } = appointment;
  const frame = { title: "Cancel appointment", tab: "appointments", narrow: true } as const;
  if (appointment.status !== "Scheduled") {
    const completed = appointment.status === "Completed";
    return renderPage(
      call,
      frame,
      <div class="stack" data-dialog-body>
        <h1>{completed ? "This appointment is completed" : "This appointment is cancelled already"}</h1>
        <p>{completed ? "What took place can’t be cancelled any more." : "There is nothing left to do."}</p>
        <a class="button" href={HOME} data-keep>To the appointments</a>
      </div>,
      completed ? 410 : 200,
    );
  }
  return confirmPage(call, {
    ...frame,
    question: `Cancel ${client.name}’s appointment?`,
    action: `${HOME}/${appointment.id}/cancel`,
    consequence: (
      <>
        <p>
          {appointment.serviceName},{" "}
          <time datetime={appointment.scheduledAt}>
            {format.date(appointment.scheduledAt)}, {format.span(appointment.scheduledAt, appointment.durationMin)}
          </time>. This can’t be undone.
        </p>
        {client.email === null ? null : (
          <>
            <p>Nobody is mailed: tell {firstName(client.name)} yourself.</p>
            <Contact client={client} />
          </>
        )}
      </>
    ),
    confirm: "Cancel appointment",
    keep: { href: HOME, label: "Keep appointment" },
  });
}

/** POST: cancels. Nobody is mailed. */
export async function cancelAppointmentByOwner(call: PageContext): Promise<Response> {
  await cancelAppointment(call.ctx, call.provider.id, call.id);
  return redirect(HOME, "cancelled");
}
