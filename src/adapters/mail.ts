/** How mail leaves: to the log, over SMTP, or through Resend. What it says is in mail_templates.ts. */
import { Buffer } from "node:buffer";
import { createTransport } from "nodemailer";
import type { SMTPPoolOptions } from "nodemailer/lib/smtp-pool";
import { type CalendarWriter } from "../ports/calendar.ts";
import { type Log } from "../ports/log.ts";
import { DeliveryError, type Mailer, type MailMessage, type RenderedMail } from "../ports/mail.ts";
import { oneLine } from "../mail/layout.ts";
import { isToOwner, renderMail } from "../mail/templates.ts";

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 30_000;
const SEND_TIMEOUT_MS = 60_000;
const RESEND_URL = "https://api.resend.com";

export interface MailerOptions {
  transport: "log" | "smtp" | "resend";
  /** `smtp://` or `smtps://`, with user and password where needed. */
  smtpUrl?: string;
  resendApiKey?: string;
  /** Another server that speaks Resend's API. */
  resendBaseUrl?: string;
  /** `MAIL_FROM`: `mail@example.com` or `Name <mail@example.com>`; the name gives way to the studio's. */
  from: string;
  log: Log;
  calendar: CalendarWriter;
  /** Origin of this server, for links to the owner's console. */
  publicUrl: string;
}

/** A mail ready to go, addressed. */
interface Outgoing extends RenderedMail {
  id: string;
  from: { name: string; address: string };
  to: string;
  replyTo: string | null;
  messageId: string;
}

interface Transport {
  /** @throws DeliveryError */
  deliver(mail: Outgoing): Promise<void>;
  close(): void;
}

/**
 * The Mailer of the domain.
 *
 * @throws Error when `from` is no address, or the transport lacks what it needs; the message holds no value
 */
export function createMailer(options: MailerOptions): Mailer {
  const { log, calendar, publicUrl } = options;
  const address = addressIn(options.from);
  const transport = transportOf(options);
  const render = (mail: MailMessage) => renderMail(mail, calendar, publicUrl);

  return {
    render,
    async send(mail) {
      if (!isAddress(mail.to)) throw new DeliveryError(true, "The recipient's address is not one.");
      // A transport that only logs has no use for the text, but a mail that can't be written should show in development.
      const rendered = render(mail);
      if (!transport) return log.info("mail_logged", { kind: mail.kind, id: mail.id });
      await transport.deliver({
        ...rendered,
        id: mail.id,
        from: { name: oneLine(mail.brand.studioName), address },
        to: mail.to,
        replyTo: !isToOwner(mail.kind) && isAddress(mail.brand.studioEmail) ? mail.brand.studioEmail : null,
        messageId: `<${mail.id}@${address.slice(address.lastIndexOf("@") + 1)}>`,
      });
      log.debug("mail_sent", { kind: mail.kind, id: mail.id });
    },
    close() {
      transport?.close();
      return Promise.resolve();
    },
  };
}

