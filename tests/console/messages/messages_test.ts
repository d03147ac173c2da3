import assert from "node:assert/strict";
import type { MailKind } from "../../../src/mail/mails.ts";
import { DAY, HOUR } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

const MESSAGES = "/console/settings/messages";

/** Complete by its type: a kind that is missing here does not compile. */
const KINDS = Object.keys(
  {
    booking_confirmed: 0,
    booking_cancelled: 0,
    payment_refunded: 0,
    class_cancelled: 0,
    booking_rescheduled: 0,
    class_moved: 0,
    series_moved: 0,
    series_cancelled: 0,
    class_reminder: 0,
    waitlist_joined: 0,
    payment_link: 0,
    waitlist_promoted: 0,
    waitlist_closed: 0,
    seat_opened: 0,
    pack_bought: 0,
    gift_card: 0,
    gift_card_receipt: 0,
    post_visit: 0,
    tip_received: 0,
    signin_link: 0,
    owner_signin_link: 0,
    owner_email_changed: 0,
    refund_failed: 0,
    dispute_opened: 0,
    webhook_disabled: 0,
    payment_unknown: 0,
    checkout_disputed: 0,
    refund_stuck: 0,
  } satisfies Record<MailKind, 0>,
) as MailKind[];

Deno.test("every kind of mail is listed with when and to whom, and previewed in both parts", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page(MESSAGES);
  const listed = [...text.matchAll(/href="\/console\/settings\/messages\/([a-z_]+)"/g)].map(([, kind]) => kind);
  assert.deepEqual([...listed].sort(), [...KINDS].sort());
  assert.match(readable(text), /Booking confirmed To the client, when a seat is booked and paid/);
  assert.match(readable(text), /A seat opened To you, when a seat opens and somebody waits for it/);
  assert.match(readable(text), /Could not be delivered None: a mail server has accepted every mail/);

  for (const kind of KINDS) {
    const page = await owner.page(`${MESSAGES}/${kind}`);
    assert.match(
      page.text,
      new RegExp(`<iframe[^>]* sandbox=""[^>]* title="[^"]+"[^>]* src="${MESSAGES}/${kind}/html"`),
    );
    assert.match(page.headers.get("content-security-policy")!, /frame-src 'self'/);
    assert.match(readable(page.text), /Subject .{10,}/, kind);
    const html = await owner.page(`${MESSAGES}/${kind}/html`);
    assert.ok(html.text.startsWith("<!doctype html>") && html.text.includes("Sculpt Pilates Co."), kind);
    assert.ok(!/undefined|NaN|Invalid/.test(html.text + readable(page.text)), kind);
    const policy = html.headers.get("content-security-policy")!;
    assert.match(policy, /default-src 'none'.*; sandbox;.*frame-ancestors 'self'/);
    assert.ok(!/script-src|'self' /.test(policy), policy);
    assert.equal(html.headers.get("cache-control"), "no-store");
  }
  for (const wrong of ["nothing", "toString", "__proto__", "booking_confirmed%00", "constructor"]) {
    assert.equal((await owner.send("GET", `${MESSAGES}/${wrong}`)).status, 404, wrong);
    assert.equal((await owner.send("GET", `${MESSAGES}/${wrong}/html`)).status, 404, wrong);
  }
});

Deno.test("a preview is in the studio's own brand, zone and currency, and of its own service", async () => {
  await using t = await studio();
  const nasty = `<b>"Flow" & Co’s</b>`;
  await t.studio.manage("PATCH", "provider", {
    displayName: nasty,
    timezone: "Asia/Tokyo",
    currency: "jpy",
    cancelWindowHours: 48,
  });
  await t.studio.manage("PATCH", `services/${t.studio.serviceId}`, { name: "Reformer Flow", priceCents: 3000 });
  await t.studio.manage("POST", "instructors", { name: "Sarah Lee" });
  const owner = await signIn(t, t.studio);
  const page = await owner.page(`${MESSAGES}/booking_confirmed`);
  assert.match(
    readable(page.text),
    /Subject You’re booked: Reformer Flow, Fri, May 15, 9:00 AM .* With: Sarah Lee Paid: ¥3,000 .* Free cancellation until Wednesday, May 13, 2026, 9:00 AM/,
  );
  assert.match(readable(page.text), /https:\/\/studio\.example\/cancel\/enr-sample/);
  assert.match(readable(page.text), /adds the class to the reader’s calendar/);
  assert.ok(readable(page.text).includes(nasty) && !page.text.includes("<b>"));
  assert.ok(!(await owner.page(`${MESSAGES}/booking_confirmed/html`)).text.includes("<b>"));
  assert.match(await owner.read(`${MESSAGES}/pack_bought`), /¥9,000/);
  assert.ok(!(await owner.read(`${MESSAGES}/tip_received`)).includes("calendar"));
  const before = t.mailer.sent.length;
  await t.settle();
  assert.equal(t.mailer.sent.length, before, "a preview mails nobody");
});

