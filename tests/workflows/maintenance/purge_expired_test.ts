import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { purgeExpired } from "../../../src/workflows/maintenance/purge_expired.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("idempotency keys go after a day, event ids after thirty", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 24 * 60 });
  await t.studio.bookPaid(classId, person(1));
  const path = `/api/classes/${classId}/book`;
  assert.equal((await t.studio.call("POST", path, person(2), { "idempotency-key": "one" })).status, 200);
  const begun = iso(t.clock.now());
  /** Whether the first key and the first events are left. */
  const left = async () => {
    await purgeExpired(t.ctx);
    const [{ keys, events }] = await t.db.read(
      `SELECT (SELECT count(*) FROM idempotency_keys WHERE created_at = ?) AS keys,
         (SELECT count(*) FROM payment_events WHERE received_at = ?) AS events`,
      [begun, begun],
    );
    return [keys > 0, events > 0];
  };
  t.clock.advance(DAY);
  assert.deepEqual(await left(), [true, true]);
  t.clock.advance(1);
  assert.deepEqual(await left(), [false, true]);
  t.clock.advance(29 * DAY - 1);
  assert.deepEqual(await left(), [false, true]);
  t.clock.advance(1);
  assert.deepEqual(await left(), [false, false]);
});

Deno.test("a message goes 90 days after it left, is never enqueued again, and the doctor still knows that it was", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ priceCents: 0, inHours: 24 * 200 });
  await s.manage("PATCH", "provider", { reminderHours: 24 * 150 });
  await s.book(classId, person(1));
  await s.signIn(person(1).email);
  t.mailer.refuse = "for good";
  await s.book(classId, person(2));
  await t.settle();
  t.mailer.refuse = null;
  const kinds = async () => (await s.books("messages")).map((one) => one.kind).sort();
  await t.pass(50 * DAY); // both are reminded
  await t.pass(40 * DAY - 1);
  await purgeExpired(t.ctx);
  assert.equal((await kinds()).length, 5);
  t.clock.advance(1000);
  await purgeExpired(t.ctx);
  assert.deepEqual(await kinds(), ["booking_confirmed", "class_reminder", "class_reminder"], "the dead letter stays");
  assert.deepEqual(await t.doctor(), []);
  t.clock.advance(50 * DAY);
  await purgeExpired(t.ctx);
  assert.deepEqual(await kinds(), ["booking_confirmed"]);
  await t.pass(DAY); // the class is still to come, and nobody is reminded twice
  assert.equal(t.mailer.of("class_reminder").length, 2);
  assert.deepEqual(await t.doctor(), []);
  assert.equal((await s.books("archived_messages")).length, 3);
  const traces = JSON.stringify(await t.db.read("SELECT * FROM archived_messages"));
  assert.ok(!/@|signin/.test(traces), traces);
  // Negative control: without the archive the doctor misses the mail.
  await t.db.write(null, async (tx) => {
    await tx.run("CREATE TABLE kept AS SELECT * FROM archived_messages");
    await tx.run("DELETE FROM archived_messages");
  });
  assert.equal((await t.doctor()).filter((line) => line.includes("missing from the outbox")).length, 1);
  await t.db.write(null, async (tx) => {
    await tx.run("INSERT INTO archived_messages SELECT * FROM kept");
    await tx.run("DROP TABLE kept");
  });
});

Deno.test("a long backlog goes in small transactions, until it is gone", async () => {
  await using t = await studio();
  await t.db.write(null, async (tx) => {
    for (let n = 0; n < 450; n++) {
      await tx.run(
        `INSERT INTO messages (provider_id, channel, kind, lane, dedupe_key, recipient, data, state, created_at, sent_at)
         VALUES (?, 'mail', 'tip_received', 'mail', ?, 'a@b.example', '{}', 'sent', ?, ?)`,
        [t.studio.id, `tip_received:${n}`, iso(t.clock.now()), iso(t.clock.now())],
      );
    }
  });
  t.clock.advance(91 * DAY);
  const pass = async () => {
    const more = await purgeExpired(t.ctx) > 0;
    const [{ kept }] = await t.db.read("SELECT count(*) AS kept FROM messages");
    return [kept, more];
  };
  assert.deepEqual([await pass(), await pass(), await pass()], [[250, true], [50, true], [0, false]]);
  assert.deepEqual(await t.db.read("SELECT count(*) AS archived FROM archived_messages"), [{ archived: 450 }]);
});
