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
