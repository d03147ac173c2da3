/** Refunds made. */
import { listSalesRefunds, type SalesRefund } from "../../domain/sales_refunds.ts";
import { DateTime } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Tag } from "../ui/tag.tsx";
import { describeReason, describeStatus } from "./describe_refund.ts";
import { cents, currency, instant } from "./csv_file.ts";
import { ClientLink } from "./row_parts.tsx";
import { salesList } from "./sales_list.tsx";

interface Props {
  call: PageContext;
  refund: SalesRefund;
}

export const refunds = salesList<SalesRefund>({
  path: "refunds",
  title: "Refunds",
  noun: "refund",
  intro: "Banks take 5 to 10 days until clients see the money.",
  empty: {
    what: "No refunds yet.",
    how: "When a client cancels in time, or you cancel a class, the refund is automatic and listed here.",
  },
  list: listSalesRefunds,
  columns: (call) => [
    { head: "To", cell: (refund) => <Refund call={call} refund={refund} /> },
    { head: "Amount", cell: (refund) => <Amount call={call} refund={refund} />, num: true },
  ],
  file: [
    instant("Asked for", (refund) => refund.at),
    instant("Refunded at", (refund) => refund.settledAt),
    cents("Amount", (refund) => refund.cents),
    currency,
    ["State", (refund) => describeStatus(refund).text],
    ["Reason", describeReason],
    ["Client", (refund) => refund.clientName],
    ["For", (refund) => refund.what],
    instant("Class or appointment", (refund) => refund.scheduledAt),
  ],
});

function Refund({ call, refund }: Props) {
  const { text, needsOwner } = describeStatus(refund);
  return (
    <>
      <ClientLink id={refund.clientId} name={refund.clientName} /> {needsOwner ? <Tag kind="bad">{text}</Tag> : null}
      <span class="sub">
        {describeReason(refund)}: <Subject refund={refund} />
        {refund.scheduledAt
          ? (
            <>
              , <DateTime call={call} at={refund.scheduledAt} />
            </>
          )
          : null}
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

function Amount({ call: { format }, refund }: Props) {
  return refund.state === "pending" || describeStatus(refund).settled ? <>{format.money(0 - refund.cents)}</> : (
    <>
      {format.money(refund.cents)}
      <span class="sub">not refunded</span>
    </>
  );
}
