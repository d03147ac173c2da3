/** Sends mail over SMTP, with `nodemailer`. */
import SMTPPool from "nodemailer/lib/smtp-pool";
import { DeliveryError } from "../ports/mail.ts";
import type { MailTransport } from "./mail_transport.ts";
import { type SmtpMessage, smtpMessage } from "./smtp_message.ts";

type PoolMail = Parameters<SMTPPool["send"]>[0];

/** Servers commonly allow a client 20 or 50. */
const MOST_CONNECTIONS = 20;
/** For sign-in links, which must not wait until slow mails are through. */
const KEPT_FREE = 4;

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 30_000;
const SEND_TIMEOUT_MS = 60_000;

/** @throws Error when the URL is none of SMTP; its message does not hold the URL */
export function smtpTransport(url: string): MailTransport {
  if (!/^smtps?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new Error("SMTP_URL must be an smtp:// or smtps:// address.");
  }
  const pool = new SMTPPool({
    url,
    maxConnections: MOST_CONNECTIONS,
    // The outbox repeats what fails. A pool that repeats too could send a mail twice without anyone counting.
    maxRequeues: 0,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    // Mail catchers on one's own machine offer STARTTLS with certificates that nobody can check.
    ignoreTLS: isLoopback(new URL(url).hostname),
  });
  let closed = false;
  return {
    atOnce: MOST_CONNECTIONS - KEPT_FREE,
    async deliver(mail) {
      try {
        const message = smtpMessage(mail);
        if (closed) throw new Error("The transport is closed.");
        await handOver(pool, message);
      } catch (error) {
        throw smtpError(error, mail.to);
      }
    },
    async verify() {
      const tooLate = Promise.withResolvers<never>();
      const timer = setTimeout(() => tooLate.reject({ code: "ETIMEDOUT" }), SEND_TIMEOUT_MS);
      try {
        await Promise.race([pool.verify(), tooLate.promise]);
        return `the SMTP server ${new URL(url).username ? "takes the login" : "answers; SMTP_URL holds no login"}`;
      } catch (error) {
        throw smtpError(error, "");
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      closed = true;
      pool.close();
    },
  };
}

/** Gives the pool what its `send` needs of a mail, past the composer. */
function handOver(pool: SMTPPool, { envelope, bytes }: SmtpMessage): Promise<unknown> {
  const message = {
    getEnvelope: () => envelope,
    messageId: () => "",
    getHeader: () => "",
    createReadStream: () => bytes,
  };
  const abort = new AbortController();
  // A server that trickles its answers trips no other timeout.
  const timer = setTimeout(() => abort.abort(new DOMException("No end in time.", "TimeoutError")), SEND_TIMEOUT_MS);
  const mail = { data: { signal: abort.signal }, message } as unknown as PoolMail;
  return new Promise<unknown>((resolve, reject) =>
    pool.send(mail, (error, info) => error ? reject(error) : resolve(info))
  ).finally(() => clearTimeout(timer));
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
  const reply = aboutRecipient && response ? `: ${withoutAddresses(response, to)}` : "";
  return new DeliveryError(
    permanent,
    `SMTP ${[code, command, responseCode].filter(Boolean).join(" ") || "failed"}${reply}`,
    responseCode ? String(responseCode) : code,
  );
}

/** A server's reply on one line, without addresses, and without the two halves of the recipient's. */
function withoutAddresses(reply: string, to: string): string {
  const halves = to.toLowerCase().split("@");
  return reply.toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, "") // marks that turn the direction of what follows
    .trim()
    .replace(/\S*@\S*/g, "…")
    .split(/([^\p{L}\p{N}._+-]+)/u)
    .map((word) => halves.includes(word.toLowerCase().replace(/\.$/, "")) ? "…" : word)
    .join("")
    .slice(0, 200);
}
