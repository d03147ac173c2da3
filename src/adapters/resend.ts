/** Sends mail through Resend's API. */
import { Buffer } from "node:buffer";
import { DeliveryError } from "../ports/mail.ts";
import type { AddressedMail, MailTransport } from "./mail_transport.ts";

const TIMEOUT_MS = 10_000;

/** @param apiBase another server that speaks Resend's API */
export function resendTransport(apiKey: string, apiBase = "https://api.resend.com"): MailTransport {
  /** @throws DeliveryError without an answer */
  async function ask(path: string, init: RequestInit = {}): Promise<{ response: Response; answer: string }> {
    try {
      const response = await fetch(`${apiBase.replace(/\/+$/, "")}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${apiKey}`, ...init.headers },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return { response, answer: await response.text() };
    } catch (error) {
      const reason = (error as Error).name === "TimeoutError" ? "no answer in time" : "no connection";
      throw new DeliveryError(false, `Resend: ${reason}`, reason.replaceAll(" ", "_"));
    }
  }
  return {
    atOnce: 8,
    async deliver(mail) {
      const { response, answer } = await ask("/emails", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": mail.id },
        body: JSON.stringify(bodyOf(mail)),
      });
      if (!response.ok) throw resendError(response.status, answer);
    },
    async verify(fromAddress) {
      const { response, answer } = await ask("/domains");
      // A key that may send and nothing else is the better one to have: it may not list domains.
      if (response.status === 401 && parsed(answer).name === "restricted_api_key") {
        return "Resend takes the key, which may send and nothing else";
      }
      if (!response.ok) throw resendError(response.status, answer);
      const { data } = parsed(answer);
      if (!Array.isArray(data)) throw new DeliveryError(false, "Resend: its answer makes no sense");
      const domain = fromAddress.slice(fromAddress.lastIndexOf("@") + 1).toLowerCase();
      const status = data.find((one) => one?.name === domain)?.status;
      if (status === "verified") return "Resend takes the key, and the domain of MAIL_FROM is verified";
      const is = status === undefined ? "not one of this account" : `not verified (${status})`;
      throw new DeliveryError(false, `Resend: the domain of MAIL_FROM is ${is}`, "domain");
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
  const { name = "", message = "" } = parsed(answer);
  const aboutRecipient = /`to`|recipient/i.test(String(message)) && !/`from`/i.test(String(message));
  const known = /^[a-z_]{1,60}$/.test(String(name)) ? name : "";
  const permanent = (status === 400 || status === 422) && aboutRecipient;
  return new DeliveryError(permanent, `Resend: HTTP ${status}${known && ` ${known}`}`, known || String(status));
}

/** An object, empty where the answer is none: of a proxy's page the status says enough. */
// deno-lint-ignore no-explicit-any
function parsed(answer: string): any {
  try {
    return JSON.parse(answer) ?? {};
  } catch {
    return {};
  }
}
