/** Nothing waits for ever: what is a day past its end or overdue is named, row by row. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE, ms } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const idOf = async (t: World, table: string, where = "1") =>
  (await t.db.read(`SELECT * FROM ${table} WHERE ${where} LIMIT 1`))[0];

Deno.test("a checkout, a refund, a message and a reminder a day overdue are named each, and nothing before", async () => {
  await using t = await studio({ broken: true });
  const classId = await t.studio.addClass({ capacity: 1 });
  await t.studio.seat(classId);
  t.stripe.fail({ route: "POST /v1/refunds", status: 503, saved: false, times: 3 });
  await t.studio.manage("POST", `classes/${classId}/cancel`);
  await t.settle();
  await t.studio.startGiftCard(); // open for most of a day
  await t.studio.hold(await t.studio.addClass(), person(2));
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), person(3));
  const reminded = await t.studio.addClass({ inHours: 50 }); // in two hours
  assert.deepEqual(await t.doctor(), []);
  t.clock.advance(DAY - MINUTE); // the process is not there
  assert.deepEqual(await t.doctor(), []);
  t.clock.advance(12 * HOUR);
  const held = await idOf(t, "checkouts", "kind = 'class' AND state = 'open'");
  const refund = await idOf(t, "refunds");
  const message = await idOf(t, "messages", "state = 'queued' AND kind = 'booking_confirmed'");
  const { remind_at } = await idOf(t, "class_sessions", `id = '${reminded}'`);
  const found = await t.doctor();
  for (
    const line of [
      `checkout ${held.id}: it ended at ${held.expires_at} and is still open, expected settled, released or disputed`,
      `checkout ${held.id}: due since ${held.next_check_at}, more than a day`,
      `refund ${refund.id}: due since ${refund.next_try_at}, more than a day`,
      `message ${message.dedupe_key}: due since ${message.next_attempt_at}, more than a day`,
      `reminder of class ${reminded}: due since ${remind_at}, more than a day`,
    ]
  ) assert.ok(found.includes(line), `${line}\nis not in\n${found.join("\n")}`);
  assert.equal(found.some((line) => line.includes("gift_card")), false);
  await t.settle();
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a disputed checkout that still holds its seat a day after its end is named", async () => {
  await using t = await studio({ broken: true });
  const held = await t.studio.hold(await t.studio.addClass());
  t.stripe.webhooks.drop = () => true;
  t.stripe.sessions.get(held.session)!.session.amount_total = 1500;
  await t.stripe.pay(held.session);
  await t.pass(33 * MINUTE);
  assert.deepEqual(await t.doctor(), []);
  const { id, expires_at } = await idOf(t, "checkouts");
  await t.db.write(null, (tx) => tx.run("UPDATE checkouts SET next_check_at = NULL"));
  await t.pass(DAY + HOUR);
  const line = `checkout ${id}: disputed, it ended at ${expires_at}, and enrollment ${held.id} still holds its seat`;
  assert.ok((await t.doctor()).includes(line));
});

Deno.test("a class whose reminder is planned for another time than its studio says is named", async () => {
  await using t = await studio({ broken: true });
  const classId = await t.studio.addClass({ inHours: 96 });
  await t.db.write(null, (tx) => tx.run("UPDATE providers SET reminder_hours = 24"));
  const { remind_at } = await idOf(t, "class_sessions");
  const line = `class ${classId}: its reminder is planned for ${remind_at}, expected ${iso(ms(remind_at) + DAY)}`;
  assert.deepEqual(await t.doctor(), [line]);
});
