/** What is left on a gift card, from whom, for whom, until when. */
import type { SoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { isPast, ShortDate } from "../ui/date_time.tsx";
import { Facts } from "../ui/facts.tsx";
import type { PageContext } from "../ui/page_context.ts";

export function GiftCardFacts({ call, card }: { call: PageContext; card: SoldGiftCard }) {
  const { format } = call;
  const expired = isPast(call, card.expiresAt);
  const left = expired ? "Left when it expired" : "Left";
  return (
    <Facts
      class="card"
      big={left}
      facts={{
        [left]: format.money(card.balanceCents),
        "Bought for": format.money(card.initialCents),
        "Bought by": <Person name={card.purchaserName} email={card.purchaserEmail} />,
        For: (
          <Person
            name={card.recipientName ?? (card.recipientEmail ? "" : "Whoever has the code")}
            email={card.recipientEmail}
          />
        ),
        [expired ? "Expired" : "Expires"]: card.expiresAt ? <ShortDate call={call} at={card.expiresAt} /> : "Never",
      }}
    />
  );
}

function Person({ name, email }: { name: string; email: string | null }) {
  return (
    <>
      {name}
      {email && <span class="sub">{email}</span>}
    </>
  );
}
