/** The outbox: what is queued is delivered at least once, in time, and to nobody who was erased. */
import assert from "node:assert/strict";
import { type AddressObject, simpleParser } from "mailparser";
import { createMailer } from "../../../src/adapters/mailer.ts";
import { silentLog } from "../../support/silent_log.ts";
import { DAY, iso, MINUTE, ms } from "../../../src/domain/time.ts";
import { deliverMessages } from "../../../src/workflows/notifications/deliver_messages.ts";
import { sendAgain } from "../../../src/workflows/notifications/send_again.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { findInDatabase, keepLog } from "../../support/http.ts";
import { smtpServer } from "../../support/smtp_server.ts";
import { ORIGIN, person, type Studio, studio } from "../../support/studio.ts";

interface Stored {
  id: number;
  kind: string;
  state: string;
  attempts: number;
  next: string | null;
  data: string;
  error: string | null;
  recipient: string;
}

/** The outbox, oldest first. */
function outbox(t: TestApp): Promise<Stored[]> {
  return t.db.read(
    "SELECT id, kind, state, attempts, next_attempt_at AS next, data, last_error AS error, recipient FROM messages ORDER BY id",
  );
}

/** A studio in which somebody has booked a free class: one mail is queued. */
async function oneMailQueued(options: Parameters<typeof studio>[0] = {}) {
  const t = await studio(options);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const booked = await t.studio.book(classId, person());
  assert.equal(booked.status, 200, booked.text);
  return Object.assign(t, { classId, booked: booked.body });
}

/** Tries what is due, then moves the clock to when the first message is due again, and no further. */
async function tryAndWait(t: TestApp): Promise<number | null> {
  await deliverMessages(t.ctx);
  const { next } = (await outbox(t))[0];
  if (next === null) return null;
  const wait = ms(next) - t.clock.now();
  t.clock.advance(wait);
  return wait;
}

Deno.test("a mail that was taken is sent once, and what it said is forgotten", async () => {
  await using t = await oneMailQueued();
  assert.match((await outbox(t))[0].data, /Jane 1/);
  await t.settle();
  await t.pass(DAY);
  assert.equal(t.mailer.of("booking_confirmed").length, 1);
  const [sent] = await outbox(t);
  assert.deepEqual([sent.state, sent.data, sent.next, sent.attempts], ["sent", "{}", null, 1]);
});

Deno.test("development keeps what was sent, for its mailbox", async () => {
  await using t = await oneMailQueued({ settings: { development: true } });
  await t.settle();
  const [sent] = await outbox(t);
  assert.equal(sent.state, "sent");
  assert.match(sent.data, /Jane 1/);
  const mailbox = await t.send("GET", "/dev/mailbox.json");
  assert.match(mailbox.body.items[0].text, new RegExp(t.booked.cancelToken));
});

Deno.test("what cancels a booking is in its mails and nowhere in the database, even where mails are kept", async () => {
  await using t = await oneMailQueued({ settings: { development: true } });
  await t.settle();
  const scheduledAt = iso(t.clock.now() + 5 * DAY);
  assert.equal((await t.studio.manage("PATCH", `classes/${t.classId}`, { scheduledAt })).status, 200);
  await t.pass(4 * DAY + MINUTE);
  for (const kind of ["booking_confirmed", "class_moved", "class_reminder"]) {
    const [mail, more] = t.mailer.of(kind);
    assert.equal(more, undefined, kind);
    const [, token] = new RegExp(`${ORIGIN}/cancel/${t.booked.enrollmentId}#(\\S+)`).exec(mail.text)!;
    assert.deepEqual(await findInDatabase(t, token), [], kind);
    if (kind === "class_reminder") assert.equal((await t.studio.cancel(t.booked.enrollmentId, token)).status, 200);
  }
});

Deno.test("mails leave in the order in which they were enqueued", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 20 });
  for (let n = 1; n <= 20; n++) assert.equal((await t.studio.book(classId, person(n))).status, 200);
  await t.settle();
  assert.deepEqual(t.mailer.sent.map((mail) => mail.to), Array.from({ length: 20 }, (_, i) => person(i + 1).email));
});

