/** How the class is paid: each way with what it takes. */
import type { Child } from "hono/jsx";
import { HOUR, iso, MINUTE } from "../../domain/time.ts";
import type { BookInView } from "../../workflows/bookings/view_book_in.ts";
import { amountText } from "../ui/amounts.ts";
import { firstName } from "../ui/contact.tsx";
import { Field, SelectField } from "../ui/field.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { chosenPayment, type Payment, paymentsOf, placed } from "./choices.ts";

interface Props {
  call: PageContext;
  view: BookInView;
}

/** Of each way: the class of its radio, which shows what follows it. */
const CLASSES: Record<Payment, string> = {
  credit: "is-credit",
  offline: "is-paid",
  gift_card: "is-card",
  link: "is-link",
  none: "is-free",
};

export function Payments({ call, view }: Props) {
  const { priceCents } = view.session;
  const chosen = chosenPayment(call, view);
  const ways = paymentsOf(call, view);
  const rows: Record<Payment, () => Child> = {
    credit: () => <Way call={call} way="credit" label="With a credit" side={<Packs call={call} view={view} />} />,
    offline: () => (
      <Way call={call} way="offline" label="Paid here" side="Cash, or your own card terminal">
        <PaidHere call={call} priceCents={priceCents} />
      </Way>
    ),
    gift_card: () => (
      <Way call={call} way="gift_card" label="Gift card" side="You type the code">
        <GiftCardCode call={call} view={view} />
      </Way>
    ),
    link: () => (
      <Way
        call={call}
        way="link"
        label="Send a payment link"
        side={`The seat is held until ${call.format.time(linkEnd(call, view))}, then it opens again`}
      />
    ),
    none: () => <Way call={call} way="none" label="Nothing to pay" side="A guest. The roster says “Free”." />,
  };

  function Way(
    { way, label, side, children }: { call: PageContext; way: Payment; label: string; side: Child; children?: Child },
  ) {
    return (
      <div>
        <label class="choice">
          <input class={CLASSES[way]} type="radio" name="payment" value={way} checked={way === chosen} />
          <span>{label}</span>
          <span class="side">{side}</span>
        </label>
        {children}
      </div>
    );
  }

  return (
    <fieldset class="field">
      <legend>{priceCents ? `How is the ${call.format.money(priceCents)} paid?` : "The class is free"}</legend>
      <div class="picks">{ways.map((way) => rows[way]())}</div>
    </fieldset>
  );
}

/** About when a hold that is made now ends. */
export function linkEnd({ nowMs }: PageContext, { holdMinutes }: BookInView): string {
  return iso(nowMs + Math.min(holdMinutes * MINUTE, 24 * HOUR));
}

/** The pack of whoever is chosen. */
function Packs({ call, view }: Props) {
  return (
    <>
      {placed(view).map(({ candidate: { name, pack }, place }) => (
        <span class={`of of-${place}`}>
          {pack
            ? `${pack.packageTypeName}${
              pack.expiresAt ? `, ends ${call.format.shortDate(pack.expiresAt)}` : ""
            }. ${pack.sessionsRemaining} left, then ${pack.sessionsRemaining - 1}.`
            : `${firstName(name)} has no pack.`}
        </span>
      ))}
      <span class="of of-new">A new client has no pack.</span>
    </>
  );
}

function PaidHere({ call, priceCents }: { call: PageContext; priceCents: number }) {
  const { currency } = call.provider;
  const form = { call, stored: { by: "cash", amount: amountText(priceCents, currency) } };
  return (
    <div class="when paid">
      <div class="pair">
        <SelectField
          form={form}
          name="by"
          label="Paid in"
          options={[
            { value: "cash", label: "Cash" },
            { value: "terminal", label: "Card terminal" },
            { value: "other", label: "Something else" },
          ]}
        />
        <Field
          form={form}
          name="amount"
          label={`Amount in ${currency.toUpperCase()}`}
          class="input money"
          inputmode="decimal"
          autocomplete="off"
        />
      </div>
      <p class="hint">It counts in Sales, not at Stripe. If a refund is due later, you pay it back yourself.</p>
    </div>
  );
}

function GiftCardCode({ call, view }: Props) {
  const error = call.refused?.errors.code;
  return (
    <div class="when card">
      <div class="search">
        <label for="code">Code</label>
        <div class="line">
          <input
            class="input code-input"
            id="code"
            name="code"
            value={call.form.raw("code")}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxlength={100}
            aria-invalid={error ? "true" : undefined}
            aria-describedby="code-hint"
          />
          <button class="button" type="submit" name="look" value="1">Look up</button>
        </div>
      </div>
      {error && <p class="error" id="code-error">{error}</p>}
      <p id="code-hint">{describeCard(call, view)}</p>
    </div>
  );
}

/** `$75.00 on the card. After this booking: $45.00.` */
function describeCard({ format, nowMs }: PageContext, { giftCard, session }: BookInView): Child {
  if (giftCard === undefined) return "The amount on the card is shown before anything is taken.";
  if (giftCard === null) return "No gift card has this code.";
  if (giftCard.expiresAt !== null && giftCard.expiresAt <= iso(nowMs)) return "This gift card has expired.";
  const left = giftCard.balanceCents - session.priceCents;
  const has = `${format.money(giftCard.balanceCents)} on the card.`;
  if (left < 0) return `${has} That is less than the class costs.`;
  return (
    <>
      {has} After this booking: <strong>{format.money(left)}</strong>.
    </>
  );
}
