/** Refunds that need the owner, each with what happened and what to do. */
import type { RefundInNeed } from "../../domain/refunds_in_need.ts";
import { ButtonForm } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { RowSection } from "../ui/section.tsx";
import { adviseOn, clientName, describeReason } from "./refund_advice.ts";
import { stripeDashboard } from "./stripe_dashboard.ts";

interface Props {
  call: PageContext;
  refund: RefundInNeed;
}

export function RefundsInNeed(
  { call, refunds, connected }: { call: PageContext; refunds: RefundInNeed[]; connected: boolean },
) {
  return (
    <RowSection
      id="refunds"
      title="Refunds that need you"
      list="needed"
      rows={refunds}
      row={(one) => <RefundItem call={call} refund={one} connected={connected} />}
      none={
        <>
          None. Refunds are automatic; one that Stripe refuses or a bank sends back is listed here with what to do.{" "}
          <a href="/console/sales/refunds">All refunds</a>
        </>
      }
    />
  );
}

function RefundItem({ call, refund, connected }: Props & { connected: boolean }) {
  const { format } = call;
  const name = clientName(refund);
  const { why, todo } = adviseOn(refund, connected);
  return (
    <li>
      <h3>
        {format.money(refund.amountCents)} to{" "}
        {refund.clientId ? <a href={`/console/clients/${refund.clientId}`}>{name}</a> : name}
      </h3>
      <Subject call={call} refund={refund} />
      <p>{why}</p>
      <p>
        {todo} {refund.state === "intent" && refund.nextTryAt
          ? `Alera retries automatically, next at ${format.dateTime(refund.nextTryAt)}.`
          : ""}
      </p>
      <Actions call={call} refund={refund} />
    </li>
  );
}

/** What the refund is for, and when it was asked for. */
function Subject({ call: { format }, refund }: Props) {
  const { scheduledAt, classId, what, createdAt } = refund;
  return (
    <p class="muted small about">
      {describeReason(refund)}: {classId ? <a href={`/console/classes/${classId}`}>{what}</a> : what}
      {scheduledAt && (
        <>
          , <time datetime={scheduledAt}>{format.dateTime(scheduledAt)}</time>
        </>
      )}. Asked for <time datetime={createdAt}>{format.dateTime(createdAt)}</time>.
    </p>
  );
}

function Actions({ call, refund }: Props) {
  const name = clientName(refund);
  const money = call.format.money(refund.amountCents);
  const path = `/console/payments/refunds/${refund.id}`;
  return (
    <div class="actions">
      {refund.state === "intent" && (
        <ButtonForm call={call} action={`${path}/retry`} class="inline">
          Try again, refund {money}
          <span class="visually-hidden">to {name}</span>
        </ButtonForm>
      )}
      {refund.state === "refused" && (
        <a class="button danger" href={`/console/bookings/${refund.enrollmentId}/cancel`} data-dialog>
          Cancel booking…<span class="visually-hidden">of {name}</span>
        </a>
      )}
      {refund.state !== "refused" && (
        <a class="button" href={`${path}/manual`} data-dialog>
          I refunded it myself…<span class="visually-hidden">{money} to {name}</span>
        </a>
      )}
      <a class="button quiet" href={stripeDashboard(call, `payments/${refund.paymentIntentId}`)}>
        Payment in Stripe<span class="visually-hidden">of {name}</span>
      </a>
    </div>
  );
}