Deno.test("what is refused for now is tried again within 5 s, then at doubling intervals up to 10 min", async () => {
  await using t = await oneMailQueued();
  t.mailer.refuse = "for now";
  const waits: number[] = [];
  for (let n = 0; n < 14; n++) waits.push((await tryAndWait(t))!);
  assert.ok(waits[0] > 0 && waits[0] <= 5_000, `the first retry is ${waits[0]} ms later`);
  for (const [n, wait] of waits.entries()) {
    const longest = Math.min(10 * MINUTE, 4_000 * 2 ** n);
    assert.ok(wait <= longest && wait >= longest * 0.8 - 1, `retry ${n + 1} is ${wait} ms later, not up to ${longest}`);
  }
  assert.ok(new Set(waits.slice(-5)).size > 1, "a crowd would come back at once");
  const [waiting] = await outbox(t);
  assert.deepEqual([waiting.state, waiting.attempts, waiting.error], ["queued", 14, "refused by the test"]);

  t.mailer.refuse = null;
  await deliverMessages(t.ctx);
  const [sent] = await outbox(t);
  assert.deepEqual([sent.state, sent.attempts, sent.error], ["sent", 15, null]);
});

Deno.test("nothing is tried before it is due", async () => {
  await using t = await oneMailQueued();
  t.mailer.refuse = "for now";
  await deliverMessages(t.ctx);
  const wait = ms((await outbox(t))[0].next!) - t.clock.now();
  t.mailer.refuse = null;
  t.clock.advance(wait - 1);
  assert.equal(await deliverMessages(t.ctx), 0);
  t.clock.advance(1);
  assert.equal(await deliverMessages(t.ctx), 1);
});

Deno.test("after 3 days it is a dead letter, kept with its reason", async () => {
  await using t = await oneMailQueued();
  const owedAt = t.clock.now();
  t.mailer.refuse = "for now";
  let last = t.clock.now();
  for (;;) {
    last = t.clock.now();
    if (await tryAndWait(t) === null) break;
  }
  assert.ok(
    last - owedAt >= 3 * DAY && last - owedAt <= 3 * DAY + 10 * MINUTE,
    `gave up after ${(last - owedAt) / DAY} days`,
  );
  const [dead] = await outbox(t);
  assert.deepEqual([dead.state, dead.error], ["dead", "refused by the test"]);
  assert.match(dead.data, /Jane 1/, "somebody may want to look at it");
  t.mailer.refuse = null;
  await t.pass(DAY);
  assert.equal(t.mailer.sent.length, 0);
});

Deno.test("a recipient refused for good is a dead letter at once", async () => {
  const log = keepLog();
  await using t = await oneMailQueued({ log });
  t.mailer.refuse = "for good";
  await t.settle();
  const [dead] = await outbox(t);
  assert.deepEqual([dead.state, dead.attempts, dead.next], ["dead", 1, null]);
  const warned = log.lines.find((line) => line.event === "message_not_sent");
  assert.deepEqual([warned?.level, warned?.fields.kind, warned?.fields.permanent], ["warn", "booking_confirmed", true]);
  assert.ok(
    !log.text().includes(person().email) && !log.text().includes(t.booked.cancelToken),
    "the log tells nobody's name",
  );
});

Deno.test("one that can't be written or sent does not hold up the others", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 20 });
  for (let n = 1; n <= 12; n++) assert.equal((await t.studio.book(classId, person(n))).status, 200);
  // The first eight fill a pass by themselves: their template gets nothing to write with.
  await t.db.write(null, (tx) => tx.run(`UPDATE messages SET data = '{"name":"Jane Secret"}' WHERE id <= 8`));
  await t.settle();
  assert.deepEqual(t.mailer.sent.map((mail) => mail.to), [9, 10, 11, 12].map((n) => person(n).email));
  const broken = (await outbox(t)).slice(0, 8);
  assert.ok(broken.every((one) => one.state === "queued" && one.error === "The message could not be written."));
  assert.ok(!log.text().includes("Secret"));
  assert.equal(
    log.lines.find((line) => line.event === "message_not_sent")?.fields.reason,
    "TypeError",
    "no more than its name",
  );
});

