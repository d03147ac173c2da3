/** A gift card that was paid at the desk: its code is mailed, and shown once. */
import { GIFT_CARD_AMOUNTS } from "../../domain/gift_cards.ts";
import { giftCardIssue } from "../../schemas/gift_cards.ts";
import { issueGiftCard } from "../../workflows/payments/issue_gift_card.ts";
import { amount, lines, readFields, text } from "../ui/declared_fields.tsx";
import type { Format } from "../ui/format.ts";
import { formPage } from "../ui/form_page.tsx";
import { FormInput } from "../ui/form_input.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { SalesNav } from "./sales_nav.tsx";

const HOME = "/console/sales/gift-cards";
const ADDRESS = "An address looks like this: name@example.com.";
const email = { type: "email", inputmode: "email", maxlength: 254, invalid: ADDRESS };

const worth = ({ money }: Format) => `${money(GIFT_CARD_AMOUNTS.minCents)} to ${money(GIFT_CARD_AMOUNTS.maxCents)}`;

const fieldsOf = ({ format }: PageContext) => ({
  amountCents: {
    ...amount({ label: `Worth, ${format.currency.toUpperCase()}`, hint: `${worth(format)}.`, free: false }),
    invalid: `A card is worth ${worth(format)}.`,
  },
  purchaserName: text({ label: "Bought by", required: true }),
  purchaserEmail: text({
    label: (
      <>
        Buyer’s email <Optional />
      </>
    ),
    ...email,
  }),
  recipientName: text({
    label: (
      <>
        For <Optional />
      </>
    ),
  }),
  recipientEmail: text({
    label: (
      <>
        Recipient’s email <Optional />
      </>
    ),
    hint: "The code goes there, else to the buyer. Without an email you hand it over yourself.",
    ...email,
  }),
  giftMessage: lines({
    label: (
      <>
        Message <Optional />
      </>
    ),
  }),
});

const Optional = () => <span class="muted">(optional)</span>;

const options = {
  title: "Issue a gift card",
  tab: "sales",
  narrow: true,
  nav: <SalesNav at="gift-cards" />,
  back: { href: HOME, label: "Gift cards" },
} as const;

export const issueForm: FormHandler = {
  page: (call) =>
    formPage(call, {
      ...options,
      intro: "For one paid elsewhere, in cash or at your terminal. It works like a card that was bought on your site.",
      fields: fieldsOf(call),
      submit: "Issue the card",
      cancel: { href: HOME, label: "Issue none" },
    }),
  /** Issues it and shows the code this once. */
  async submit(call) {
    const values = readFields(call, giftCardIssue, fieldsOf(call));
    const card = await call.once(() => issueGiftCard(call.ctx, call.provider.id, values));
    call.form = new FormInput();
    return showPage(call, { ...options, title: "Gift card issued" }, <Issued call={call} card={card} />);
  },
};

function Issued({ call, card }: { call: PageContext; card: Awaited<ReturnType<typeof issueGiftCard>> }) {
  const to = (card.recipientEmail ?? card.purchaserEmail) as string | null;
  return (
    <section class="notice good stack said" role="status" aria-labelledby="made" tabindex={-1}>
      <h2 id="made">{call.format.money(card.initialCents as number)} are on the card</h2>
      <p>
        {to
          ? `The code is mailed to ${to}. Here it is shown only this once.`
          : "Write the code down now: it is shown only this once, and mailed to nobody."}
      </p>
      <div class="secret">
        <code id="code">{card.code.match(/.{4}/g)!.join("-")}</code>
        <button class="button primary" type="button" data-copy="code" hidden>
          Copy <span class="visually-hidden">code</span>
        </button>
      </div>
      <div class="actions">
        <a class="button" href={`${HOME}/${card.id}`}>The card’s page</a>
        <a class="button quiet" href={HOME}>All gift cards</a>
      </div>
    </section>
  );
}
