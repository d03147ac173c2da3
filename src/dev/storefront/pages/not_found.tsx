import { Message } from "../ui/message.tsx";

export function NotFoundPage() {
  return (
    <Message title="There is no such page.">
      <p>The address may be incomplete, or the class no longer exists.</p>
      <p>
        <a href="/">See the classes</a>
      </p>
    </Message>
  );
}
