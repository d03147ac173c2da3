/** Mails as a transport gets them, and what it says when it fails. */
import assert from "node:assert/strict";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { createMailer, type MailerOptions } from "../../src/adapters/mailer.ts";
import { oneLine } from "../../src/mail/layout.ts";
import { isToOwner, type MailData, type MailKind } from "../../src/mail/mails.ts";
import { renderMail } from "../../src/mail/render.ts";
import type { Log } from "../../src/ports/log.ts";
import { DeliveryError, type Mailer, type OutgoingMail } from "../../src/ports/mail.ts";

const BRAND = {
  studioName: "Sculpt Pilates Co.",
  studioEmail: "hello@sculpt.test",
  address: null,
  timezone: "America/Chicago",
  currency: "usd",
  consoleUrl: "https://alera.test/console",
};
export const CLASS = {
  name: "Pilates Class",
  scheduledAt: "2026-05-18T11:00:00.000Z",
  durationMin: 50,
  instructor: "Sarah Lee",
};
export const LONG_TOKEN = "djF8ZW5yLTlk".repeat(40);
const CALENDAR = createCalendarWriter();

/** A mail of any kind. */
export function outgoing<K extends MailKind>(
  kind: K,
  data: MailData[K],
  change: Partial<OutgoingMail> = {},
  studioName = BRAND.studioName,
): OutgoingMail {
  return {
    id: `msg-${kind}`,
    kind,
    to: "jane.doe@example.test",
    fromName: oneLine(studioName),
    replyTo: isToOwner(kind) ? null : BRAND.studioEmail,
    ...renderMail(kind, data, { ...BRAND, studioName }, CALENDAR),
    ...change,
  };
}

/** A customer's mail, with a calendar file. `name` stands wherever people may write one. */
export function booking(change: Partial<OutgoingMail> = {}, name?: string): OutgoingMail {
  const data: MailData["booking_confirmed"] = {
    name: name ?? "Jané Doe 🧘",
    enrollmentId: "enr-9d8f",
    class: name ? { ...CLASS, name } : CLASS,
    cancelUrl: `https://sculpt.test/cancel#${LONG_TOKEN}`,
    cancelToken: LONG_TOKEN,
    portalUrl: null,
    paidCents: 2000,
    paidWith: "card",
    sequence: 1,
    changedAt: "2026-05-01T08:00:00.000Z",
    terms: { paidWith: "card", cancelWindowHours: 24, freeUntil: "2026-05-17T11:00:00.000Z", late: false },
  };
  return outgoing("booking_confirmed", data, { id: "msg-4w9d", ...change }, name);
}

/** A mail without a reply address. */
export function toOwner(): OutgoingMail {
  const data = { amountCents: 1000, customerName: "Jane Doe", serviceName: "Massage" };
  return outgoing("tip_received", data, { id: "msg-own", to: "owner@sculpt.test" });
}

/** A log that keeps its lines. */
export function recordedLog(): Log & { lines: string[] } {
  const lines: string[] = [];
  const write = (event: string, fields?: Record<string, unknown>) =>
    void lines.push(JSON.stringify({ event, ...fields }));
  return { lines, debug: write, info: write, warn: write, error: write };
}

/** An SMTP mailer unless told otherwise, closed at the end. */
export function mailer(options: Partial<MailerOptions>, log: Log = recordedLog()): Mailer & AsyncDisposable {
  const made = createMailer({ transport: "smtp", from: "Alera <post@mail.alera.test>", ...options }, log);
  return Object.assign(made, { [Symbol.asyncDispose]: () => made.close() });
}

/** The error of a delivery that must fail. */
export async function failure(sending: Promise<void>): Promise<DeliveryError> {
  const error = await sending.then(() => assert.fail("it was sent"), (error) => error);
  assert.ok(error instanceof DeliveryError, String(error));
  return error;
}
