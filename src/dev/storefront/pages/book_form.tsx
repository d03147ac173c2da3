import type { Class, ClientPackage } from "@alera/client";
import { cancellationTerms } from "../cancellation.ts";
import type { Form } from "../form.ts";
import { countClasses, formatMoney } from "../format.ts";
import { ContactFields } from "../ui/contact_fields.tsx";
import { Field } from "../ui/field.tsx";
import { FormNotice } from "../ui/form_notice.tsx";

export interface BookFormProps {
  one: Class;
  form: Form;
  now: number;
  holdMinutes: number;
  /** Null: not signed in. */
  packs: ClientPackage[] | null;
  /** A gift card that was looked up, and can pay. */
  card?: { balanceCents: number };
}

export function BookForm({ one, form, now, holdMinutes, packs, card }: BookFormProps) {
  const free = one.priceCents === 0;
  const usable = packs?.filter((pack) => pack.sessionsRemaining > 0) ?? null;
  const pay = form.values.pay || "card";
  return (
    <section class="panel" aria-labelledby="book">
      <h2 id="book">Book your seat</h2>
      <form method="post" action={`/classes/${one.id}/book`} novalidate>
        <FormNotice form={form} />
        <ContactFields form={form} />
        {!free && (
          <fieldset class="field" aria-describedby={form.errors.pay ? "pay-error" : undefined}>
            <legend>Pay with</legend>
            <label class="choice">
              <input type="radio" name="pay" value="card" checked={pay === "card"} />
              <span>Card, {formatMoney(one.priceCents)}</span>
            </label>
            {usable?.map((pack) => (
              <label class="choice">
                <input type="radio" name="pay" value={pack.id} checked={pay === pack.id} />
                <span>A class from my {pack.packageTypeName}</span>
                <span class="hint">{countClasses(pack.sessionsRemaining)} left</span>
              </label>
            ))}
            {usable === null && (
              <label class="choice">
                <input type="radio" name="pay" value="pack" checked={pay === "pack"} />
                <span>A class from my pack</span>
                <span class="hint">We’ll email you a link to sign in first.</span>
              </label>
            )}
            <label class="choice">
              <input type="radio" name="pay" value="gift_card" checked={pay === "gift_card"} />
              <span>Gift card</span>
            </label>
            {form.errors.pay && <p class="error" id="pay-error">{form.errors.pay}</p>}
          </fieldset>
        )}
        {!free && <GiftCardField one={one} form={form} card={card} />}
        <button class="button primary" type="submit">
          {free ? "Book, free" : (
            <>
              <span class="with-card">Continue to payment, {formatMoney(one.priceCents)}</span>
              <span class="with-pack">{usable ? "Book with a class from my pack" : "Email me a link to sign in"}</span>
              <span class="with-gift">
                {card ? `Book, take ${formatMoney(one.priceCents)} from the gift card` : "Look up the gift card"}
              </span>
            </>
          )}
        </button>
        <p class="hint">
          <span class="with-card">{bookingTerms(one, now, holdMinutes)}</span>
          {!free && <span class="with-pack">{cancellationTerms(one, now, "pack")}</span>}
          {!free && <span class="with-gift">{cancellationTerms(one, now, "gift_card")}</span>}
        </p>
      </form>
    </section>
  );
}

/** The code; once it is looked up, what the click takes and what is left. */
function GiftCardField({ one, form, card }: Pick<BookFormProps, "one" | "form" | "card">) {
  return (
    <div class="with-gift">
      <Field
        form={form}
        name="giftCardCode"
        label="Code of the gift card"
        autocomplete="off"
        hint={card ? undefined : "16 letters and digits. Looking it up takes nothing."}
      />
      {card && (
        <>
          <input type="hidden" name="lookedUp" value={form.values.giftCardCode} />
          <p class="note" role="status">
            This card has {formatMoney(card.balanceCents)}. {formatMoney(one.priceCents)} is taken, and{" "}
            {formatMoney(card.balanceCents - one.priceCents)} is left on it.
          </p>
        </>
      )}
    </div>
  );
}

function bookingTerms(one: Class, now: number, holdMinutes: number): string {
  if (one.priceCents === 0) return "Can’t come after all? Cancel, so that someone else gets your seat.";
  const terms = cancellationTerms(one, now, "card");
  return `Your seat is held for ${holdMinutes} minutes while you pay. ${terms}`;
}
