/** Refunds made. */
import { listSalesRefunds, type SalesRefund } from "../../domain/sales_refunds.ts";
import { describeReason } from "../payments/refund_advice.ts";
import { describeStatus } from "./describe_refund.ts";
import { cents, currency, instant } from "./csv_file.ts";
import { RefundAmount, RefundRow } from "./refund_row.tsx";
import { salesList } from "./sales_list.tsx";

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
    { head: "To", cell: (refund) => <RefundRow call={call} refund={refund} /> },
    { head: "Amount", cell: (refund) => <RefundAmount call={call} refund={refund} />, num: true },
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
