import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("whoever booked more than a day ahead is reminded a day before, once", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ inHours: 72 });
  const later = await s.addClass({ inHours: 200 });
  const seat = await s.seat(classId, person(1));
  const cancelled = await s.seat(classId, person(2));
  assert.equal((await s.cancel(cancelled.id, cancelled.cancelToken)).status, 200);
  await s.seat(later, person(3));
  t.clock.advance(48 * HOUR - 1);
  await s.hold(classId, person(4));
  await t.settle();
  assert.equal(t.mailer.of("class_reminder").length, 0, "not yet");
  t.clock.advance(1);
  await s.seat(classId, person(5)); // exactly a day before: the confirmation says it all
  await t.settle();
  assert.deepEqual(t.mailer.of("class_reminder").map((mail) => mail.to), [person(1).email]);
  assert.ok(t.mailer.of("class_reminder")[0].text.includes(`/cancel/${seat.id}#${seat.cancelToken}`));
  await t.pass(HOUR);
  await s.seat(classId, person(6));
  await t.pass(22 * HOUR);
  assert.equal(t.mailer.of("class_reminder").length, 1, "once, and not those who booked later");
  await t.pass(2 * HOUR);
  assert.equal(t.mailer.of("class_reminder").length, 1);
});

Deno.test("nobody is reminded of a class that was cancelled, or has begun while the server was down", async () => {
  await using t = await studio();
  const cancelled = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(cancelled, person(1));
  assert.equal((await t.studio.manage("POST", `classes/${cancelled}/cancel`)).status, 200);
  const missed = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(missed, person(2));
  t.clock.advance(72 * HOUR);
  await t.settle();
  assert.equal(t.mailer.of("class_reminder").length, 0);
});

Deno.test("who was erased after a class is not reminded for ever when the class is moved ahead", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 48 });
  const held = await s.seat(classId, person(1));
  await s.seat(classId, person(2));
  t.clock.advance(50 * HOUR);
  const { id } = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0];
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  assert.equal(
    (await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + 50 * HOUR) })).status,
    200,
  );
  await t.pass(27 * HOUR); // fails when the worker never comes to rest
  assert.deepEqual(t.mailer.of("class_reminder").map((one) => one.to), [person(2).email]);
  assert.equal(await s.statusOf(held.id), "Confirmed");
});
