/** How far each job is behind, for a monitor. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { person, studio } from "../support/studio.ts";

Deno.test("the metrics tell since when the oldest row of each job has waited", async () => {
  await using t = await studio();
  const overdue = async () => {
    const { text } = await t.send("GET", "/metrics");
    const lines = text.matchAll(/^alera_job_overdue_seconds\{job="(\w+)"\} (\S+)$/gm);
    return Object.fromEntries([...lines].map(([, job, seconds]) => [job, Number(seconds)]));
  };
  const none = {
    reconcile_checkouts: 0,
    send_refunds: 0,
    deliver_sign_in: 0,
    deliver_mail: 0,
    deliver_text: 0,
    send_reminders: 0,
    deliver_events: 0,
  };
  await t.studio.manage("PATCH", "provider", { reminderHours: 24 });
  await t.settle();
  assert.deepEqual(await overdue(), none);
  const classId = await t.studio.addClass({ inHours: 72 });
  await t.studio.seat(classId, person(1));
  t.stripe.webhooks.drop = () => true;
  await t.studio.hold(await t.studio.addClass(), person(2));
  const due = await t.studio.seat(await t.studio.addClass(), person(3));
  assert.deepEqual(await overdue(), none);
  t.clock.advance(49 * HOUR); // and no job runs
  const checkout = 49 * HOUR - 32 * MINUTE - 5000;
  assert.deepEqual(await overdue(), { ...none, reconcile_checkouts: checkout / 1000, send_reminders: 3600 });
  assert.ok(due);
  await t.settle();
  assert.deepEqual(await overdue(), none);
});