Deno.test("what could not be delivered is shown with its reason, and sent again", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  t.mailer.refuse = "for good";
  const who = { ...person(1), name: `Jane <b>"D"&` };
  await t.studio.bookPaid(classId, who);
  await t.studio.buyGiftCard().catch(() => {});
  const page = await owner.page(`${MESSAGES}`);
  const shown = readable(page.text);
  assert.match(
    shown,
    /Booking confirmed To Jane <b>"D"& , jane1@example\.com · Mon, May 11, 10:00 AM refused by the test/,
  );
  assert.match(page.text, /href="\/console\/clients\/cli-[^"]+">Jane &lt;b&gt;/);
  assert.match(shown, /Gift card To buyer@example\.com ·/);
  assert.ok(!page.text.includes("<b>"));
  assert.match(await owner.read("/console/settings"), /Messages Some could not be delivered/);

  // Still refused: it comes back, and says so.
  const ids = () =>
    owner.page(MESSAGES).then(({ text }) => [...text.matchAll(/name="message" value="(\d+)"/g)].map(([, id]) => id));
  const [card, booking] = await ids();
  assert.match(readable((await owner.follow(await owner.submit(MESSAGES, { message: booking }))).text), /queued again/);
  assert.equal((await ids()).includes(booking), false);
  await t.settle();
  assert.equal((await ids()).includes(booking), true);

  t.mailer.refuse = null;
  const sent = await owner.submit(MESSAGES, { message: booking });
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed", who.email).length, 1);
  assert.equal(sent.to, `${MESSAGES}?done=queued#undelivered`);
  // Once more: it is sent already, and nobody gets a second.
  const form = formOf((await owner.page(MESSAGES)).text, MESSAGES);
  const again = new URLSearchParams([...form, ["message", booking]]).toString();
  assert.equal((await owner.send("POST", MESSAGES, again)).status, 303);
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed", who.email).length, 1);
  assert.deepEqual(await ids(), [card]);
});

Deno.test("once the client's address is set right, what could not be delivered goes there", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const wrong = { ...person(1), email: "jane@exmaple.com" };
  t.texter.enabled = true;
  t.mailer.refuse = "for good";
  await t.stripe.pay(await s.startPack(wrong));
  await t.settle();
  t.texter.sent.length = 0;
  await t.db.write("test", (tx) => tx.run("UPDATE messages SET state = 'dead' WHERE channel = 'text'"));
  const { id } = (await s.manage("GET", "clients")).body.items[0];
  const right = { email: "jane@example.com", phone: "5555550000" };
  assert.equal((await owner.submit(`/console/clients/${id}/edit`, right)).status, 303);
  t.mailer.refuse = null;
  const { text } = await owner.page(MESSAGES);
  for (const [, message] of text.matchAll(/name="message" value="(\d+)"/g)) await owner.submit(MESSAGES, { message });
  await t.settle();
  assert.deepEqual(t.mailer.of("pack_bought").map((one) => one.to), [right.email]);
  assert.deepEqual(t.texter.sent.map((one) => one.to), [right.phone]);
});

Deno.test("what would come too late is shown, but not sent again", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ capacity: 1 });
  const seat = await t.studio.seat(classId);
  await t.studio.wait(classId, person(2));
  await t.studio.cancel(seat.id, seat.cancelToken);
  await t.settle();
  t.mailer.refuse = "for good";
  const waiting = (await t.studio.roster(classId)).waitlist[0].id;
  assert.equal((await t.studio.manage("POST", `waitlist/${waiting}/promote`)).status, 200);
  await t.settle();
  assert.match(await owner.read(MESSAGES), /A seat for you To Jane 2 .* Send again/);
  t.clock.advance(HOUR);
  assert.match(await owner.read(MESSAGES), /A seat for you To Jane 2 .* Too late to send/);
  assert.ok(!(await owner.read(MESSAGES)).includes("Send again"));
});

Deno.test("a dead letter queued again is tried for days, not given up at the first refusal", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 400 });
  t.mailer.refuse = "for good";
  await t.studio.bookPaid(classId, person(1));
  await t.pass(10 * DAY);
  t.mailer.refuse = null;
  const owner = await signIn(t, t.studio);
  t.mailer.refuse = "for now";
  const { text } = await owner.page(MESSAGES);
  const message = /name="message" value="(\d+)"/.exec(text)![1];
  await owner.submit(MESSAGES, { message });
  await t.settle();
  assert.ok(!(await owner.read(MESSAGES)).includes("Send again"), "it waits for its next try");
  await t.pass(HOUR);
  assert.ok(!(await owner.read(MESSAGES)).includes("Send again"));
  t.mailer.refuse = null;
  await t.pass(HOUR);
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
});

Deno.test("what was written to an erased client is gone; another studio's and no message at all are 404", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const owner = await signIn(t, t.studio);
  const stranger = await signIn(t, other);
  const classId = await t.studio.addClass({ inHours: 1 });
  t.mailer.refuse = "for good";
  await t.studio.bookPaid(classId, person(1));
  t.mailer.refuse = null;
  const { text } = await owner.page(MESSAGES);
  const message = /name="message" value="(\d+)"/.exec(text)![1];
  const csrfOf = (html: string) => /name="csrf" value="([^"]+)"/.exec(html)![1];
  const form = (csrf: string, id: string) => new URLSearchParams({ csrf, message: id }).toString();
  const csrf = csrfOf(text);
  const theirs = csrfOf((await stranger.page("/console/settings/devices")).text);
  assert.equal((await stranger.send("POST", MESSAGES, form(theirs, message))).status, 404);
  assert.ok(!(await stranger.read(MESSAGES)).includes("Send again"));
  for (const wrong of ["", "0", "999999", "x", "-1", "1e3"]) {
    assert.equal((await owner.send("POST", MESSAGES, form(csrf, wrong))).status, 404, wrong);
  }
  await t.pass(2 * HOUR);
  const client = (await t.studio.manage("GET", "clients?q=jane1")).body.items[0].id;
  assert.equal((await t.studio.manage("DELETE", `clients/${client}`)).status, 204);
  assert.ok(!(await owner.read(MESSAGES)).includes("Send again"));
  const gone = await owner.send("POST", MESSAGES, form(csrf, message));
  assert.equal(gone.status, 410);
  assert.match(readable(gone.text), /This client was erased, and the message with them\./);
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed").length, 0);
});
