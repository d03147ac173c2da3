import { Message } from "../ui/message.tsx";

export function TippedPage() {
  return (
    <Message title="Thank you for the tip.">
      <p>It goes to the studio in full. There is nothing more to do.</p>
      <p>
        <a href="/">Classes</a>
      </p>
    </Message>
  );
}
