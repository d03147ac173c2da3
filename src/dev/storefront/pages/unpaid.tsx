import { Message } from "../ui/message.tsx";

export function UnpaidPage({ what, again, current }: { what: string; again: string; current?: string }) {
  return (
    <Message title="Not paid." current={current}>
      <p>You left the payment page. {what} Nothing was charged.</p>
      <p>
        <a href={again}>{again === "/" ? "Classes" : "Try again"}</a>
      </p>
    </Message>
  );
}
