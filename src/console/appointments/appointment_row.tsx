/** One appointment in a list. */
import type { AppointmentDetails } from "../../domain/appointments.ts";
import { ms } from "../../domain/time.ts";
import { ButtonForm } from "../ui/form.tsx";
import { Row } from "../ui/row.tsx";
import type { PageContext } from "../ui/page_context.ts";

const HOME = "/console/appointments";

/** One appointment: by its client's name on the list of all, by its service on the client's own page. */
export function AppointmentRow({ call, of, named }: { call: PageContext; of: AppointmentDetails; named?: boolean }) {
  const { format, nowMs } = call;
  const { id, client, status, scheduledAt, serviceName, tipsEnabled, tipAmountCents } = of;
  const begun = ms(scheduledAt) <= nowMs;
  const which = <span class="visually-hidden">{` ${client.name}, ${format.dateTime(scheduledAt)}`}</span>;
  const erased = client.email === null;
  return (
    <Row
      class={status === "Cancelled" ? "visit gone" : "visit"}
      name={!named
        ? <strong class="what">{serviceName}</strong>
        : erased
        ? <span class="what">{client.name}</span>
        : client.name}
      href={named && !erased ? `/console/clients/${client.id}` : undefined}
      lines={[
        <time datetime={scheduledAt}>{format.shortDate(scheduledAt)}, {format.span(scheduledAt, of.durationMin)}</time>,
        `${named ? `${serviceName}. ` : ""}${describeStatus(of, begun)}`,
      ]}
      actions={status === "Scheduled" && (
        <>
          {begun && (
            <ButtonForm call={call} action={`${HOME}/${id}/complete`} class="inline">
              {tipsEnabled ? "Complete, mail tip link" : "Complete, mail thanks"}
              {which}
            </ButtonForm>
          )}
          <a class="button quiet danger" href={`${HOME}/${id}/cancel`} data-dialog>
            Cancel…{which}
          </a>
        </>
      )}
    >
      {status !== "Scheduled" && tipAmountCents !== null && <p class="tip">Tip {format.money(tipAmountCents)}</p>}
    </Row>
  );
}

/** Status, and what became of the mail after the visit. The tip itself stands beside it. */
function describeStatus(of: AppointmentDetails, begun: boolean): string {
  if (of.status === "Cancelled") return "Cancelled.";
  if (of.status === "Scheduled") return begun ? "Begun, not completed." : "Booked.";
  const mail = of.tipsEnabled ? "Tip link" : "Thanks";
  const says = {
    queued: `${mail} on the way.`,
    sent: `${mail} mailed.`,
    dead: `${mail} could not be mailed.`,
    erased: "",
  };
  return `Completed. ${of.tipAmountCents === null && of.mailState ? says[of.mailState] : ""}`.trim();
}
