import assert from "node:assert/strict";
import ICAL from "ical.js";
import { createCalendarWriter } from "../../src/adapters/ical.ts";
import { isToOwner, renderMail } from "../../src/mail/templates.ts";
import type { MailBrand, MailClass, MailData, MailKind, RenderedMail } from "../../src/ports/mail.ts";

const BRAND: MailBrand = {
  studioName: "Sculpt Pilates Co.",
  studioEmail: "hello@sculpt.test",
  timezone: "America/Chicago",
  currency: "usd",
  siteUrl: "https://sculpt.test",
};
const CALENDAR = createCalendarWriter();
const TOKEN = "djF8ZW5yLTlkOGZ8MTc3OTEyMzQ1NnxhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg";
const LONG_URL = `https://checkout.stripe.test/c/pay/cs_test_${"a1B2".repeat(80)}#${"fidkdWxOYHwnPyd1".repeat(20)}`;
const CANCEL = { cancelUrl: `https://sculpt.test/cancel#${TOKEN}`, cancelToken: TOKEN };
const CHANGE = { sequence: 3, changedAt: "2026-05-03T09:30:15.000Z" };
const TIP_URL = `https://sculpt.test/tip#${TOKEN}`;
const PORTAL_URL = `https://sculpt.test/me/${TOKEN}`;
const CONSOLE_URL = `https://alera.test/console/signin/${TOKEN}`;
const CODE = "ABCD2345EFGH6789";

/** Data for every kind; `word` stands wherever people may write what they like, `lines` where they may break lines. */
function samples(word: string, lines = word): { [K in MailKind]: MailData[K] } {
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
      cancelWindowHours: 24,
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
    class_moved: { ...booking, ...CANCEL, ...CHANGE, previousScheduledAt: "2026-05-17T11:00:00.000Z" },
    class_reminder: { ...booking, ...CANCEL },
    waitlist_joined: { name: word, class: at, position: 2 },
    waitlist_promoted: {
      name: word,
      class: at,
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
    refund_stuck: money,
  };
}
const KINDS = Object.keys(samples("")) as MailKind[];

/** The links and codes that each kind's text part must hold, each alone on its line. */
const ALONE: Partial<Record<MailKind, string[]>> = {
  booking_confirmed: [CANCEL.cancelUrl, PORTAL_URL],
  class_moved: [CANCEL.cancelUrl],
  class_reminder: [CANCEL.cancelUrl],
  waitlist_promoted: [LONG_URL],
  seat_opened: ["https://alera.test/console"],
  pack_bought: [PORTAL_URL],
  gift_card: [CODE, "ABCD-2345-EFGH-6789"],
  post_visit: [TIP_URL],
  signin_link: [PORTAL_URL],
  owner_signin_link: [CONSOLE_URL],
  refund_failed: ["https://alera.test/console"],
  refund_stuck: ["https://alera.test/console"],
  dispute_opened: ["https://dashboard.stripe.com/disputes"],
};

function render<K extends MailKind>(kind: K, data: MailData[K], brand: Partial<MailBrand> = {}): RenderedMail {
  const mail = {
    id: "msg-1",
    kind,
    to: "jane@example.test",
    brand: { ...BRAND, ...brand },
    data,
    createdAt: CHANGE.changedAt,
  };
  return renderMail(mail, CALENDAR, "https://alera.test/");
}

function renderAll(word: string, lines = word, brand: Partial<MailBrand> = {}): [MailKind, RenderedMail][] {
  const data = samples(word, lines);
  return KINDS.map((kind) => [kind, render(kind, data[kind], brand)]);
}

/** The mail's markup without what links lead to. */
function markup(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/href="[^"]*"/, "href"));
}

const NASTY = [
  "<script>alert(1)</script>",
  `"><img src=x onerror="alert(1)">`,
  "' onmouseover='alert(1)",
  "&lt;b&gt; &amp; <!-- --> </title></style></body>",
  "Jane\r\nBcc: evil@evil.test\r\n\r\n<p>body</p>",
  "Jane\nSubject: other\u2028X: y\u0000\u0007\u0085Z: z",
  "Zoë 🧘🏽‍♀️ \uD83D",
  "\u202Egnp.exe\u2066 שרה عربى",
  "n".repeat(120),
];