Deno.test("what was not marked as sent is sent again, under the same name", async () => {
  const faults = new DatabaseFaults();
  await using t = await oneMailQueued({ wrapDatabase: faults.wrap });
  faults.commit = true;
  await deliverMessages(t.ctx).then(() => assert.ok(false, "the fault was hidden"), () => {});
  assert.equal((await outbox(t))[0].state, "queued");
  await t.settle();
  assert.equal(t.mailer.sent.length, 2, "at least once");
  assert.equal(t.mailer.sent[0].id, t.mailer.sent[1].id, "and both have the name by which a repeat is known");
  assert.match(t.mailer.sent[0].id, /^[A-Za-z0-9.-]+$/);
});

Deno.test("the outbox survives a restart", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-outbox-" });
  try {
    await using first = await studio({ databasePath: `${directory}/alera.db` });
    const classId = await first.studio.addClass({ priceCents: 0 });
    assert.equal((await first.studio.book(classId, person())).status, 200);
    first.mailer.refuse = "for now";
    await first.settle();
    await using second = await startApp({ databasePath: `${directory}/alera.db`, after: first });
    await second.settle();
    assert.equal(second.mailer.sent.length, 0, "not due yet");
    second.clock.advance(5_000);
    await second.settle();
    assert.deepEqual(second.mailer.sent.map(({ kind, to }) => [kind, to]), [["booking_confirmed", person().email]]);
    await first.settle();
    assert.equal(first.mailer.sent.length, 0);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("nothing is sent to a client who was erased meanwhile, and what was written to them is gone", async () => {
  await using t = await oneMailQueued();
  await t.settle();
  t.mailer.refuse = "for now";
  assert.equal((await t.studio.cancel(t.booked.enrollmentId, t.booked.cancelToken)).status, 200);
  await t.studio.call("POST", "/api/customer/signin-link", { email: person().email, handle: t.studio.handle });
  await t.settle();
  assert.deepEqual((await outbox(t)).map((one) => one.state), ["sent", "queued", "queued"]);
  const { items: [client] } = (await t.studio.manage("GET", `clients?q=${person().email}`)).body;
  assert.equal((await t.studio.manage("DELETE", `clients/${client.id}`)).status, 204);
  t.mailer.refuse = null;
  await t.pass(DAY);
  assert.equal(t.mailer.sent.length, 1, "only what was sent before");
  const left = await outbox(t);
  assert.deepEqual(left.map((one) => [one.state, one.recipient, one.data, one.next]), [
    ["sent", "", "{}", null],
    ["erased", "", "{}", null],
    ["erased", "", "{}", null],
  ]);
});

// ---------------------------------------------------------------- gift cards

/** A gift card is paid, and its mail refused: nobody has read the code yet. */
async function cardMailRefused(t: TestApp & { studio: Studio }, refuse: "for now" | "for good"): Promise<void> {
  t.mailer.refuse = refuse;
  await t.stripe.pay(await t.studio.startGiftCard());
  await t.settle();
  assert.deepEqual((await outbox(t)).map((one) => [one.kind, one.state]), [[
    "gift_card",
    refuse === "for now" ? "queued" : "dead",
  ]]);
  t.mailer.refuse = null;
}

/** The one mail with a card that has left, and what its code is worth at the till. */
async function redeemed(t: TestApp, s: Studio): Promise<number> {
  const [mail, ...more] = t.mailer.of("gift_card");
  assert.equal(more.length, 0);
  const code = /^[2-9A-HJKMNP-Z]{16}$/m.exec(mail.text)![0];
  assert.ok(mail.html.includes(code.match(/.{4}/g)!.join("-")));
  assert.deepEqual(await findInDatabase(t, code), [], "the code is nowhere in plain text");
  const preview = { code, providerId: s.id, requestedDebitCents: 100, mode: "preview" };
  return (await s.seenBy(t).call("POST", "/api/gift-cards/redeem", preview)).body.balanceCents;
}

/** No text of 16 letters and digits, and nothing called a code. */
async function holdsNoCode(t: TestApp): Promise<void> {
  for (const { data } of await outbox(t)) assert.ok(!/"code"|"[2-9A-HJKMNP-Z]{16}"/.test(data), data);
}

Deno.test("the outbox holds no gift card's code, queued or dead; the mail has it, also when it is sent again", async () => {
  for (const refuse of ["for now", "for good"] as const) {
    await using t = await studio();
    await cardMailRefused(t, refuse);
    await holdsNoCode(t);
    if (refuse === "for good") await sendAgain(t.ctx, t.studio.id, (await outbox(t))[0].id);
    await t.pass(MINUTE);
    assert.equal(await redeemed(t, t.studio), 10_000);
  }
});

Deno.test("a gift card's mail outlives a change of the secret: it waits, with its reason, until the old one opens its code", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-outbox-" });
  const databasePath = `${directory}/alera.db`;
  try {
    const [old, next] = ["the old secret, of more than 32 bytes in all", "the next secret, of more than 32 bytes too"];
    await using first = await studio({ databasePath, secret: old });
    await cardMailRefused(first, "for now");
    {
      const log = keepLog();
      await using t = await startApp({
        databasePath,
        secret: next,
        after: first,
        log,
        settings: { development: true },
      });
      const s = first.studio.seenBy(t);
      assert.equal((await s.book(await s.addClass({ priceCents: 0 }), person())).status, 200);
      await t.pass(MINUTE);
      assert.deepEqual(t.mailer.sent.map((mail) => mail.kind), ["booking_confirmed"], "no card without its code");
      const [waiting] = await outbox(t);
      assert.deepEqual([waiting.kind, waiting.state, waiting.attempts], ["gift_card", "queued", 2]);
      assert.ok(waiting.next! > iso(t.clock.now()));
      assert.match(waiting.error!, /code could not be opened.*ALERA_SECRET_PREVIOUS/);
      const warned = log.lines.find((line) => line.event === "message_not_sent");
      assert.deepEqual([warned?.fields.kind, warned?.fields.permanent, warned?.fields.reason], [
        "gift_card",
        false,
        waiting.error,
      ]);

      // The mailbox of development says so too, and shows the others.
      const { items } = (await t.send("GET", "/dev/mailbox.json")).body;
      assert.deepEqual(items.map((one: { text: string }) => one.text), [t.mailer.sent[0].text, waiting.error]);
      const page = await t.send("GET", `/dev/mailbox/${waiting.id}`);
      assert.deepEqual([page.status, page.text.includes("could not be opened")], [200, true]);
    }
    await using t = await startApp({ databasePath, secret: next, secretPrevious: old, after: first });
    await t.pass(MINUTE);
    assert.equal(await redeemed(t, first.studio), 10_000);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("development's mailbox shows a gift card's mail with its code", async () => {
  await using t = await studio({ settings: { development: true } });
  const code = await t.studio.buyGiftCard();
  const mailbox = await t.send("GET", "/dev/mailbox.json");
  assert.match(mailbox.body.items[0].text, new RegExp(`^${code}$`, "m"));
  assert.match((await t.send("GET", `/dev/mailbox/${mailbox.body.items[0].id}`)).text, new RegExp(code));
  assert.deepEqual(await findInDatabase(t, code), []);
});

Deno.test("a pack's receipt goes by text too, where texts are on and a phone is known", async () => {
  await using t = await studio();
  await t.studio.buyPack(person(1));
  assert.equal((await outbox(t)).filter((one) => one.kind.startsWith("text_")).length, 0, "texts are off");
  t.texter.enabled = true;
  await t.studio.buyPack(person(2));
  await t.studio.buyPack({ ...person(3), phone: "" });
  assert.deepEqual(t.texter.sent.map(({ to }) => to), [person(2).phone]);
  assert.match(t.texter.sent[0].text, /Sculpt Pilates Co\..*5-Class Pack.*5 classes/);
  assert.ok(!/https?:/.test(t.texter.sent[0].text), "a text is no place for a link that signs in");
  const text = (await outbox(t)).find((one) => one.kind === "text_pack_bought")!;
  assert.deepEqual([text.state, text.data], ["sent", "{}"]);
});

Deno.test("the metrics count messages by state", async () => {
  await using t = await oneMailQueued();
  const counts = async () => {
    const { text } = await t.send("GET", "/metrics");
    return ["queued", "sent", "dead", "erased"].map((state) =>
      Number(new RegExp(`^alera_messages\\{state="${state}"\\} (\\d+)$`, "m").exec(text)?.[1])
    );
  };
  assert.deepEqual(await counts(), [1, 0, 0, 0]);
  await t.settle();
  assert.deepEqual(await counts(), [0, 1, 0, 0]);
  t.mailer.refuse = "for good";
  assert.equal((await t.studio.book(t.classId, person(2))).status, 200);
  await t.settle();
  assert.deepEqual(await counts(), [0, 1, 1, 0]);
});

Deno.test("through a real mail server: a paid booking's mail arrives with its calendar file and a link that cancels", async () => {
  await using server = await smtpServer();
  await using t = await studio({ timezone: "Europe/Berlin" });
  const mailer = createMailer(
    { transport: "smtp", smtpUrl: server.url, from: "Alera <post@alera.example>" },
    silentLog,
  );
  t.ctx.mailer = mailer;
  try {
    const classId = await t.studio.addClass();
    const seat = await t.studio.seat(classId, person(1));
    assert.equal(server.mails.length, 1);
    assert.deepEqual(server.mails[0].recipients, [person(1).email]);
    const mail = await simpleParser(server.mails[0].raw);
    assert.equal(mail.from?.value[0].name, "Sculpt Pilates Co.");
    assert.equal(mail.from?.value[0].address, "post@alera.example");
    assert.equal((mail.to as AddressObject).value[0].address, person(1).email);
    assert.match(mail.replyTo!.value[0].address!, /^owner-studio-\d+@example\.com$/);
    assert.match(mail.messageId!, new RegExp(`^<booking-confirmed\\.${seat.id}@alera\\.example>$`));

    const link = `${ORIGIN}/cancel/${seat.id}#${seat.cancelToken}`;
    assert.ok(mail.text!.includes(link), mail.text!);
    assert.ok(String(mail.html).includes(`href="${link}"`));
    assert.match(mail.text!, /\$20\.00/);

    const [file] = mail.attachments;
    assert.match(file.filename!, /\.ics$/);
    assert.match(file.contentType, /^text\/calendar/);
    const calendar = file.content.toString();
    const { scheduledAt } = await t.studio.class(classId);
    const stamp = scheduledAt.replace(/[-:]|\.000/g, "");
    assert.match(calendar, new RegExp(`^DTSTART:${stamp}\\r$`, "m"));
    assert.match(calendar.replace(/\r\n /g, ""), new RegExp(`^UID:.*${seat.id}`, "m"));

    const [, id, token] = /\/cancel\/([^#\s]+)#(\S+)/.exec(mail.text!)!;
    assert.equal((await t.studio.cancel(id, token)).status, 200);
    await t.settle();
    assert.equal(server.mails.length, 2);
    const cancelled = await simpleParser(server.mails[1].raw);
    assert.match(cancelled.attachments[0].content.toString(), /^STATUS:CANCELLED\r$/m);
    assert.deepEqual((await outbox(t)).map((one) => one.state), ["sent", "sent"]);
  } finally {
    await mailer.close();
  }
});

Deno.test("a mail server that refuses for now gets it again later, one that refuses the recipient does not", async () => {
  let answer: { code: number; text: string } | null = { code: 451, text: "4.3.0 not now, jane1@example.com" };
  await using server = await smtpServer({
    onRcptTo: (_address, _session, callback) =>
      callback(answer ? Object.assign(new Error(answer.text), { responseCode: answer.code }) : null),
  });
  await using t = await studio();
  t.ctx.mailer = createMailer({ transport: "smtp", smtpUrl: server.url, from: "post@alera.example" }, silentLog);
  try {
    const classId = await t.studio.addClass({ priceCents: 0 });
    assert.equal((await t.studio.book(classId, person(1))).status, 200);
    await t.settle();
    const [waiting] = await outbox(t);
    assert.deepEqual([waiting.state, waiting.attempts], ["queued", 1]);
    assert.match(waiting.error!, /451/);
    assert.ok(!waiting.error!.includes("jane1"), waiting.error!);
    assert.ok(waiting.next! <= iso(t.clock.now() + 5_000));
    answer = null;
    await t.pass(5_000);
    assert.equal(server.mails.length, 1);
    answer = { code: 550, text: "5.1.1 no such person" };
    assert.equal((await t.studio.book(classId, person(2))).status, 200);
    await t.settle();
    assert.deepEqual((await outbox(t)).map((one) => one.state), ["sent", "dead"]);
  } finally {
    await t.ctx.mailer.close();
  }
});
