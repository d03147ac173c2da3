/** A refund in the list: to whom, what for, how it stands. */
import type { SalesRefund } from "../../domain/sales_refunds.ts";
import { DateTime } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Tag } from "../ui/tag.tsx";
import { describeReason } from "../payments/refund_advice.ts";
import { describeStatus } from "./describe_refund.ts";
import { ClientLink } from "./row_parts.tsx";

interface Props {
  call: PageContext;
  refund: SalesRefund;
}

export function RefundRow({ call, refund }: Props) {
  const { text, needsOwner } = describeStatus(refund);
  return (
    <>
      <ClientLink id={refund.clientId} name={refund.clientName} /> {needsOwner && <Tag kind="bad">{text}</Tag>}
      <span class="sub">
        {describeReason(refund)}: <Subject refund={refund} />
        {refund.scheduledAt && (
          <>
            , <DateTime call={call} at={refund.scheduledAt} />
          </>
        )}
      </span>
      <span class="sub">
        <Status call={call} refund={refund} />
      </span>
    </>
  );
}

function Subject({ refund: { what, classId, giftCardId } }: { refund: SalesRefund }) {
  if (classId) return <a href={`/console/classes/${classId}`}>{what}</a>;
  return giftCardId ? <a href={`/console/sales/gift-cards/${giftCardId}`}>{what}</a> : <>{what}</>;
}

function Status({ call, refund }: Props) {
  const { text, settled, needsOwner } = describeStatus(refund);
  const status = needsOwner ? <a href="/console/payments#refunds">See what to do</a> : text;
  return settled && refund.settledAt
    ? (
      <>
        {status} <DateTime call={call} at={refund.settledAt} />
      </>
    )
    : (
      <>
        {status}. Asked for <DateTime call={call} at={refund.at} />
      </>
    );
}

export function RefundAmount({ call: { format }, refund }: Props) {
  return refund.state === "pending" || describeStatus(refund).settled ? <>{format.money(0 - refund.cents)}</> : (
    <>
      {format.money(refund.cents)}
      <span class="sub">not refunded</span>
    </>
  );
}