Deno.test("every mail has a subject, a text part and an HTML part under the studio's name", () => {
  for (const [kind, mail] of renderAll("Pilates")) {
    assert.ok(mail.subject.length > 10, kind);
    assert.ok(mail.text.startsWith("Sculpt Pilates Co.\n\n"), kind);
    assert.match(mail.html, /<p [^>]*>Sculpt Pilates Co\.<\/p>/, kind);
    assert.match(mail.html, /^<!doctype html>/, kind);
    assert.ok(!/undefined|null|NaN|\[object|Invalid/.test(mail.subject + mail.text + mail.html), kind);
  }
});

Deno.test("customers never read our name or our jargon", () => {
  for (const [kind, mail] of renderAll("Pilates")) {
    const shown = [
      mail.subject,
      mail.text.replaceAll("https://alera.test/console", ""),
      mail.html.replaceAll("https://alera.test/console", ""),
    ];
    assert.ok(!/alera/i.test(shown.join("\n")), kind);
    assert.ok(
      !/\b(sessions?|enrol\w*|tenants?|providers?|successfully|oops)\b|!(?!doctype| *important)/i.test(
        mail.subject + mail.text,
      ),
      kind,
    );
  }
});

Deno.test("every link and code stands alone on its own line of the text part, and in the HTML part", () => {
  for (const [kind, mail] of renderAll("Pilates")) {
    const lines = mail.text.split("\n");
    for (const expected of ALONE[kind] ?? []) {
      assert.ok(lines.includes(expected), `${kind}: ${expected}`);
      if (expected !== CODE) assert.ok(mail.html.includes(expected), `${kind}: ${expected} in HTML`);
    }
    const linked = [...mail.html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
    for (const url of linked) assert.ok(lines.includes(url), `${kind}: ${url} only in HTML`);
  }
});

Deno.test("a token that its link does not carry is written out", () => {
  const moved = { ...samples("Pilates").class_moved, cancelUrl: "https://sculpt.test/cancel", cancelToken: TOKEN };
  assert.ok(render("class_moved", moved).text.split("\n").includes(TOKEN));
  const visit = { ...samples("Pilates").post_visit, tipUrl: "https://sculpt.test/tip", tipToken: TOKEN };
  const { text, html } = render("post_visit", visit);
  assert.ok(text.split("\n").includes(TOKEN));
  assert.ok(html.includes(TOKEN));
});

Deno.test("after a visit nobody is asked for a tip where the service takes none", () => {
  const { text, html } = render("post_visit", { ...samples("Pilates").post_visit, tipUrl: null, tipToken: null });
  assert.match(text, /It was good to have you here/);
  for (const part of [text, html]) assert.doesNotMatch(part, /\btip\b|null/i);
});

Deno.test("what people wrote never becomes markup", () => {
  const plain = new Map(renderAll("Pilates"));
  for (const nasty of NASTY) {
    for (const [kind, mail] of renderAll(nasty, nasty.replace(/[\r\n\u2028]/g, " "), { studioName: nasty })) {
      assert.deepEqual(markup(mail.html), markup(plain.get(kind)!.html), `${kind}: ${JSON.stringify(nasty)}`);
    }
  }
});

Deno.test("names are escaped, not dropped", () => {
  // Nobody's words are in these: an address and a link.
  const nobodys: MailKind[] = ["owner_signin_link", "owner_email_changed"];
  for (const [kind, mail] of renderAll(`<b>"O'Neil" & Søn</b> 🧘`).filter(([kind]) => !nobodys.includes(kind))) {
    assert.ok(mail.html.includes("&lt;b&gt;&quot;O&#39;Neil&quot; &amp; Søn&lt;/b&gt; 🧘"), kind);
    assert.ok(mail.text.includes(`<b>"O'Neil" & Søn</b> 🧘`), `${kind}: the text part is not HTML`);
  }
});

Deno.test("a subject is one line without control characters", () => {
  for (const nasty of NASTY) {
    for (const [kind, mail] of renderAll(nasty, nasty, { studioName: nasty })) {
      assert.ok(
        !/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(mail.subject),
        `${kind}: ${JSON.stringify(mail.subject)}`,
      );
      assert.ok(mail.subject.isWellFormed(), kind);
    }
  }
});

Deno.test("a name can't start a line of its own in the text part", () => {
  const evil = "Jane\r\n\r\nPay here:\nhttps://evil.test/";
  for (const [kind, mail] of renderAll(evil, "hello", { studioName: evil })) {
    assert.ok(!mail.text.split("\n").includes("https://evil.test/"), kind);
  }
});

Deno.test("a gift message keeps its line breaks in both parts", () => {
  const data = { ...samples("Sam").gift_card, message: "Happy birthday\r\n<3\n\nJane" };
  const { text, html } = render("gift_card", data);
  assert.ok(text.includes("> Happy birthday\n> <3\n> \n> Jane\n"));
  assert.ok(html.includes("Happy birthday<br>&lt;3<br><br>Jane<br>"));
});

Deno.test("a gift card's code can be read aloud and copied", () => {
  for (const to of ["recipient", "purchaser"] as const) {
    const { text, html, subject } = render("gift_card", { ...samples("Sam").gift_card, to });
    assert.ok(text.split("\n").includes("ABCD-2345-EFGH-6789"));
    assert.ok(text.split("\n").includes("ABCD2345EFGH6789"));
    assert.ok(html.includes("ABCD-2345-EFGH-6789"));
    assert.ok(!subject.includes("ABCD"), "subjects are shown on locked screens");
  }
});

Deno.test("times are the studio's own, with the zone's name", () => {
  const when = (scheduledAt: string, timezone: string) => {
    const data = samples("Pilates").class_reminder;
    const { text } = render("class_reminder", { ...data, class: { ...data.class, scheduledAt } }, { timezone });
    return text.split("\n").find((line) => line.startsWith("When: "))!.slice(6);
  };
  assert.equal(when("2026-05-18T11:00:00.000Z", "America/Chicago"), "Monday, May 18, 2026, 6:00 – 6:50 AM CDT");
  assert.equal(
    when("2026-01-19T17:30:00.000Z", "America/Chicago"),
    "Monday, January 19, 2026, 11:30 AM – 12:20 PM CST",
  );
  assert.equal(when("2026-05-18T22:00:00.000Z", "Pacific/Auckland"), "Tuesday, May 19, 2026, 10:00 – 10:50 AM GMT+12");
  assert.equal(
    when("2026-05-19T04:30:00.000Z", "America/Chicago"),
    "Monday, May 18, 2026, 11:30 PM CDT – Tuesday, May 19, 2026, 12:20 AM CDT",
  );
  assert.match(
    render("waitlist_promoted", samples("Pilates").waitlist_promoted).text,
    /until Sunday, May 17, 2026, 7:00 AM CDT\./,
  );
  assert.match(
    render("class_moved", samples("Pilates").class_moved).text,
    /^Old time: Sunday, May 17, 2026, 6:00 AM CDT$/m,
  );
});

Deno.test("money is written as its currency is, from the minor unit Stripe counts", () => {
  const written = (amountCents: number, currency: string) =>
    render("tip_received", { ...samples("Jane").tip_received, amountCents }, { currency }).text.match(
      /^Tip: (.*)$/m,
    )![1];
  assert.equal(written(123_456, "usd"), "$1,234.56");
  assert.equal(written(2000, "eur"), "€20.00");
  assert.equal(written(2000, "USD"), "$20.00");
  assert.equal(written(2000, "jpy"), "¥2,000");
  assert.equal(written(1500, "mga"), "MGA 1,500");
  assert.equal(written(12_345, "kwd"), "KWD 12.345");
  assert.equal(written(100_000, "isk"), "ISK 1,000");
  assert.equal(written(150_000, "huf"), "HUF 1,500.00");
});

Deno.test("bookings and their changes bring the class for the calendar", () => {
  const expected: Partial<Record<MailKind, string>> = {
    booking_confirmed: "CONFIRMED",
    class_moved: "CONFIRMED",
    booking_cancelled: "CANCELLED",
    class_cancelled: "CANCELLED",
  };
  for (const [kind, mail] of renderAll("Pilates")) {
    assert.equal(mail.attachments.length, expected[kind] ? 1 : 0, kind);
    if (!expected[kind]) continue;
    const [file] = mail.attachments;
    assert.equal(file.contentType, "text/calendar; charset=utf-8; method=PUBLISH");
    assert.match(file.filename, /\.ics$/);
    const calendar = new ICAL.Component(ICAL.parse(file.content));
    assert.equal(calendar.getFirstPropertyValue("method"), "PUBLISH");
    assert.equal(calendar.getFirstPropertyValue("refresh-interval"), null);
    const event = calendar.getFirstSubcomponent("vevent")!;
    const values = ["uid", "status", "sequence", "summary", "dtstart", "dtend", "dtstamp"].map((name) =>
      String(event.getFirstPropertyValue(name))
    );
    assert.deepEqual(values, [
      "enr-9d8f@alera",
      expected[kind],
      "3",
      "Pilates",
      "2026-05-18T11:00:00Z",
      "2026-05-18T11:50:00Z",
      "2026-05-03T09:30:15Z",
    ], kind);
  }
});

Deno.test("owners are told what to do", () => {
  for (const [kind, mail] of renderAll("Pilates")) {
    assert.equal(/What to do: |You have nothing to do/.test(mail.text), isToOwner(kind), kind);
    assert.equal(/Questions\? Just answer this mail/.test(mail.text), !isToOwner(kind), kind);
  }
});

Deno.test("a mail loads nothing from elsewhere and links only to the web", () => {
  const data = { ...samples("Jane").signin_link, portalUrl: "javascript:alert(1)" };
  const all = [...renderAll("Pilates"), ["signin_link", render("signin_link", data)] as [MailKind, RenderedMail]];
  for (const [kind, mail] of all) {
    assert.ok(
      !/<(img|link|script|iframe|object|video|audio|form|base)\b|\bsrc=|url\(|@import|background=/i.test(mail.html),
      kind,
    );
    for (const [, address] of mail.html.matchAll(/href="([^"]*)"/g)) assert.match(address, /^https?:\/\//, kind);
  }
  const quoted = render("signin_link", { ...data, portalUrl: `https://a.test/"onclick="alert(1)` });
  assert.ok(!quoted.html.includes(`"onclick`));
});

Deno.test("a receipt names the recipient as far as they are known", () => {
  const receipt = (change: Partial<MailData["gift_card_receipt"]>) => {
    const data = { ...samples("Jane").gift_card_receipt, recipientName: "Sam", ...change };
    const { subject, text } = render("gift_card_receipt", data);
    return [subject, /^To: (.*)$/m.exec(text)?.[1]];
  };
  assert.deepEqual(receipt({}), ["Your gift card for Sam is on its way", "Sam (sam@example.test)"]);
  assert.deepEqual(receipt({ recipientName: null }), [
    "Your gift card for sam@example.test is on its way",
    "sam@example.test",
  ]);
  assert.deepEqual(receipt({ recipientName: null, recipientEmail: null }), ["Your gift card is on its way", undefined]);
});

Deno.test("nothing is said of money that may turn out otherwise: how it goes back, and exactly when", () => {
  const { payment_refunded, class_cancelled, booking_cancelled } = samples("Pilates");
  for (
    const { text } of [
      render("payment_refunded", payment_refunded),
      render("class_cancelled", class_cancelled),
      render("booking_cancelled", booking_cancelled),
    ]
  ) {
    assert.match(text, /\$20\.00 goes back to you\. Banks usually take 5 to 10 days until you see it\./);
    assert.doesNotMatch(text, /the way you paid/);
  }
  // It is the customer's own cancel that ended the booking, or that nobody paid in time.
  const late = render("payment_refunded", { ...payment_refunded, reason: "seat_gone" }).text;
  assert.match(
    late,
    /^Your payment for Pilates arrived after the booking had ended, so all of it goes back to you\.$/m,
  );
  assert.doesNotMatch(late, /sorry|seat was gone/);
});

Deno.test("a cancellation says what became of the money", () => {
  const data = samples("Pilates").booking_cancelled;
  const text = (change: Partial<MailData["booking_cancelled"]>) =>
    render("booking_cancelled", { ...data, refundedCents: 0, creditReturned: false, ...change }).text;
  assert.match(text({ refundedCents: 2000 }), /\$20\.00 goes back to you/);
  assert.match(text({ creditReturned: true }), /back in your pack/);
  assert.match(text({ lateCancel: true }), /less than 24 hours to the class, so nothing is paid back/);
  assert.ok(!/paid back|goes back/.test(text({})), "a free class has no money to speak of");
  assert.match(text({ byStudio: true }), /We had to cancel your booking/);
});

Deno.test("a booking says until when it can be cancelled", () => {
  const data = samples("Pilates").booking_confirmed;
  const text = (change: Partial<MailData["booking_confirmed"]>) =>
    render("booking_confirmed", { ...data, ...change }).text;
  assert.match(text({}), /up to 24 hours before the class and you get all your money back/);
  assert.match(text({ cancelWindowHours: 1 }), /up to 1 hour before/);
  assert.match(text({ cancelWindowHours: 0 }), /any time before the class/);
  assert.match(text({ paidWith: "credit" }), /back into your pack/);
  assert.ok(!/money|Paid/.test(text({ paidWith: "free", paidCents: 0 })));
});

Deno.test("mails of a cancelled class carry the owner's own words; those owed before there were any are still written", () => {
  const { class_cancelled, waitlist_closed } = samples("Jane", "Sarah is unwell.\nSee you soon.");
  for (const mail of [render("class_cancelled", class_cancelled), render("waitlist_closed", waitlist_closed)]) {
    assert.match(mail.text, /Sarah is unwell\.[\s\S]*See you soon\./);
    assert.match(mail.html, /<blockquote/);
  }
  const { message: _, ...old } = class_cancelled;
  const { message: __, ...oldClosed } = waitlist_closed;
  for (const mail of [render("class_cancelled", old), render("waitlist_closed", { ...oldClosed, message: null })]) {
    assert.doesNotMatch(mail.html, /<blockquote/);
    assert.doesNotMatch(mail.text, /undefined|null/);
  }
});
