/** Every mail with data of the tests, rendered. */
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import type { Brand } from "../../src/mail/brand.ts";
import type { MailClass } from "../../src/mail/data.ts";
import type { MailData, MailKind } from "../../src/mail/mails.ts";
import { renderMail } from "../../src/mail/render.ts";
import type { RenderedMail } from "../../src/ports/mail.ts";

const BRAND: Brand = {
  studioName: "Sculpt Pilates Co.",
  studioEmail: "hello@sculpt.test",
  address: "12 Main Street, Chicago",
  timezone: "America/Chicago",
  currency: "usd",
  consoleUrl: "https://alera.test/console",
};
const CALENDAR = createCalendarWriter();
export const TOKEN = "djF8ZW5yLTlkOGZ8MTc3OTEyMzQ1NnxhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg";
const LONG_URL = `https://checkout.stripe.test/c/pay/cs_test_${"a1B2".repeat(80)}#${"fidkdWxOYHwnPyd1".repeat(20)}`;
const CANCEL = {
  cancelUrl: `https://sculpt.test/cancel#${TOKEN}`,
  cancelToken: TOKEN,
  terms: { paidWith: "card", cancelWindowHours: 24, freeUntil: "2026-05-17T11:00:00.000Z", late: false },
} as const;
const CHANGE = { sequence: 3, changedAt: "2026-05-03T09:30:15.000Z" };
const TIP_URL = `https://sculpt.test/tip#${TOKEN}`;
const LEAVE_URL = `https://sculpt.test/waitlist/leave/wl-3c1b#${TOKEN}`;
const PORTAL_URL = `https://sculpt.test/me/${TOKEN}`;
const CONSOLE_URL = `https://alera.test/console/signin/${TOKEN}`;
export const CODE = "ABCD2345EFGH6789";

/** Data for every kind; `word` stands wherever people may write what they like, `lines` where they may break lines. */
export function samples(word: string, lines = word): { [K in MailKind]: MailData[K] } {
  const at: MailClass = { name: word, scheduledAt: "2026-05-18T11:00:00.000Z", durationMin: 50, instructor: word };
  const booking = { name: word, enrollmentId: "enr-9d8f", class: at };
  const money = { customerName: word, what: word, amountCents: 2000, reason: "product_not_received" };
  return {
    booking_confirmed: {
      ...booking,
      ...CANCEL,
      ...CHANGE,
      portalUrl: PORTAL_URL,
      paidCents: 2000,
      paidWith: "card",
    },
    booking_cancelled: {
      ...booking,
      ...CHANGE,
      refundedCents: 2000,
      creditReturned: true,
      lateCancel: false,
      byStudio: false,
      cancelWindowHours: 24,
    },
    payment_refunded: { name: word, what: word, amountCents: 2000, reason: "seat_gone" },
    class_cancelled: { ...booking, ...CHANGE, refundCents: 2000, creditReturned: false, message: lines },
    booking_rescheduled: { ...booking, ...CANCEL, ...CHANGE, previous: at, byStudio: false },
    class_moved: { ...booking, ...CANCEL, ...CHANGE, previousScheduledAt: "2026-05-17T11:00:00.000Z" },
    series_moved: {
      name: word,
      bookings: [{ enrollmentId: "enr-9d8f", class: at, previousScheduledAt: "2026-05-17T11:00:00.000Z", sequence: 3 }],
      changedAt: CHANGE.changedAt,
      links: [CANCEL],
    },
    series_cancelled: {
      name: word,
      message: lines,
      bookings: [{
        enrollmentId: "enr-9d8f",
        class: at,
        refundCents: 2000,
        creditReturned: false,
        giftCard: null,
        sequence: 3,
      }],
      waitedFor: [at],
      changedAt: CHANGE.changedAt,
    },
    class_reminder: { ...booking, ...CANCEL },
    waitlist_joined: { name: word, class: at, position: 2, leaveUrl: LEAVE_URL },
    payment_link: {
      ...booking,
      terms: CANCEL.terms,
      checkoutUrl: LONG_URL,
      expiresAt: "2026-05-17T12:00:00.000Z",
      amountCents: 2000,
    },
    waitlist_promoted: {
      ...booking,
      leaveUrl: LEAVE_URL,
      terms: CANCEL.terms,
      checkoutUrl: LONG_URL,
      expiresAt: "2026-05-17T12:00:00.000Z",
      amountCents: 2000,
    },
    waitlist_closed: { name: word, class: at, message: lines },
    seat_opened: { class: at, seatsLeft: 1, waiting: 3 },
    pack_bought: {
      name: word,
      packName: word,
      sessionsTotal: 5,
      expiresAt: "2026-11-10T12:00:00.000Z",
      portalUrl: PORTAL_URL,
      paidCents: 9000,
    },
    gift_card: {
      to: "recipient",
      purchaserName: word,
      recipientName: word,
      amountCents: 10_000,
      code: CODE,
      message: lines,
      expiresAt: null,
    },
    gift_card_receipt: {
      purchaserName: word,
      recipientName: word,
      recipientEmail: "sam@example.test",
      amountCents: 10_000,
    },
    post_visit: {
      name: word,
      serviceName: word,
      scheduledAt: "2026-05-18T11:00:00.000Z",
      tipUrl: TIP_URL,
      tipToken: TOKEN,
    },
    tip_received: { amountCents: 1000, customerName: word, serviceName: word },
    signin_link: { name: word, portalUrl: PORTAL_URL, validDays: 30 },
    owner_signin_link: { signinUrl: CONSOLE_URL, validMinutes: 15 },
    owner_email_changed: { newEmail: "new-owner@example.test", changedAt: "2026-05-18T11:00:00.000Z" },
    refund_failed: money,
    dispute_opened: money,
    payment_unknown: { amountCents: 2000 },
    checkout_disputed: money,
    refund_stuck: money,
    webhook_disabled: { url: `https://${word}.test/hooks`, reason: "failing" },
  };
}
const KINDS = Object.keys(samples("")) as MailKind[];

/** The links and codes that each kind's text part must hold, each alone on its line. */
export const ALONE: Partial<Record<MailKind, string[]>> = {
  booking_confirmed: [CANCEL.cancelUrl, PORTAL_URL],
  class_moved: [CANCEL.cancelUrl],
  class_reminder: [CANCEL.cancelUrl],
  payment_link: [LONG_URL],
  waitlist_joined: [LEAVE_URL],
  waitlist_promoted: [LONG_URL, LEAVE_URL],
  seat_opened: ["https://alera.test/console"],
  pack_bought: [PORTAL_URL],
  gift_card: [CODE, "ABCD-2345-EFGH-6789"],
  post_visit: [TIP_URL],
  signin_link: [PORTAL_URL],
  owner_signin_link: [CONSOLE_URL],
  refund_failed: ["https://alera.test/console"],
  refund_stuck: ["https://alera.test/console"],
  payment_unknown: ["https://alera.test/console"],
  webhook_disabled: ["https://alera.test/console"],
  dispute_opened: ["https://dashboard.stripe.com/disputes"],
};

/** One mail, with what is particular about its brand. */
export function render<K extends MailKind>(kind: K, data: MailData[K], brand: Partial<Brand> = {}): RenderedMail {
  return renderMail(kind, data, { ...BRAND, ...brand }, CALENDAR);
}

/** Every mail. */
export function renderAll(word: string, lines = word, brand: Partial<Brand> = {}): [MailKind, RenderedMail][] {
  const data = samples(word, lines);
  return KINDS.map((kind) => [kind, render(kind, data[kind], brand)]);
}
