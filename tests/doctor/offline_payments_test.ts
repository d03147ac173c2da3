import assert from "node:assert/strict";
import { person, studio } from "../support/studio.ts";

Deno.test("a broken promise about what was paid elsewhere is found", async () => {
  await using t = await studio({ broken: true });
  const { studio: s } = t;
  const classId = await s.addClass();
  const { body } = await s.manage("POST", `classes/${classId}/enrollments`, { client: person(1), payment: "offline" });
  assert.deepEqual(await t.doctor(), []);
  const change = (sql: string) => t.db.write(null, (tx) => tx.run(sql));

  await change(`UPDATE enrollments SET paid_with = 'free', price_cents = 0 WHERE id = '${body.id}'`);
  assert.deepEqual(await t.doctor(), [
    `offline payment of enrollment ${body.id}: 2000 cents, but that was paid with free`,
  ]);
  await change(`UPDATE enrollments SET paid_with = 'offline', price_cents = 2000 WHERE id = '${body.id}'`);
  await change("DROP TRIGGER offline_payments_kept");
  await change("DELETE FROM offline_payments");
  assert.deepEqual(await t.doctor(), [
    `enrollment ${body.id}: paid elsewhere, but no amount is recorded`,
    "trigger offline_payments_kept: it is missing, so what it guards is no longer kept by the database",
  ]);
});