function transportOf({ transport, smtpUrl, resendApiKey, resendBaseUrl }: MailerOptions): Transport | null {
  switch (transport) {
    case "log":
      return null;
    case "smtp":
      if (!smtpUrl) throw new Error("MAIL_TRANSPORT=smtp needs SMTP_URL.");
      return smtp(smtpUrl);
    case "resend":
      if (!resendApiKey) throw new Error("MAIL_TRANSPORT=resend needs RESEND_API_KEY.");
      return resend(resendApiKey, resendBaseUrl ?? RESEND_URL);
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

// ---------------------------------------------------------------- SMTP

function smtp(url: string): Transport {
  if (!/^smtps?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new Error("SMTP_URL must be an smtp:// or smtps:// address.");
  }
  const options: SMTPPoolOptions & { pool: true } = {
    url,
    pool: true,
    // The outbox repeats what fails. A pool that repeats too could send a mail twice without anyone counting.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    // Mail catchers on one's own machine offer STARTTLS with certificates that nobody can check.
    ignoreTLS: isLoopback(new URL(url).hostname),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const pool = createTransport(options);
  return {
    async deliver(mail) {
      try {
        await pool.sendMail({
          from: mail.from,
          // Objects, never text: text would be parsed as a list of addresses.
          to: { name: "", address: mail.to },
          replyTo: mail.replyTo ? { name: mail.from.name, address: mail.replyTo } : undefined,
          envelope: { from: mail.from.address, to: [mail.to] },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          attachments: mail.attachments,
          messageId: mail.messageId,
          headers: { "Auto-Submitted": "auto-generated" },
          signal: AbortSignal.timeout(SEND_TIMEOUT_MS), // a server that trickles its answers trips no other timeout
        });
      } catch (error) {
        throw smtpError(error, mail.to);
      }
    },
    close: () => pool.close(),
  };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\./.test(host);
}

const REFUSED_FOR_GOOD = new Set([501, 550, 551, 553, 554]);

/** Permanent only when the server refused this recipient or this mail; trouble of our own (sender, login, line) passes. */
function smtpError(error: unknown, to: string): DeliveryError {
  const { code, command, responseCode, response } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    response?: string;
  };
  const aboutRecipient = command === "RCPT TO" || command === "DATA";
  const noRecipient = code === "EENVELOPE" && command === "API";
  const permanent = aboutRecipient ? REFUSED_FOR_GOOD.has(responseCode ?? 0) : noRecipient;
  const said = aboutRecipient && response ? `: ${withoutAddresses(response, to)}` : "";
  return new DeliveryError(
    permanent,
    `SMTP ${[code, command, responseCode].filter(Boolean).join(" ") || "failed"}${said}`,
  );
}

/** What a server said, without addresses, and without the two halves of the recipient's. */
function withoutAddresses(said: string, to: string): string {
  const halves = to.toLowerCase().split("@");
  return oneLine(said)
    .replace(/\S*@\S*/g, "…")
    .split(/([^\p{L}\p{N}._+-]+)/u)
    .map((word) => halves.includes(word.toLowerCase().replace(/\.$/, "")) ? "…" : word)
    .join("")
    .slice(0, 200);
}

// ---------------------------------------------------------------- Resend

function resend(apiKey: string, baseUrl: string): Transport {
  const url = `${baseUrl.replace(/\/+$/, "")}/emails`;
  return {
    async deliver(mail) {
      const body = JSON.stringify({
        from: `"${mail.from.name.replace(/["\\]/g, "\\$&")}" <${mail.from.address}>`,
        to: [mail.to],
        ...(mail.replyTo ? { reply_to: mail.replyTo } : {}),
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        attachments: mail.attachments.map(({ filename, contentType, content }) => ({
          filename,
          content_type: contentType,
          content: Buffer.from(content).toString("base64"),
        })),
        // Not Message-ID: Resend sets its own, and its relay refuses a mail that has two.
        headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": mail.id },
      });
      let response: Response;
      let answer: string;
      try {
        response = await fetch(url, {
          method: "POST",
          headers: {
            authorization: `Bearer ${apiKey}`,
            "content-type": "application/json",
            "idempotency-key": mail.id,
          },
          body,
          signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
        });
        answer = await response.text();
      } catch (error) {
        throw new DeliveryError(
          false,
          `Resend: ${(error as Error).name === "TimeoutError" ? "no answer in time" : "no connection"}`,
        );
      }
      if (!response.ok) throw resendError(response.status, answer);
    },
    close() {},
  };
}

/** Permanent only when Resend finds fault with the recipient; a wrong key, sender or quota is ours and passes. */
function resendError(status: number, answer: string): DeliveryError {
  let name = "";
  let message = "";
  try {
    ({ name = "", message = "" } = JSON.parse(answer));
  } catch {
    // A proxy's page: the status says enough.
  }
  const aboutRecipient = /`to`|recipient/i.test(String(message)) && !/`from`/i.test(String(message));
  const known = /^[a-z_]{1,60}$/.test(String(name)) ? ` ${name}` : "";
  return new DeliveryError((status === 400 || status === 422) && aboutRecipient, `Resend: HTTP ${status}${known}`);
}
