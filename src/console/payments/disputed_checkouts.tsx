/** Payments that Stripe records differently, each with why and what to do. */
import type { DisputedCheckout } from "../../domain/disputed_checkouts.ts";
import { DAY, iso, ms } from "../../domain/time.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { adviseOnDispute } from "./dispute_advice.ts";
import { stripeDashboard } from "./stripe_dashboard.ts";

/** Nothing where there are none: most studios never see it. */
export function DisputedCheckouts({ call, checkouts }: { call: PageContext; checkouts: DisputedCheckout[] }) {
  if (checkouts.length === 0) return null;
  return (
    <Section id="payments-to-check" title="Payments to check">
      <Rows class="needed">{checkouts.map((one) => <DisputedItem call={call} checkout={one} />)}</Rows>
    </Section>
  );
}

function DisputedItem({ call, checkout }: { call: PageContext; checkout: DisputedCheckout }) {
  const { format } = call;
  const { clientId, classId, what, scheduledAt, createdAt } = checkout;
  const name = checkout.clientName ?? "a client";
  const { why, todo } = adviseOnDispute(checkout, format.dateTime(iso(ms(checkout.expiresAt) + DAY)));
  return (
    <li>
      <h3>
        {format.money(checkout.amountCents)} from{" "}
        {clientId ? <a href={`/console/clients/${clientId}`}>{name}</a> : name}
      </h3>
      <p class="muted small about">
        {classId ? <a href={`/console/classes/${classId}`}>{what}</a> : what}
        {scheduledAt
          ? (
            <>
              , <time datetime={scheduledAt}>{format.dateTime(scheduledAt)}</time>
            </>
          )
          : null}. Begun <time datetime={createdAt}>{format.dateTime(createdAt)}</time>.
      </p>
      <p>{why}</p>
      <p>{todo}</p>
      <div class="actions">
        <a class="button quiet" href={stripeDashboard(call, "payments")}>
          Payments in Stripe<span class="visually-hidden">, to look for that of {name}</span>
        </a>
      </div>
    </li>
  );
}
