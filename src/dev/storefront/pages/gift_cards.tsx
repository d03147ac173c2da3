import type { Form } from "../form.ts";
import { formatMoney, formatPrice } from "../format.ts";
import { GIFTS } from "../site.ts";
import { AmountField } from "../ui/amount_field.tsx";
import { Field } from "../ui/field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

interface GiftCardsProps {
  form: Form;
  /** For the look at a card. */
  check: Form;
  balanceCents?: number;
  /** What a card may be worth. */
  bounds: { minCents: number; maxCents: number };
}

export function GiftCardsPage({ form, check, balanceCents, bounds }: GiftCardsProps) {
  return (
    <Page title="Gift cards" current="/gift-cards">
      <div class="split booking">
        <div>
          <h1>Gift cards</h1>
          <p class="lede">Any amount, emailed at once with a code, valid for everything we offer.</p>
        </div>
        <section class="panel" aria-labelledby="give">
          <h2 id="give">Give a card</h2>
          <form method="post" action="/gift-cards" novalidate>
            <FormNotice form={form} />
            <AmountField
              form={form}
              amounts={GIFTS}
              hint={`Between ${formatPrice(bounds.minCents)} and ${formatPrice(bounds.maxCents)}.`}
            />
            <Field form={form} name="purchaserName" label="Your name" autocomplete="name" />
            <Field form={form} name="purchaserEmail" label="Your email" type="email" autocomplete="email" />
            <Field form={form} name="recipientName" label="Their name" optional />
            <Field
              form={form}
              name="recipientEmail"
              label="Their email"
              type="email"
              hint="Leave it empty, and we email the card to you."
              optional
            />
            <Field form={form} name="giftMessage" label="Your message" optional lines />
            <button class="button primary" type="submit">Continue to payment</button>
            <p class="hint">The next page shows the amount again before you pay.</p>
          </form>
        </section>
        {check && (
          <section class="check also" aria-labelledby="check">
            <h2 id="check">What is left on a card?</h2>
            {balanceCents !== undefined && (
              <p class="notice good" role="status" tabindex={-1} autofocus>
                {formatMoney(balanceCents)} is left on this card.
              </p>
            )}
            <form method="post" action="/gift-cards/check" novalidate>
              <FormNotice form={check} />
              <Field
                form={check}
                name="code"
                label="Code of the card"
                autocomplete="off"
                hint="16 letters and digits, as in the email. Spaces and dashes don’t matter."
              />
              <button class="button" type="submit">Look it up</button>
            </form>
          </section>
        )}
      </div>
    </Page>
  );
}
