import { describePayment } from "../payment_state.ts";
import type { Payment } from "../api.ts";
import { Message } from "../ui/message.tsx";

const MADE = "We have emailed you a link. It signs you in, shows what is left of your pack, and lets you book with it.";

export function PackBoughtPage({ state }: { state: Payment["status"] }) {
  const { title, says } = describePayment(state, MADE);
  return (
    <Message title={title} current="/packs">
      <p>{says}</p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Classes</a>
      </p>
    </Message>
  );
}
