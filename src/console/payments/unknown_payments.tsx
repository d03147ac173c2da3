/** Payments that the books have no record of, as after an older backup was restored. */
import type { UnknownCheckout } from "../../domain/unknown_checkouts.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { stripeDashboard } from "./stripe_dashboard.ts";

const KINDS: Record<UnknownCheckout["kind"], string> = {
  class: "A class",
  package: "A class pack",
  gift_card: "A gift card",
  tip: "A tip",
};

/** Why nothing could be made of it. */
function describeReason({ reason }: UnknownCheckout): string {
  switch (reason) {
    case null:
      return "Whoever runs Alera can look it up at Stripe.";
    case "class_missing":
      return "It is for a class that your books don’t have. Refund it in Stripe, or book the client in yourself.";
    case "appointment_missing":
      return "It is for an appointment that your books don’t have, or that is not completed.";
    default:
      return "It can’t be told what it was for. Refund it in Stripe if you don’t know it either.";
  }
}

/** Nothing when there are none. */
export function UnknownPayments({ call, payments }: { call: PageContext; payments: UnknownCheckout[] }) {
  if (payments.length === 0) return null;
  const { format } = call;
  return (
    <Section id="unknown" title="Payments without a record">
      <div class="stack">
        <p>
          These say that they were made for your studio, and your books don’t have them, as after an older backup was
          restored. Nothing was booked for them. One that you refund in full in Stripe leaves this list when your books
          are next compared with Stripe.
        </p>
        <Rows>
          {payments.map((one) => (
            <Row
              name={`${KINDS[one.kind]}, ${format.money(one.amountCents)}`}
              lines={[`Noted ${format.dateTime(one.notedAt)}`, describeReason(one)]}
            />
          ))}
        </Rows>
        <a class="button" href={stripeDashboard(call, "payments")}>Payments in your Stripe dashboard</a>
      </div>
    </Section>
  );
}
