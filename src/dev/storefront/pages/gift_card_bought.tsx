import { Message } from "../ui/message.tsx";

export function GiftCardBoughtPage() {
  return (
    <Message title="Thank you. Your gift card is on its way." current="/gift-cards">
      <p>
        As soon as the payment is complete, we email the card with its code: to the person you named, with a receipt to
        you, or else to you.
      </p>
      <p>
        <a href="/">Classes</a>
      </p>
    </Message>
  );
}
