/** Gift cards sold. */
import { listSoldGiftCards, type SoldGiftCard, sumSoldGiftCards } from "../../domain/sold_gift_cards.ts";
import { money } from "../ui/listing.tsx";
import { iso } from "../../domain/time.ts";
import { isPast, ShortDate } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { cents, currency, instant } from "./csv_file.ts";
import { RefundedInDashboard } from "./row_parts.tsx";
import { salesList, type Sum } from "./sales_list.tsx";

export const giftCards = salesList<SoldGiftCard, Sum & { leftCents: number }>({
  path: "gift-cards",
  title: "Gift cards sold",
  noun: "card",
  intro: "Of a code only the last four letters are shown: it is as good as money.",
  actions: (
    <>
      <a class="button primary" href="/console/sales/gift-cards/redeem">Redeem</a>
      <a class="button" href="/console/sales/gift-cards/new">Issue a card</a>
    </>
  ),
  empty: {
    what: "No gift cards sold yet.",
    how:
      "Clients buy them on your site, for any amount. The code goes out by email; each use is taken from the balance.",
  },
  list: listSoldGiftCards,
  sum: ({ ctx, provider, nowMs }) => sumSoldGiftCards(ctx.db, provider.id, iso(nowMs)),
  columns: (call, sum) => [
    { head: "Card", cell: (card) => <Card call={call} card={card} /> },
    money(call, "Bought for", (card) => card.initialCents, sum.cents),
    { ...money(call, "Left", (card) => card.balanceCents, sum.leftCents), cell: (card) => describeBalance(call, card) },
  ],
  file: [
    instant("Sold", (card) => card.soldAt),
    ["Card", (card) => `…${card.codeLast4}`],
    cents("Bought for", (card) => card.initialCents),
    cents("Left", (card) => card.balanceCents),
    cents("Refunded", (card) => card.refundedCents),
    currency,
    ["Bought by", (card) => card.purchaserName],
    ["Buyer’s email", (card) => card.purchaserEmail],
    ["For", (card) => card.recipientName],
    ["Recipient’s email", (card) => card.recipientEmail],
    instant("Expires", (card) => card.expiresAt),
  ],
});

function Card({ call, card }: { call: PageContext; card: SoldGiftCard }) {
  return (
    <>
      <a href={`/console/sales/gift-cards/${card.id}`}>…{card.codeLast4}</a>
      <span class="sub">
        <ShortDate call={call} at={card.soldAt} />,{" "}
        {card.recipientName
          ? `for ${card.recipientName}, from ${card.purchaserName}`
          : `bought by ${card.purchaserName}`}
      </span>
      <RefundedInDashboard call={call} cents={card.refundedCents} />
    </>
  );
}

function describeBalance(call: PageContext, { balanceCents, expiresAt }: SoldGiftCard): string {
  if (balanceCents === 0) return "Used up";
  return isPast(call, expiresAt) ? "Expired" : call.format.money(balanceCents);
}
