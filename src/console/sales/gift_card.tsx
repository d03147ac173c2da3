/** One gift card: its balance and all its uses. */
import { getSoldGiftCard, type SoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { isPast } from "../ui/date_time.tsx";
import { Notice } from "../ui/flash.tsx";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";
import { GiftCardFacts } from "./gift_card_facts.tsx";
import { GiftCardHistory } from "./gift_card_history.tsx";
import { SalesNav } from "./sales_nav.tsx";

/** GET: the page. */
export async function giftCardPage(call: PageContext): Promise<Response> {
  const { card, uses } = await getSoldGiftCard(call.ctx.db, call.provider.id, call.id);
  return showPage(
    call,
    {
      title: `Gift card …${card.codeLast4}`,
      tab: "sales",
      nav: <SalesNav at="gift-cards" />,
      class: "listed",
      back: { href: "/console/sales/gift-cards", label: "Gift cards" },
    },
    <RefundedButUsable call={call} card={card} />,
    <GiftCardFacts call={call} card={card} />,
    card.message && (
      <Section id="message" title="Message on the card">
        <p class="lines">{card.message}</p>
      </Section>
    ),
    <Section id="ledger" title="History">
      <GiftCardHistory call={call} card={card} uses={uses} />
      {uses.length === 0 && (
        <p class="muted small">
          Not used yet. Each use is listed here: the class it paid for, or what for.
        </p>
      )}
    </Section>,
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
