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
