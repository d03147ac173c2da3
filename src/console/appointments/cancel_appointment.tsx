/** Cancelling an appointment: asks, and does it. */
import { getAppointmentDetails } from "../../domain/appointments.ts";
import { cancelAppointment } from "../../workflows/appointments/cancel_appointment.ts";
import { Contact, firstName } from "../ui/contact.tsx";
import { confirmPage, donePage } from "../ui/confirm_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";

const HOME = "/console/appointments";

export const cancelAppointmentForm: FormHandler = {
  async page(call) {
    const { ctx, provider, format, id } = call;
    const { client, status, serviceName, scheduledAt, durationMin } = await getAppointmentDetails(
      ctx.db,
      provider.id,
      id,
    );
    const frame = { title: "Cancel appointment", tab: "appointments", narrow: true } as const;
    if (status !== "Scheduled") {
      const completed = status === "Completed";
      return donePage(call, {
        ...frame,
        heading: completed ? "This appointment is completed" : "This appointment is cancelled already",
        text: completed ? "What took place can’t be cancelled any more." : "There is nothing left to do.",
        link: { href: HOME, label: "To the appointments" },
        status: completed ? 410 : 200,
      });
    }
    return confirmPage(
      call,
      {
        ...frame,
        question: `Cancel ${client.name}’s appointment?`,
        confirm: "Cancel appointment",
        keep: { href: HOME, label: "Keep appointment" },
      },
      <p>
        {serviceName},{" "}
        <time datetime={scheduledAt}>{format.date(scheduledAt)}, {format.span(scheduledAt, durationMin)}</time>. This
        can’t be undone.
      </p>,
      client.email !== null && <p>Nobody is mailed: tell {firstName(client.name)} yourself.</p>,
      client.email !== null && <Contact client={client} />,
    );
  },
  /** Nobody is mailed. */
  async submit({ ctx, provider, id }) {
    await cancelAppointment(ctx, provider.id, id);
    return redirect(HOME, "cancelled");
  },
};
