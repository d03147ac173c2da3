import { describePayment } from "../payment_state.ts";
import type { Payment } from "../api.ts";
import { Message } from "../ui/message.tsx";

const MADE = "We have emailed the card with its code: to the person you named, with a receipt to you, or else to you.";

export function GiftCardBoughtPage({ state }: { state: Payment["status"] }) {
  const { title, says } = describePayment(state, MADE);
  return (
    <Message title={title} current="/gift-cards">
      <p>{says}</p>
      <p>
        <a href="/">Classes</a>
      </p>
    </Message>
  );
}
