import type { Class, ClientPackage } from "@alera/client";
import { cancellationTerms } from "../cancellation.ts";
import type { Form } from "../form.ts";
import { countClasses, formatMoney } from "../format.ts";
import { ContactFields } from "../ui/contact_fields.tsx";
import { FormNotice } from "../ui/form_notice.tsx";

export interface BookFormProps {
  one: Class;
  form: Form;
  now: number;
  holdMinutes: number;
  /** Null: not signed in. */
  packs: ClientPackage[] | null;
}

export function BookForm({ one, form, now, holdMinutes, packs }: BookFormProps) {
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
            {form.errors.pay && <p class="error" id="pay-error">{form.errors.pay}</p>}
          </fieldset>
        )}
        <button class="button primary" type="submit">
          {free ? "Book, free" : (
            <>
              <span class="with-card">Continue to payment, {formatMoney(one.priceCents)}</span>
              <span class="with-pack">{usable ? "Book with a class from my pack" : "Email me a link to sign in"}</span>
            </>
          )}
        </button>
        <p class="hint">
          <span class="with-card">{bookingTerms(one, now, holdMinutes)}</span>
          {!free && <span class="with-pack">{cancellationTerms(one, now, { pack: true })}</span>}
        </p>
      </form>
    </section>
  );
}

function bookingTerms(one: Class, now: number, holdMinutes: number): string {
  if (one.priceCents === 0) return "Can’t come after all? Cancel, so that someone else gets your seat.";
  const terms = cancellationTerms(one, now, { pack: false });
  return `Your seat is held for ${holdMinutes} minutes while you pay. ${terms}`;
}
