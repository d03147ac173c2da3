const EVENTS = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "charge.refunded",
  "refund.failed",
  "charge.dispute.created",
  "account.updated",
  "account.application.deauthorized",
];

export function Webhooks({ serverUrl }: { serverUrl: string }) {
  return (
    <section class="section" aria-labelledby="webhooks">
      <h2 id="webhooks">Payments and webhooks</h2>
      <p>
        Payments are direct charges on the studio's own Stripe account: the studio gets the money, and only Stripe
        handles card data. A seat is held while the customer pays, and Stripe's event confirms it. A payment that
        arrives after the seat is gone is refunded automatically.
      </p>
      <p>
        The operator adds <code>{serverUrl}/api/webhooks/stripe</code>{" "}
        to Stripe as an endpoint for events of connected accounts, and sets{" "}
        <code>STRIPE_WEBHOOK_SECRET</code>. Your own site needs no webhook: read the class or the customer's summary
        instead. These events are handled, all others are acknowledged and ignored:
      </p>
      <ul>
        {EVENTS.map((event) => (
          <li>
            <code>{event}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
