/** The outbox: what is queued is delivered at least once, in time, and to nobody who was erased. */
import assert from "node:assert/strict";
import { DAY, MINUTE, ms } from "../../../src/domain/time.ts";
import { deliverMessages } from "../../../src/workflows/notifications/deliver_messages.ts";
import { startApp, type TestApp } from "../../support/app.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { keepLog } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";
import { oneMailQueued, outbox } from "./outbox.ts";

/** Tries what is due, then moves the clock to when the first message is due again, and no further. */
async function tryAndWait(t: TestApp): Promise<number | null> {
  await deliverMessages(t.ctx, "mail");
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
  await deliverMessages(t.ctx, "mail");
  const [sent] = await outbox(t);
  assert.deepEqual([sent.state, sent.attempts, sent.error], ["sent", 15, null]);
});

Deno.test("nothing is tried before it is due", async () => {
  await using t = await oneMailQueued();
  t.mailer.refuse = "for now";
  await deliverMessages(t.ctx, "mail");
  const wait = ms((await outbox(t))[0].next!) - t.clock.now();
  t.mailer.refuse = null;
  t.clock.advance(wait - 1);
  assert.equal(await deliverMessages(t.ctx, "mail"), 0);
  t.clock.advance(1);
  assert.equal(await deliverMessages(t.ctx, "mail"), 1);
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

Deno.test("with a database that takes no write a mail leaves once, whatever is tried", async () => {
  const faults = new DatabaseFaults();
  await using t = await oneMailQueued({ wrapDatabase: faults.wrap });
  faults.commit = true;
  await assert.rejects(deliverMessages(t.ctx, "mail"));
  assert.equal(t.mailer.sent.length, 0, "what could not be claimed is not sent");
  const { send } = t.mailer;
  t.mailer.send = async (mail) => {
    await send.call(t.mailer, mail);
    faults.dead = true;
  };
  await assert.rejects(deliverMessages(t.ctx, "mail"));
  for (let n = 0; n < 25; n++) {
    t.clock.advance(MINUTE);
    await assert.rejects(deliverMessages(t.ctx, "mail"));
  }
  assert.deepEqual([t.mailer.sent.length, (await outbox(t))[0].state], [1, "queued"]);
  faults.dead = false;
  t.mailer.send = send;
  await t.settle();
  assert.deepEqual([t.mailer.sent.length, (await outbox(t))[0].state], [1, "sent"]);
});

Deno.test("a mail whose process ended between sending and noting leaves once more, under the same name", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-outbox-" });
  try {
    const faults = new DatabaseFaults();
    await using first = await studio({ databasePath: `${directory}/alera.db`, wrapDatabase: faults.wrap });
    const classId = await first.studio.addClass({ priceCents: 0 });
    assert.equal((await first.studio.book(classId, person())).status, 200);
    const { send } = first.mailer;
    first.mailer.send = async (mail) => {
      await send.call(first.mailer, mail);
      faults.dead = true;
    };
    await assert.rejects(deliverMessages(first.ctx, "mail"));
    await using second = await startApp({ databasePath: `${directory}/alera.db`, after: first });
    await second.settle();
    assert.equal(second.mailer.sent.length, 0, "the attempt may still be under way");
    await second.pass(11 * MINUTE);
    assert.equal(second.mailer.sent[0].id, first.mailer.sent[0].id);
    assert.match(second.mailer.sent[0].id, /^[A-Za-z0-9.-]+$/);
    await second.pass(DAY);
    assert.equal(second.mailer.of("booking_confirmed").length, 1);
    faults.dead = false;
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("one slow recipient holds up nobody, nor a sign-in link", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 40 });
  for (let n = 1; n <= 30; n++) assert.equal((await t.studio.book(classId, person(n))).status, 200);
  const { send } = t.mailer;
  const slow = Promise.withResolvers<void>();
  const slowOnes = new Set([1, 2, 3, 4, 5, 6, 7].map((n) => person(n).email));
  t.mailer.send = async (mail) => {
    if (slowOnes.has(mail.to)) await slow.promise;
    await send.call(t.mailer, mail);
  };
  // Were one sent twice, the slow ones would take every place and nothing would ever end.
  const stuck = setTimeout(() => slow.resolve(), 30_000);
  for (let passes = 0; passes < 60 && t.mailer.sent.length < 23; passes++) await deliverMessages(t.ctx, "mail");
  clearTimeout(stuck);
  assert.equal(t.mailer.sent.length, 23, "all but the seven slow ones, through the one place that is left");
  await t.studio.call("POST", "/api/customer/signin-link", { email: person(20).email, handle: t.studio.handle });
  await deliverMessages(t.ctx, "sign_in");
  assert.equal(t.mailer.of("signin_link").length, 1);
  slow.resolve();
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed").length, 30);
});

/** A mailer that keeps the mails to these waiting until they are let go. */
function keepWaiting(t: TestApp, persons: number[]) {
  const { send } = t.mailer;
  const gate = Promise.withResolvers<void>();
  const slow = new Set(persons.map((n) => person(n).email));
  t.mailer.send = async (mail) => {
    if (slow.has(mail.to)) await gate.promise;
    await send.call(t.mailer, mail);
  };
  return gate;
}

Deno.test("what is enqueued while a slow one is under way does not wait for it", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 5 });
  const gate = keepWaiting(t, [1]);
  assert.equal((await t.studio.book(classId, person(1))).status, 200);
  const first = deliverMessages(t.ctx, "mail");
  assert.equal((await t.studio.book(classId, person(2))).status, 200);
  const stuck = setTimeout(() => gate.resolve(), 30_000);
  await first;
  await deliverMessages(t.ctx, "mail");
  clearTimeout(stuck);
  assert.deepEqual(t.mailer.sent.map((mail) => mail.to), [person(2).email]);
  gate.resolve();
  await t.settle();
  assert.equal(t.mailer.sent.length, 2);
});

