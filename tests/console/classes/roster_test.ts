/** The roster: how each seat was paid, and first visits. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { page, rowOf } from "./class_pages.ts";

Deno.test("each row says how the seat was paid: card, pack and what is left, free, from the waitlist", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const paid = await s.addClass({ capacity: 4 });
  const card = await s.seat(paid);
  const { token, packId } = await s.buyPack(person(2), 5);
  const byPack = await s.book(paid, person(2), { useClientPackageId: packId, customerToken: token });
  const part = await s.seat(paid, person(3));
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 500);
  await t.settle();
  const shown = await owner.page(page(paid));
  assert.match(rowOf(shown, card.id), /^Jane 1 First visit Paid \$20\.00/);
  assert.match(rowOf(shown, byPack.body.enrollmentId), /5-Class Pack, 4 left/);
  assert.match(rowOf(shown, part.id), /Paid \$20\.00, \$5\.00 refunded/);

  const free = await s.addClass({ capacity: 1, priceCents: 0, inHours: 80 });
  const first = await s.book(free, person(1));
  await s.wait(free, person(9));
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  const waits = (await s.roster(free)).waitlist[0];
  await owner.submit(page(free), {}, `/console/waitlist/${waits.id}/promote`);
  const after = await owner.page(page(free));
  assert.match(readable(after.text), /Jane 9 First visit Free, from the waitlist/);
});

Deno.test("who has been here before is no first visit; a no-show has not been here", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const before = await s.addClass({ priceCents: 0, inHours: 1 });
  const [came, absent] = [await s.book(before, person(1)), await s.book(before, person(2))];
  const today = await s.addClass({ priceCents: 0, inHours: 30 });
  const rows = [(await s.book(today, person(1))).body.enrollmentId, (await s.book(today, person(2))).body.enrollmentId];
  t.clock.advance(2 * HOUR);
  await s.manage("POST", `enrollments/${absent.body.enrollmentId}/no-show`);
  const shown = await owner.page(page(today));
  assert.ok(!rowOf(shown, rows[0]).includes("First visit"), came.text);
  assert.match(rowOf(shown, rows[1]), /First visit/);
});

Deno.test("a seat for somebody else on a client's record shows whose note it is, and claims no first visit", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const [hers, theirs] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0, inHours: 24 })];
  const jane = (await s.book(hers, { ...person(1), name: "Jane Doe" })).body.enrollmentId;
  const { client } = (await s.roster(hers)).enrollments[0];
  await owner.submit(`/console/clients/${client.id}`, { note: "Bad knee" }, `/console/clients/${client.id}/note`);
  const son = (await s.book(theirs, { ...person(1), name: "Tim Doe" })).body.enrollmentId;
  const row = rowOf(await owner.page(page(theirs)), son);
  assert.match(row, /^Tim Doe .*About Jane Doe: Bad knee/);
  assert.ok(!row.includes("First visit"), row);
  const own = rowOf(await owner.page(page(hers)), jane);
  assert.match(own, /^Jane Doe .*Bad knee/);
  assert.ok(!own.includes("About"), own);
});
