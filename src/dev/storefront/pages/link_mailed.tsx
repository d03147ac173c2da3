import { Message } from "../ui/message.tsx";

export function LinkMailedPage({ email, then }: { email: string; then?: string }) {
  return (
    <Message title="Check your email." current="/me">
      <p>
        If we know <strong>{email}</strong>, we emailed you a link. {then ?? "It opens your bookings."}
      </p>
      <p>Nothing there after a minute? Look in your spam folder, or use the email you booked with.</p>
      <p>
        <a href="/me">Try another email</a> · <a href="/">Classes</a>
      </p>
    </Message>
  );
}
