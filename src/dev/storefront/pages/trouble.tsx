import { Message } from "../ui/message.tsx";

export function TroublePage({ title, says }: { title: string; says: string }) {
  return (
    <Message title={title}>
      <p>{says}</p>
      <p>
        <a href="/">See the classes</a>
      </p>
    </Message>
  );
}
