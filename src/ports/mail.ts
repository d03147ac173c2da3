/** What a mail transport must offer. */

/** A mail as its reader sees it. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; content: string }[];
}

export interface OutgoingMail extends RenderedMail {
  /** The same at every attempt, so that a second delivery can be recognised. Letters, digits, dots and hyphens. */
  id: string;
  /** For the log. */
  kind: string;
  to: string;
  fromName: string;
  replyTo: string | null;
}

/**
 * Why a message was not sent. `permanent`: the recipient is refused for good; anything else is tried again. `code` is the
 * server's own word or number for it, `ETIMEDOUT` or `no_answer_in_time` when none answered.
 */
export class DeliveryError extends Error {
  override name = "DeliveryError";
  constructor(readonly permanent: boolean, message: string, readonly code?: string) {
    super(message);
  }
}

export interface Mailer {
  /** So many are sent at a time without one of them waiting for another, besides a few sign-in links. */
  readonly atOnce: number;
  /** @throws DeliveryError (its message holds no address) */
  send(mail: OutgoingMail): Promise<void>;
  close(): Promise<void>;
}
