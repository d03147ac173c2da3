/** One gift card: its balance and all its uses. */
import { getSoldGiftCard, type GiftCardUse, type SoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { DateTime, isPast, ShortDate } from "../ui/date_time.tsx";
import { Facts } from "../ui/facts.tsx";
import { Notice } from "../ui/flash.tsx";
import { renderPage } from "../ui/frame.tsx";
import { Table } from "../ui/listing.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { BackLink, PageHead } from "../ui/page_head.tsx";
import { Section } from "../ui/section.tsx";
import { SalesNav } from "./sales_nav.tsx";

/** GET: the page. */
export async function giftCardPage(call: PageContext): Promise<Response> {
  const { card, uses } = await getSoldGiftCard(call.ctx.db, call.provider.id, call.id);
  const title = `Gift card …${card.codeLast4}`;
  return renderPage(
    call,
    { title, tab: "sales" },
    <>
      <SalesNav at="gift-cards" />
      <div class="listed">
        <BackLink href="/console/sales/gift-cards" label="Gift cards" />
        <PageHead title={title} />
        <RefundedButUsable call={call} card={card} />
        <CardFacts call={call} card={card} />
        {card.message
          ? (
            <Section id="message" title="Message on the card">
              <p class="lines">{card.message}</p>
            </Section>
          )
          : null}
        <Section id="ledger" title="History">
          <History call={call} card={card} uses={uses} />
          {uses.length === 0
            ? (
              <p class="muted small">
                Not used yet. Each use is listed here with your own reference of the visit it paid for.
              </p>
            )
            : null}
        </Section>
      </div>
    </>,
  );
}

/** A refund in the dashboard does not end a card: that has to be said. */
function RefundedButUsable({ call, card }: { call: PageContext; card: SoldGiftCard }) {
  if (card.refundedCents === 0 || card.balanceCents === 0 || isPast(call, card.expiresAt)) return null;
  return (
    <Notice kind="attention">
      You refunded {call.format.money(card.refundedCents)} of this card in your Stripe dashboard. The card still works:
      {" "}
      {call.format.money(card.balanceCents)} can be spent with its code.
    </Notice>
  );
}

function CardFacts({ call, card }: { call: PageContext; card: SoldGiftCard }) {
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
      {email ? <span class="sub">{email}</span> : null}
    </>
  );
}

function History({ call, card, uses }: { call: PageContext; card: SoldGiftCard; uses: GiftCardUse[] }) {
  const { money } = call.format;
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
        { head: "Amount", cell: ({ cents }) => money(cents), num: true },
        { head: "Balance", cell: (entry) => money(entry.balanceCents), num: true },
      ]}
    />
  );
}
