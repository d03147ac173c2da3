/** What happened on a gift card, with its balance after each. */
import type { Child } from "hono/jsx";
import type { GiftCardUse, SoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { classPath } from "../classes/class_path.ts";
import { DateTime } from "../ui/date_time.tsx";
import type { Format } from "../ui/format.ts";
import { money, Table } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";

interface Entry {
  what: Child;
  /** Whose booking it was. */
  whose?: Child;
  at: string;
  cents: number;
}

export function GiftCardHistory({ call, card, uses }: { call: PageContext; card: SoldGiftCard; uses: GiftCardUse[] }) {
  let balanceCents = 0;
  const bought: Entry = { what: `Bought by ${card.purchaserName}`, at: card.soldAt, cents: card.initialCents };
  const entries = [bought, ...uses.map((use) => describeUse(call.format, use))]
    .map((entry) => ({ ...entry, balanceCents: balanceCents += entry.cents }));
  return (
    <Table
      caption="History of this card"
      rows={entries}
      columns={[
        {
          head: "What",
          cell: ({ what, whose, at }) => (
            <>
              {what}
              <span class="sub">
                {whose && <>{whose},{" "}</>}
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

function describeUse({ shortDate }: Format, use: GiftCardUse): Entry {
  const { at, classId } = use;
  const cents = -use.cents;
  if (classId === null) {
    const taken = use.purpose ?? (use.reference?.startsWith("desk-") ? "something at the desk" : use.reference);
    return { what: cents > 0 ? `Undone: used for ${taken}` : `Used for ${taken}`, at, cents };
  }
  const link = <a href={classPath(classId)}>{use.className}, {shortDate(use.scheduledAt!)}</a>;
  return {
    what: cents > 0 ? <>Back from {link}, cancelled</> : <>Paid for {link}</>,
    whose: <a href={`/console/clients/${use.clientId}`}>{use.clientName}</a>,
    at,
    cents,
  };
}
