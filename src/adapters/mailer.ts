/** The Mailer of the configured transport: SMTP, Resend, or only the log. */
import type { Log } from "../ports/log.ts";
import { DeliveryError, type Mailer } from "../ports/mail.ts";
import type { MailTransport } from "./mail_transport.ts";
import { resendTransport } from "./resend.ts";
import { smtpTransport } from "./smtp.ts";

export interface MailerOptions {
  transport: "log" | "smtp" | "resend";
  /** `smtp://` or `smtps://`, with user and password where needed. */
  smtpUrl?: string;
  resendApiKey?: string;
  /** Another server that speaks Resend's API. */
  resendApiBase?: string;
  /** `MAIL_FROM`: `mail@example.com` or `Name <mail@example.com>`; mails carry the studio's name instead. */
  from: string;
}

export interface VerifiableMailer extends Mailer {
  /** Tries the credentials and sends nothing. @returns what was found, in words; null: mails go to the log @throws DeliveryError */
  verify(): Promise<string | null>;
}

/** @throws Error when `from` is no address, or the transport lacks what it needs; the message holds no value */
export function createMailer(options: MailerOptions, log: Log): VerifiableMailer {
  const fromAddress = addressIn(options.from);
  const transport = transportOf(options);
  return {
    atOnce: transport?.atOnce ?? 8,
    async send(mail) {
      if (!isAddress(mail.to)) throw new DeliveryError(true, "The recipient's address is not one.");
      const { kind, id } = mail;
      if (!transport) return log.info("mail_logged", { kind, id });
      const replyTo = mail.replyTo !== null && isAddress(mail.replyTo) ? mail.replyTo : null;
      await transport.deliver({ ...mail, replyTo, fromAddress });
      log.debug("mail_sent", { kind, id });
    },
    verify: async () => await transport?.verify(fromAddress) ?? null,
    close() {
      transport?.close();
      return Promise.resolve();
    },
  };
}

function transportOf({ transport, smtpUrl, resendApiKey, resendApiBase }: MailerOptions): MailTransport | null {
  switch (transport) {
    case "log":
      return null;
    case "smtp":
      if (!smtpUrl) throw new Error("MAIL_TRANSPORT=smtp needs SMTP_URL.");
      return smtpTransport(smtpUrl);
    case "resend":
      if (!resendApiKey) throw new Error("MAIL_TRANSPORT=resend needs RESEND_API_KEY.");
      return resendTransport(resendApiKey, resendApiBase);
  }
}

// Stricter than RFC 5322 on purpose: what mail programs read in more than one way is not sent to.
function isAddress(text: string): boolean {
  return /^[^\s\p{Cc}@<>()[\],;:"\\]+@[^\s\p{Cc}@<>()[\],;:"\\]+$/u.test(text);
}

function addressIn(from: string): string {
  const address = (/<([^<>]*)>\s*$/.exec(from)?.[1] ?? from).trim();
  if (!isAddress(address)) throw new Error("MAIL_FROM must hold a mail address.");
  return address;
}
