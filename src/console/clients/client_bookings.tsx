/** What a client has booked and waited for, before and to come. */
import { ms } from "../../domain/time.ts";
import type { ClientView } from "../../workflows/clients/view_client.ts";
import { AppointmentRow } from "../appointments/appointment_row.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { BookingRow } from "./booking_row.tsx";
import { RowSection } from "../ui/section.tsx";
import { WaitRow } from "./wait_row.tsx";

export function ClientBookings({ call, view }: { call: PageContext; view: ClientView }) {
  const { client } = view;
  const waiting = view.waits.filter((one) => one.status === "Waiting" && ms(one.scheduledAt) > call.nowMs);
  const coming = view.upcoming.filter((one) => one.status === "Confirmed" || one.status === "PendingPayment");
  const called = view.upcoming.filter((one) => !coming.includes(one));
  const waited = view.waits.filter((one) => !waiting.includes(one));
  return (
    <>
      <RowSection
        id="upcoming"
        title="Upcoming bookings"
        rows={coming}
        row={(one) => <BookingRow call={call} booking={one} client={client} />}
        none="No bookings to come."
      />
      <RowSection
        id="waiting"
        title="Waiting for a seat"
        rows={waiting}
        row={(one) => <WaitRow call={call} wait={one} />}
      />
      <RowSection
        id="appointments"
        title="Appointments"
        aside={<a class="small" href={`/console/appointments/new?client=${client.id}`}>Book an appointment</a>}
        rows={view.appointments}
        row={(one) => <AppointmentRow call={call} of={one} />}
        none="No appointments."
      />
      <RowSection
        id="not-taking-place"
        title="Cancelled, of classes to come"
        rows={called}
        row={(one) => <BookingRow call={call} booking={one} client={client} />}
      />
      <RowSection
        id="past"
        title="Past bookings"
        rows={view.past}
        row={(one) => <BookingRow call={call} booking={one} client={client} />}
        none="No bookings so far."
      >
        {view.morePast && (
          <p class="actions pagination">
            <a class="button" href={`/console/clients/${client.id}?past=all#past`}>Show all past bookings</a>
          </p>
        )}
      </RowSection>
      <RowSection
        id="waited"
        title="Waited before"
        rows={waited}
        row={(one) => <WaitRow call={call} wait={one} />}
      />
    </>
  );
}
