/** A moved class reminds nobody who was erased. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { person, studio } from "../../support/studio.ts";

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
