import assert from "node:assert/strict";
import ICAL from "ical.js";
import { isToOwner, type MailKind } from "../../src/mail/mails.ts";
import type { RenderedMail } from "../../src/ports/mail.ts";
import { ALONE, CODE, render, renderAll, samples, TOKEN } from "./samples.ts";

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

Deno.test("what people wrote never becomes markup", () => {
  const plain = new Map(renderAll("Pilates"));
  for (const nasty of NASTY) {
    for (const [kind, mail] of renderAll(nasty, nasty.replace(/[\r\n\u2028]/g, " "), { studioName: nasty })) {
      assert.deepEqual(markup(mail.html), markup(plain.get(kind)!.html), `${kind}: ${JSON.stringify(nasty)}`);
    }
  }
});

Deno.test("names are escaped, not dropped", () => {
  // Nobody's words are in these: an address, a link, an amount.
  const nobodys: MailKind[] = ["owner_signin_link", "owner_email_changed", "payment_unknown"];
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

Deno.test("bookings and their changes bring the class for the calendar", () => {
  const expected: Partial<Record<MailKind, string>> = {
    booking_confirmed: "CONFIRMED",
    booking_rescheduled: "CONFIRMED",
    class_moved: "CONFIRMED",
    series_moved: "CONFIRMED",
    series_cancelled: "CANCELLED",
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

Deno.test("owners are notified of what to do", () => {
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

Deno.test("every mail about a visit names the studio's address, when there is one, and so does its calendar file", () => {
  const without = renderAll("Pilates", "Pilates", { address: null });
  const visits = renderAll("Pilates", "Pilates", { address: "12 Main Street, Chicago" }).filter(([kind]) =>
    /^(booking|class|series|waitlist)_/.test(kind) || kind === "post_visit"
  );
  assert.equal(visits.length, 12);
  for (const [kind, { text, html, attachments }] of visits) {
    for (const part of [text, html]) assert.match(part, /12 Main Street, Chicago/, kind);
    for (const { content } of attachments) assert.match(content, /^LOCATION:12 Main Street\\, Chicago\r$/m, kind);
  }
  for (const [kind, { text, attachments }] of without) {
    assert.ok(!/Where:|LOCATION/.test(text + attachments.map((one) => one.content)), kind);
  }
});
