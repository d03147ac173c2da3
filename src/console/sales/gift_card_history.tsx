/** What happened on a gift card, with its balance after each. */
import type { GiftCardUse, SoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { DateTime } from "../ui/date_time.tsx";
import { money, Table } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function GiftCardHistory({ call, card, uses }: { call: PageContext; card: SoldGiftCard; uses: GiftCardUse[] }) {
  let balanceCents = 0;
  const entries = [
    { what: `Bought by ${card.purchaserName}`, at: card.soldAt, cents: card.initialCents },
    ...uses.map((use) => ({ what: `Used for ${use.reference}`, at: use.at, cents: -use.cents })),
  ].map((entry) => ({ ...entry, balanceCents: balanceCents += entry.cents }));
  return (
    <Table
      caption="History of this card"
      rows={entries}
      columns={[
        {
          head: "What",
          cell: ({ what, at }) => (
            <>
              {what}
              <span class="sub">
                <DateTime call={call} at={at} />
              </span>
            </>
          ),
        },
        money(call, "Amount", (entry: typeof entries[number]) => entry.cents),
        money(call, "Balance", (entry: typeof entries[number]) => entry.balanceCents),
      ]}
    />
  );
}
