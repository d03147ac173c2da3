/** Tips received. */
import { type CapturedTip, listCapturedTips, sumCapturedTips } from "../../domain/captured_tips.ts";
import { money } from "../ui/listing.tsx";
import { DateTime, ShortDate } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { cents, currency, instant } from "./csv_file.ts";
import { ClientLink, RefundedInDashboard } from "./row_parts.tsx";
import { salesList, type Sum } from "./sales_list.tsx";

export const tips = salesList<CapturedTip, Sum>({
  path: "tips",
  title: "Tips",
  noun: "tip",
  empty: {
    what: "No tips yet.",
    how: "Clients can tip after an appointment, if the service allows it: the email after the visit has the link.",
    link: { href: "/console/settings/services", label: "Choose which services do" },
  },
  list: listCapturedTips,
  sum: ({ ctx, provider }) => sumCapturedTips(ctx.db, provider.id),
  columns: (call, sum) => [
    { head: "Client", cell: (tip) => <Tip call={call} tip={tip} /> },
    money(call, "Tip", (tip) => tip.cents, sum.cents),
  ],
  file: [
    instant("Tipped", (tip) => tip.tippedAt),
    cents("Tip", (tip) => tip.cents),
    cents("Refunded", (tip) => tip.refundedCents),
    currency,
    ["Client", (tip) => tip.clientName],
    ["Service", (tip) => tip.serviceName],
    instant("Appointment", (tip) => tip.scheduledAt),
  ],
});

function Tip({ call, tip }: { call: PageContext; tip: CapturedTip }) {
  return (
    <>
      <ClientLink id={tip.clientId} name={tip.clientName} />
      <span class="sub">
        <DateTime call={call} at={tip.tippedAt} />, for {tip.serviceName} on{" "}
        <ShortDate call={call} at={tip.scheduledAt} />
      </span>
      <RefundedInDashboard call={call} cents={tip.refundedCents} />
    </>
  );
}
