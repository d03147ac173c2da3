/** Sends mail through Resend's API. */
import { Buffer } from "node:buffer";
import { DeliveryError } from "../ports/mail.ts";
import type { AddressedMail, MailTransport } from "./mail_transport.ts";

const TIMEOUT_MS = 10_000;

/** @param apiBase another server that speaks Resend's API */
export function resendTransport(apiKey: string, apiBase = "https://api.resend.com"): MailTransport {
  const url = `${apiBase.replace(/\/+$/, "")}/emails`;
  return {
    atOnce: 8,
    async deliver(mail) {
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
          body: JSON.stringify(bodyOf(mail)),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        answer = await response.text();
      } catch (error) {
        const reason = (error as Error).name === "TimeoutError" ? "no answer in time" : "no connection";
        throw new DeliveryError(false, `Resend: ${reason}`, reason.replaceAll(" ", "_"));
      }
      if (!response.ok) throw resendError(response.status, answer);
    },
    close() {},
  };
}

function bodyOf({ id, fromName, fromAddress, to, replyTo, subject, text, html, attachments }: AddressedMail) {
  return {
    from: `"${fromName.replace(/["\\]/g, "\\$&")}" <${fromAddress}>`,
    to: [to],
    ...(replyTo ? { reply_to: replyTo } : {}),
    subject,
    text,
    html,
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename,
      content_type: contentType,
      content: Buffer.from(content).toString("base64"),
    })),
    // Not Message-ID: Resend sets its own, and its relay refuses a mail that has two.
    headers: { "Auto-Submitted": "auto-generated", "X-Entity-Ref-ID": id },
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
  const known = /^[a-z_]{1,60}$/.test(String(name)) ? name : "";
  const permanent = (status === 400 || status === 422) && aboutRecipient;
  return new DeliveryError(permanent, `Resend: HTTP ${status}${known && ` ${known}`}`, known || String(status));
}
