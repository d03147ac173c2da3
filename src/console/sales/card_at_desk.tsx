/** A gift card that was looked up: its balance, what would be taken and what is left, before the click. */
import type { GiftCard } from "../../domain/gift_cards.ts";
import { getSoldGiftCard } from "../../domain/sold_gift_cards.ts";
import { isPast } from "../ui/date_time.tsx";
import { Facts } from "../ui/facts.tsx";
import { Field } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import type { Format } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";

interface Props {
  call: PageContext;
  card: GiftCard;
  /** Normalized. */
  code: string;
  /** Null: none was typed. */
  amountCents: number | null;
}

export async function CardAtDesk({ call, card, code, amountCents }: Props) {
  const { money, shortDate } = call.format;
  const { balanceCents } = card;
  const name = `Card ${code.match(/.{4}/g)!.join("-")}`;
  const story = describeStory(call.format, await getSoldGiftCard(call.ctx.db, call.provider.id, card.id));
  if (isPast(call, card.expiresAt)) {
    return <CantPay title={`${name} has expired`} text={`It ended on ${shortDate(card.expiresAt!)}. ${story}`} />;
  }
  if (balanceCents === 0) return <CantPay title={`${name} is used up`} text={story} />;
  const short = amountCents !== null && amountCents > balanceCents;
  const takes = Math.min(amountCents ?? balanceCents, balanceCents);
  return (
    <Form call={call} action="/console/sales/gift-cards/redeem/take" class="stack roomy">
      {short
        ? (
          <section class="notice attention stack said" role="status" tabindex={-1} aria-labelledby="short-h">
            <h2 id="short-h">The card has {money(amountCents - balanceCents)} less than {money(amountCents)}</h2>
            <p>
              {name} has {money(balanceCents)}. Take all of it, and {money(amountCents - balanceCents)} is still to pay.
            </p>
          </section>
        )
        : <h2 class="said" tabindex={-1}>{name}</h2>}
      <Facts
        class="sums"
        big={["Balance", "You take", "Left on the card"]}
        facts={{
          Balance: money(balanceCents),
          "You take": money(-takes),
          "Left on the card": money(balanceCents - takes),
        }}
      />
      <p class="muted">{story}</p>
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="amount" value={call.form.text("amount")} />
      <Field
        name="purpose"
        label={
          <>
            For what <span class="muted">(optional)</span>
          </>
        }
        hint="Stands in the card’s history."
        maxlength={120}
        autocomplete="off"
      />
      <div class="actions">
        <button class="button primary" type="submit" name="take" value={String(takes)}>
          Take {money(takes)}, leave {money(balanceCents - takes)}
        </button>
        {takes < balanceCents && (
          <button class="button" type="submit" name="take" value={String(balanceCents)}>
            Take all {money(balanceCents)}
          </button>
        )}
        <a class="button quiet" href="/console/sales/gift-cards/redeem">{short ? "Another amount" : "Take nothing"}</a>
      </div>
      <p class="hint">You can undo it for 10 minutes.</p>
    </Form>
  );
}

function CantPay({ title, text }: { title: string; text: string }) {
  return (
    <section class="notice attention stack said" role="status" tabindex={-1} aria-labelledby="cant-h">
      <h2 id="cant-h">{title}</h2>
      <p>{text} Nothing can be taken.</p>
    </section>
  );
}

/** `Bought for $100.00 on Sat, Feb 14 by Mei for Jane. Last used Mon, Mar 2, $25.00. It has no end date.` */
function describeStory(
  { money, shortDate }: Format,
  { card, uses }: Awaited<ReturnType<typeof getSoldGiftCard>>,
): string {
  const whose = card.recipientName ? ` for ${card.recipientName}` : "";
  const last = uses.findLast((use) => use.cents > 0);
  return [
    `Bought for ${money(card.initialCents)} on ${shortDate(card.soldAt)} by ${card.purchaserName}${whose}.`,
    last ? `Last used ${shortDate(last.at)}, ${money(last.cents)}.` : "Not used yet.",
    card.expiresAt ? `It ends on ${shortDate(card.expiresAt)}.` : "It has no end date.",
  ].join(" ");
}
