/** One appointment in a list. */
import type { AppointmentDetails } from "../../domain/appointments.ts";
import { ms } from "../../domain/time.ts";
import { Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";

const HOME = "/console/appointments";

/** One appointment: by its client's name on the list of all, by its service on the client's own page. */
export function AppointmentRow({ call, of, named }: { call: PageContext; of: AppointmentDetails; named?: boolean }) {
  const { format, nowMs } = call;
  const begun = ms(of.scheduledAt) <= nowMs;
  const which = <span class="visually-hidden">{` ${of.client.name}, ${format.dateTime(of.scheduledAt)}`}</span>;
  return (
    <li class={of.status === "Cancelled" ? "person visit gone" : "person visit"}>
      <div class="who">
        {named
          ? of.client.email === null
            ? <span class="what">{of.client.name}</span>
            : <a href={`/console/clients/${of.client.id}`}>{of.client.name}</a>
          : <strong class="what">{of.serviceName}</strong>}
        <span class="sub">
          <time datetime={of.scheduledAt}>
            {format.shortDate(of.scheduledAt)}, {format.span(of.scheduledAt, of.durationMin)}
          </time>
        </span>
        <span class="sub">
          {named ? `${of.serviceName}. ` : ""}
          {describeStatus(of, begun)}
        </span>
      </div>
      {of.status === "Scheduled"
        ? (
          <div class="actions">
            {begun
              ? (
                <Form call={call} action={`${HOME}/${of.id}/complete`} class="inline">
                  <button class="button" type="submit">
                    {of.tipsEnabled ? "Complete, mail tip link" : "Complete, mail thanks"}
                    {which}
                  </button>
                </Form>
              )
              : null}
            <a class="button quiet danger" href={`${HOME}/${of.id}/cancel`} data-dialog>
              Cancel…{which}
            </a>
          </div>
        )
        : of.tipAmountCents === null
        ? null
        : <p class="tip">Tip {format.money(of.tipAmountCents)}</p>}
    </li>
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