Deno.test("one that waited for a place while its client was erased is not sent", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ priceCents: 0, capacity: 20 });
  const gate = keepWaiting(t, [1, 2, 3, 4, 5, 6, 7, 8]);
  const booked = [];
  for (let n = 1; n <= 10; n++) booked.push((await s.book(classId, person(n))).body);
  await deliverMessages(t.ctx, "mail"); // eight are under way, two in hand
  const idOf = async (n: number) => (await s.manage("GET", `clients?q=${person(n).email}`)).body.items[0].id;
  assert.equal((await s.manage("POST", `enrollments/${booked[8].enrollmentId}/cancel`, {})).status, 200);
  assert.equal((await s.manage("DELETE", `clients/${await idOf(9)}`)).status, 204);
  t.clock.advance(1_000);
  gate.resolve();
  await t.settle();
  const to = t.mailer.of("booking_confirmed").map((mail) => mail.to);
  assert.deepEqual(to.toSorted(), [1, 2, 3, 4, 5, 6, 7, 8, 10].map((n) => person(n).email).toSorted());
});

Deno.test("when nothing can be noted, no more leave than a crash may repeat", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const classId = await t.studio.addClass({ priceCents: 0, capacity: 100 });
  for (let n = 1; n <= 80; n++) assert.equal((await t.studio.book(classId, person(n))).status, 200);
  const { send } = t.mailer;
  t.mailer.send = async (mail) => {
    await send.call(t.mailer, mail);
    faults.dead = true;
  };
  for (let n = 0; n < 10; n++) await assert.rejects(deliverMessages(t.ctx, "mail"));
  const left = t.mailer.sent.length;
  assert.ok(left <= 40, `${left} have left and are not noted`); // 32, and those that were under way
  faults.dead = false;
  t.mailer.send = send;
  await t.settle();
  assert.equal(t.mailer.sent.length, 80, "each once");
});

Deno.test("no more than five sign-in links an hour leave for one client, and the answer is the same", async () => {
  await using t = await studio();
  assert.equal((await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person())).status, 200);
  const ask = () =>
    t.studio.call("POST", "/api/customer/signin-link", { email: person().email, handle: t.studio.handle });
  for (let n = 0; n < 9; n++) assert.deepEqual((await ask()).body, { ok: true });
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, 5);
  t.clock.advance(61 * MINUTE);
  await ask();
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, 6);
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

Deno.test("the metrics count what is to be sent, what is dead and what has left", async () => {
  await using t = await oneMailQueued();
  const counts = async () => {
    const { text } = await t.send("GET", "/metrics");
    return ['messages{state="queued"}', 'messages{state="dead"}', 'messages_sent_total{lane="mail"}'].map((name) =>
      Number(text.split("\n").find((line) => line.startsWith(`alera_${name} `))?.split(" ")[1])
    );
  };
  assert.deepEqual(await counts(), [1, 0, 0]);
  await t.settle();
  assert.deepEqual(await counts(), [0, 0, 1]);
  t.mailer.refuse = "for good";
  assert.equal((await t.studio.book(t.classId, person(2))).status, 200);
  await t.settle();
  assert.deepEqual(await counts(), [0, 1, 1]);
});
