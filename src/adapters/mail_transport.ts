/** What SMTP and Resend each do in a way of their own. */
import type { OutgoingMail } from "../ports/mail.ts";

/** A mail with its sender, all of its addresses checked. */
export interface AddressedMail extends OutgoingMail {
  fromAddress: string;
}

export interface MailTransport {
  /** So many mails it delivers at a time without one of them waiting for another, besides a few sign-in links. */
  readonly atOnce: number;
  /** @throws DeliveryError */
  deliver(mail: AddressedMail): Promise<void>;
  /** Whether it takes our credentials; sends nothing. @returns what it said, in words @throws DeliveryError */
  verify(fromAddress: string): Promise<string>;
  close(): void;
}
