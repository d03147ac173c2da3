/**
 * A mail as the bytes that SMTP carries. Headers, addresses and quoted-printable are `nodemailer`'s; its own composer sends each part
 * through several streams, which costs ten times as much as all else of a mail.
 */
import { Buffer } from "node:buffer";
import MimeNode, { type MimeNodeEnvelope } from "nodemailer/lib/mime-node";
import { encode, wrap } from "nodemailer/lib/qp";
import type { AddressedMail } from "./mail_transport.ts";

export interface SmtpMessage {
  envelope: MimeNodeEnvelope;
  bytes: Buffer;
}

/** Both parts in quoted-printable, attachments in base64. Their names and types are our own: they need no encoding. */
export function smtpMessage(mail: AddressedMail): SmtpMessage {
  const { fromName: name, fromAddress, to, replyTo, subject, text, html, attachments, id } = mail;
  const alternative = multipart("alternative", [
    part("text/plain; charset=utf-8", "quoted-printable", quotedPrintable(text)),
    part("text/html; charset=utf-8", "quoted-printable", quotedPrintable(html)),
  ]);
  const whole = attachments.length === 0 ? alternative : multipart("mixed", [
    part(alternative.type, "7bit", alternative.body),
    ...attachments.map(({ filename, contentType, content }) =>
      part(
        `${contentType};\r\n name=${filename}`,
        `base64\r\nContent-Disposition: attachment; filename=${filename}`,
        base64(content),
      )
    ),
  ]);
  const head = new MimeNode(whole.type).setHeader({
    "Auto-Submitted": "auto-generated",
    From: { name, address: fromAddress },
    // Objects, never text: text would be parsed as a list of addresses.
    To: { name: "", address: to },
    ...(replyTo ? { "Reply-To": { name, address: replyTo } } : {}),
    Subject: subject,
    "Message-ID": `<${id}@${fromAddress.slice(fromAddress.lastIndexOf("@") + 1)}>`,
  });
  return { envelope: head.getEnvelope(), bytes: Buffer.from(`${head.buildHeaders()}\r\n\r\n${whole.body}`) };
}

/** A delimiter with `=_` can stand neither in quoted-printable nor in base64, so it need not be random. */
function multipart(kind: string, parts: string[]): { type: string; body: string } {
  const boundary = `=_alera_${kind}`;
  return {
    type: `multipart/${kind}; boundary="${boundary}"`,
    body: parts.map((one) => `--${boundary}\r\n${one}\r\n`).join("") + `--${boundary}--\r\n`,
  };
}

const part = (type: string, encoding: string, body: string) =>
  `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;

const quotedPrintable = (text: string) => wrap(encode(text)).replace(/\r?\n/g, "\r\n");

const base64 = (text: string) => Buffer.from(text).toString("base64").replace(/.{76}(?=.)/g, "$&\r\n");
