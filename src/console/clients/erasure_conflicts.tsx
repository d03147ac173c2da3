/** What has to be done before a client can be erased. */
import type { ErasureConflicts } from "../../workflows/clients/find_erasure_conflicts.ts";
import { firstName } from "../ui/contact.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function Conflicts({ call: { format }, conflicts }: { call: PageContext; conflicts: ErasureConflicts }) {
  const { client, seats, appointments, refundUnderWay } = conflicts;
  const first = firstName(client.name);
  return (
    <>
      {seats.length + appointments.length !== 0 && (
        <>
          <p>{first} still has a place with you. Cancel it first:</p>
          <ul class="obstacles">
            {seats.map((one) => (
              <li>
                <a href={`/console/bookings/${one.id}/cancel`}>{one.className}, {format.dateTime(one.scheduledAt)}</a>
                {one.status === "PendingPayment" ? " (seat held while paying)" : ""}
              </li>
            ))}
            {appointments.map((one) => (
              <li>
                <a href={`/console/appointments/${one.id}/cancel`}>
                  {one.serviceName}, {format.dateTime(one.scheduledAt)}
                </a>{" "}
                (appointment)
              </li>
            ))}
          </ul>
        </>
      )}
      {refundUnderWay && (
        <p>
          A refund to {first} is still under way. Wait until it has arrived, usually some days;{" "}
          <a href="/console/payments#refunds">payments</a> shows how it stands.
        </p>
      )}
    </>
  );
}
