import { Message } from "../ui/message.tsx";

export function PackBoughtPage() {
  return (
    <Message title="Thank you. Your pack is on its way." current="/packs">
      <p>
        As soon as the payment is complete, we email you a link. It signs you in, shows what is left of your pack, and
        lets you book with it.
      </p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Classes</a>
      </p>
    </Message>
  );
}
