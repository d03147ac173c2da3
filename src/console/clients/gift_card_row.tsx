/** A gift card on the page of the client who bought it, or whom it is for. */
import type { Client } from "../../domain/clients.ts";
import type { GiftCardOfClient } from "../../domain/gift_cards.ts";
import { isPast, ShortDate } from "../ui/date_time.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Row } from "../ui/row.tsx";
import { Tag } from "../ui/tag.tsx";

export function GiftCardRow({ call, card, client }: { call: PageContext; card: GiftCardOfClient; client: Client }) {
  const { money } = call.format;
  const expired = isPast(call, card.expiresAt);
  return (
    <Row
      name={`Card ending ${card.codeLast4}`}
      href={`/console/sales/gift-cards/${card.id}`}
      tags={[expired ? <Tag>Expired</Tag> : card.balanceCents === 0 && <Tag>Used up</Tag>]}
      lines={[
        `${money(card.balanceCents)} of ${money(card.initialCents)} left.`,
        <>
          {describeOrigin(card, client)}, <ShortDate call={call} at={card.createdAt} />
          {card.expiresAt && !expired && (
            <>
              , expires <ShortDate call={call} at={card.expiresAt} />
            </>
          )}
        </>,
      ]}
    />
  );
}

function describeOrigin(card: GiftCardOfClient, client: Client): string {
  if (card.purchaserEmail !== client.email) return `A gift from ${card.purchaserName}`;
  const forOther = card.recipientEmail !== null && card.recipientEmail !== client.email;
  return forOther ? `Bought for ${card.recipientName ?? card.recipientEmail}` : "Bought";
}
