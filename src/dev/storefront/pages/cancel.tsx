import { cancellationPolicy, freeUntil } from "../cancellation.ts";
import type { Form } from "../form.ts";
import { countHours, formatMoment, formatMoney } from "../format.ts";
import type { Enrollment } from "../shapes.ts";
import { STUDIO } from "../site.ts";
import { CodeField } from "../ui/code_field.tsx";
import { Facts } from "../ui/facts.tsx";
import { FormNotice } from "../ui/form_notice.tsx";
import { Page } from "../ui/page.tsx";
import { TimeSpan } from "../ui/time_span.tsx";

interface CancelProps {
  enrollmentId: string;
  /** Known when its customer is signed in. */
  one: Enrollment | null;
  /** Null: the API doesn't tell. */
  priceCents: number | null;
  now: number;
  form: Form;
}

export function CancelPage({ enrollmentId, one, priceCents, now, form }: CancelProps) {
  const { says, button, keep } = consequence(one, priceCents, now);
  return (
    <Page title="Cancel a booking" current="/me" narrow>
      <div class="stack">
        <h1>Cancel this booking?</h1>
        {one && (
          <Facts
            rows={[
              ["Class", one.class.name],
              [
                "When",
                (
                  <>
                    <TimeSpan of={one.class} /> ({STUDIO.city} time)
                  </>
                ),
              ],
            ]}
          />
        )}
        <p>{says} This can’t be undone.</p>
        <form method="post" action={`/cancel/${enrollmentId}`} novalidate>
          <FormNotice form={form} />
          {!one && <CodeField form={form} />}
          <div class="actions">
            <button class="button final" type="submit">{button}</button>
            <a class="button" href={one ? "/me" : "/"}>{keep}</a>
          </div>
        </form>
      </div>
    </Page>
  );
}

/** What the click does. How it was paid the API doesn't tell, so the words are true for card and pack. */
function consequence(one: Enrollment | null, priceCents: number | null, now: number) {
  const keep = "Keep booking";
  if (!one) return { says: cancellationPolicy(), button: "Cancel booking", keep };
  if (one.status === "PendingPayment") {
    return { says: "You haven’t paid yet. Someone else can have the seat.", button: "Release seat", keep: "Keep seat" };
  }
  if (priceCents === 0) {
    return {
      says: "It was free, so there is nothing to refund. Someone else can have your seat.",
      button: "Cancel booking",
      keep,
    };
  }
  const until = freeUntil(one.class.scheduledAt);
  if (now > until) {
    return {
      says: `The class starts in less than ${countHours(STUDIO.cancelWindowHours)}: no refund.`,
      button: "Cancel, no refund",
      keep,
    };
  }
  const refund = priceCents === null ? "a refund" : `a refund of ${formatMoney(priceCents)}`;
  return {
    says: `Free cancellation until ${
      formatMoment(until)
    }: you get ${refund} to your card, or the class returns to your pack.`,
    button: "Cancel and get a refund",
    keep,
  };
}
