/** A restored file does not know what was paid after its backup, and the doctor says so until Stripe was asked or has told. */
import assert from "node:assert/strict";
import { recordRestore } from "../../src/workflows/maintenance/record_restore.ts";
import { reconcileBooks } from "../../src/workflows/payments/reconcile_books.ts";
import { studio } from "../support/studio.ts";

Deno.test("the line stands until an event comes", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.clock.advance(1000);
  await recordRestore(t.ctx);
  const at = new Date(t.clock.now()).toISOString();
  const [line, ...more] = await t.doctor();
  assert.ok(line.startsWith(`restored at ${at}: the newest payment event is of `), line);
  assert.deepEqual(more, []);
  t.clock.advance(1000);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("or until every account was compared from where the books end", async () => {
  await using t = await studio();
  t.clock.advance(1000);
  await recordRestore(t.ctx);
  assert.match((await t.doctor()).join("\n"), /run alera reconcile$/);
  await reconcileBooks(t.ctx, null);
  assert.deepEqual(await t.doctor(), []);
  t.clock.advance(1000);
  await recordRestore(t.ctx);
  assert.equal((await t.doctor()).length, 1, "each restore asks for one");
  await reconcileBooks(t.ctx, null);
});

Deno.test("where no studio ever had an account nothing can have been paid", async () => {
  await using t = await studio({ onboarded: false });
  await recordRestore(t.ctx);
  assert.deepEqual(await t.doctor(), []);
});
