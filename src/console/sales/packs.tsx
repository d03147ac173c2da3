/** Packs sold. */
import { listSoldPacks, type SoldPack, sumSoldPacks } from "../../domain/sold_packs.ts";
import { money } from "../ui/listing.tsx";
import { DateTime, isPast, ShortDate } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { cents, currency, instant } from "./csv_file.ts";
import { ClientLink, RefundedInDashboard } from "./row_parts.tsx";
import { salesList, type Sum } from "./sales_list.tsx";

export const packs = salesList<SoldPack, Sum>({
  path: "packs",
  title: "Packs sold",
  noun: "pack",
  empty: {
    what: "No packs sold yet.",
    how: "A pack is a number of classes at a price. Create one, and clients can buy it on your site.",
    link: { href: "/console/settings/packs", label: "Choose what you sell" },
  },
  list: listSoldPacks,
  sum: ({ ctx, provider }) => sumSoldPacks(ctx.db, provider.id),
  columns: (call, sum) => [
    { head: "Client", cell: (pack) => <Pack call={call} pack={pack} /> },
    { head: "Left", cell: (pack) => describeCredits(call, pack), num: true },
    money(call, "Paid", (pack) => pack.priceCents, sum.cents),
  ],
  file: [
    instant("Sold", (pack) => pack.soldAt),
    ["Pack", (pack) => pack.name],
    ["Client", (pack) => pack.clientName],
    ["Email", (pack) => pack.clientEmail],
    cents("Paid", (pack) => pack.priceCents),
    cents("Refunded", (pack) => pack.refundedCents),
    currency,
    ["Classes", (pack) => pack.sessionsTotal],
    ["Classes left", (pack) => pack.sessionsRemaining],
    instant("Expires", (pack) => pack.expiresAt),
  ],
});

function Pack({ call, pack }: { call: PageContext; pack: SoldPack }) {
  return (
    <>
      <ClientLink id={pack.clientId} name={pack.clientName} />
      <span class="sub">
        {pack.name}, <DateTime call={call} at={pack.soldAt} />
      </span>
      {pack.expiresAt && pack.sessionsRemaining > 0 && (
        <span class="sub">
          {isPast(call, pack.expiresAt) ? "Expired" : "Expires"} <ShortDate call={call} at={pack.expiresAt} />
        </span>
      )}
      <RefundedInDashboard call={call} cents={pack.refundedCents} />
    </>
  );
}

function describeCredits(call: PageContext, { sessionsRemaining, sessionsTotal, expiresAt }: SoldPack): string {
  if (sessionsRemaining === 0) return "Used up";
  return isPast(call, expiresAt) ? "Expired" : `${sessionsRemaining} of ${sessionsTotal}`;
}
