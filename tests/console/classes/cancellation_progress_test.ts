/** The refunds of a cancelled class, as they go on. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import type { Tx } from "../../../src/db/database.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { DatabaseFaults } from "../../support/faults.ts";
import { studio, waitFor } from "../../support/studio.ts";
import { cancelClass, fullClass, page, refundCalls, refuse } from "./class_pages.ts";

Deno.test("what Stripe refuses is listed by name, and tried again by one click", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  refuse(t);
  const shown = readable((await owner.follow(await cancelClass(owner, classId))).text);
  assert.match(
    shown,
    /1 of 2 refunds done\. The class is cancelled and everyone is notified\..*Stripe refused Jane (1|2)’s \$20\.00: your balance there is too low\. Add funds at Stripe\..*Nobody is refunded twice\. Try again, refund \$20\.00/,
  );
  assert.match(shown, /Paid \$20\.00\. Refund of \$20\.00 in progress/);
  const again = readable((await owner.follow(await cancelClass(owner, classId))).text);
  assert.match(again, /The class is cancelled and everyone is notified\. \$40\.00 is being refunded/);
  assert.ok(!again.includes("Try again"));
  await t.settle();
  assert.equal(t.mailer.of("class_cancelled").length, 4);
});

Deno.test("the worker ends what nobody clicks; a page never lies about how far it is", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 40 });
  const shown = readable((await owner.follow(await cancelClass(owner, classId))).text);
  assert.match(shown, /0 of 2 refunds done\..*Stripe did not answer about Jane 1’s \$20\.00\./);
  fault.remove();
  await t.pass(2 * MINUTE);
  assert.match(
    await owner.read(page(classId)),
    /The class is cancelled and everyone is notified\. \$40\.00 is being refunded/,
  );
});

Deno.test("while refunds run the answer comes at once, and the page counts and reloads automatically", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const answers = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", delayMs: 0, until: answers.promise, times: 2 });
  const action = `${page(classId)}/cancel`;
  const form = new URLSearchParams(formOf((await owner.page(page(classId))).text, action)).toString();
  const answer = await owner.send("POST", action, form);
  assert.match((await owner.follow(answer)).text, /cancellation said" role="status" id="cancelling" tabindex="-1"/);
  const shown = await owner.page(page(classId));
  assert.match(shown.text, /<meta http-equiv="refresh" content="3">/);
  assert.match(shown.text, /cancellation" role="status"/, "reloading does not take the focus");
  assert.match(shown.text, /<progress value="0" max="2" aria-label="Refunds done">/);
  assert.match(readable(shown.text), /0 of 2 refunds done\..*This page reloads every 3 seconds/);
  const joined = owner.send("POST", action, form);
  answers.resolve();
  assert.equal((await joined).status, 303);
  await waitFor(async () => !(await owner.page(page(classId))).text.includes('http-equiv="refresh"'));
  assert.match(await owner.read(page(classId)), /\$40\.00 is being refunded/);
  assert.equal(refundCalls(t), 2);
});

Deno.test("a fault half way leaves a page that tells the truth, and everything is refunded later", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  // One write later: the class is closed, and finishing the first refund fails.
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  const close = t.ctx.db.write;
  let writes = 0;
  t.ctx.db.write = async <T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> => {
    if (scope === t.studio.id && ++writes === 3) throw new Error("the database failed");
    return await close.call(t.ctx.db, scope, work) as T;
  };
  const done = await owner.send("POST", `${page(classId)}/cancel`, body);
  t.ctx.db.write = close;
  assert.equal(done.to, `${page(classId)}?done=cancelling`);
  assert.match(await owner.read(page(classId)), /The class is cancelled and everyone is notified/);
  await t.pass(HOUR);
  assert.match(await owner.read(page(classId)), /\$40\.00 is being refunded and 1 credit is returned\./);
});

Deno.test("a refund that the bank returns later is said on the page, with the way to refund manually", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  await cancelClass(owner, classId);
  await t.settle();
  await t.stripe.failRefund([...t.stripe.refunds.keys()][0]);
  await t.settle();
  assert.match(await owner.read(page(classId)), /Jane 1’s bank returned \$20\.00 to you\. Refund it manually/);
});
