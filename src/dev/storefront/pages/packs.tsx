import type { Form } from "../form.ts";
import { countClasses, countHours, formatMoney, formatPrice } from "../format.ts";
import type { Pack } from "../api.ts";
import { ContactFields } from "../ui/contact_fields.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";

interface PacksProps {
  packs: Pack[];
  chosen: Pack | undefined;
  form: Form;
  /** The studio's. */
  cancelWindowHours: number;
}

export function PacksPage({ packs, chosen, form, cancelWindowHours }: PacksProps) {
  return (
    <Page title="Packs" current="/packs">
      <div class="split">
        <div>
          <h1>Packs</h1>
          <p class="lede">Pay once, then book class by class until it is used up.</p>
          {packs.length === 0 && <p class="nothing">No packs at the moment. Each class can be paid for separately.</p>}
          <ul role="list">
            {packs.map((pack) => (
              <li
                class="offer plain"
                aria-current={pack === chosen && packs.length > 1 ? "true" : undefined}
              >
                <div>
                  <h2>{pack.name}</h2>
                  <span class="sub">
                    {countClasses(pack.sessionsTotal)}, {formatPrice(Math.round(pack.priceCents / pack.sessionsTotal))}
                    {" "}
                    a class
                  </span>
                  <span class="sub">
                    {pack.validDays === null ? "Never expires" : `Use them within ${pack.validDays} days`}
                  </span>
                </div>
                {packs.length > 1 && (
                  <a class="button" href={`/packs?pack=${pack.id}#buy`}>
                    Choose<span class="visually-hidden">: {pack.name}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
        {chosen && (
          <section class="panel" aria-labelledby="buy">
            <h2 id="buy">{chosen.name}, {formatMoney(chosen.priceCents)}</h2>
            <form method="post" action="/packs" novalidate>
              <FormNotice form={form} />
              <input type="hidden" name="pack" value={chosen.id} />
              <ContactFields form={form} phoneOptional />
              <button class="button primary" type="submit">
                Continue to payment, {formatMoney(chosen.priceCents)}
              </button>
              <p class="hint">
                We email you a link when it is paid. Cancel a class {countHours(cancelWindowHours)}{" "}
                or more before it starts, and it returns to your pack.
              </p>
            </form>
          </section>
        )}
      </div>
    </Page>
  );
}
