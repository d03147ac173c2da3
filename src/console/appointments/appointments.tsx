/** The list of appointments. */
import {
  type AppointmentDetails,
  type AppointmentPart,
  getAppointmentDetails,
  listAppointmentsByPart,
} from "../../domain/appointments.ts";
import { iso } from "../../domain/time.ts";
import { Empty } from "../ui/empty.tsx";
import { Pager } from "../ui/listing.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { NewButton } from "../ui/new_button.tsx";
import { completeAppointment } from "../../workflows/appointments/complete_appointment.ts";
import { AppointmentRow } from "./appointment_row.tsx";

const ON_A_PAGE = 20;
const HOME = "/console/appointments";
const FLASH = {
  booked: "The appointment is booked. Nobody is mailed: tell the client yourself.",
  "booked-first":
    "The appointment is booked for the first of the two: the clock goes back and shows that time twice that day. Nobody is mailed: tell the client yourself.",
  completed: "Completed. The client is mailed a thank-you.",
  "completed-tip": "Completed. The client is mailed a thank-you with the tip link.",
  cancelled: "The appointment is cancelled. Nobody was mailed.",
};

const PARTS: Record<AppointmentPart, { heading: string; none: string | null }> = {
  due: { heading: "To complete", none: null },
  upcoming: { heading: "Upcoming", none: "No appointments to come." },
  past: { heading: "Past", none: null },
};
const partOf = (text: string | null): AppointmentPart | null =>
  text !== null && Object.hasOwn(PARTS, text) ? text as AppointmentPart : null;

interface Shown {
  part: AppointmentPart;
  appointments: AppointmentDetails[];
  next: string | null;
}

/** GET: what is to complete, to come, and past; or one of these, a page at a time. */
export async function appointmentsPage(call: PageContext): Promise<Response> {
  const { ctx, provider, query, nowMs } = call;
  const only = partOf(query.get("part"));
  const cursor = only ? query.get("cursor") ?? undefined : undefined;
  const parts = only ? [only] : Object.keys(PARTS) as AppointmentPart[];
  const shown = await Promise.all(parts.map(async (part): Promise<Shown> => {
    const page = await listAppointmentsByPart(ctx.db, provider.id, part, iso(nowMs), { limit: ON_A_PAGE, cursor });
    return { part, appointments: JSON.parse(page.itemsJson), next: page.nextCursor };
  }));
  const none = !only && shown.every((one) => one.appointments.length === 0);
  return showPage(
    call,
    {
      title: "Appointments",
      tab: "appointments",
      narrow: true,
      back: only ? { href: HOME, label: "All appointments" } : undefined,
      actions: <NewButton href={`${HOME}/new`} label="New appointment" />,
      headMore: <p class="muted small">Times are in {call.format.place}.</p>,
      flash: FLASH,
    },
    none
      ? (
        <Empty
          what="An appointment is a visit of one client, at a time the two of you agree on."
          how="You enter it here. After the visit you complete it, and the client is mailed a thank-you, with a link for a tip where the service takes tips."
          link={{ href: `${HOME}/new`, label: "Book an appointment" }}
        />
      )
      : shown.map((one) => <Part call={call} of={one} alone={only !== null} cursor={cursor} />),
  );
}

/** POST: the visit took place; the client is mailed. */
export async function complete({ ctx, provider, id }: PageContext): Promise<Response> {
  await completeAppointment(ctx, provider.id, id);
  return redirect(
    HOME,
    (await getAppointmentDetails(ctx.db, provider.id, id)).tipsEnabled ? "completed-tip" : "completed",
  );
}

function Part({ call, of, alone, cursor }: { call: PageContext; of: Shown; alone: boolean; cursor?: string }) {
  const { heading, none } = PARTS[of.part];
  if (of.appointments.length === 0 && none === null && !alone) return null;
  const at = (to?: string) => `${HOME}?part=${of.part}${to ? `&cursor=${encodeURIComponent(to)}` : ""}`;
  return (
    <Section id={of.part} title={heading} class="section part">
      {of.part === "due" && !call.provider.chargesEnabled && (
        <p class="lede muted small">
          You can’t take payments yet, so a tip link leads nowhere. <a href="/console/payments">Connect Stripe</a>
        </p>
      )}
      {of.appointments.length
        ? <Rows>{of.appointments.map((one) => <AppointmentRow call={call} of={one} named />)}</Rows>
        : <p class="muted">{none ?? "Nothing here."}</p>}
      <Pager first={cursor && at()} next={of.next && at(of.next)} />
    </Section>
  );
}
