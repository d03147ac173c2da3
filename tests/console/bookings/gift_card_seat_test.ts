/** Seats that a gift card paid for, as their owner reads and cancels them. */
import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { cancelPage, page, rowOf } from "../classes/class_pages.ts";

Deno.test("roster, client's page and both ways to cancel say what goes back on which gift card", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const { code, id: cardId } = (await s.manage("POST", "gift-cards", { amountCents: 9000, purchaserName: "Ann" })).body;
  const last = `…${code.slice(-4)}`;
  const classId = await s.addClass();
  const book = async (n: number) => (await s.book(classId, person(n), { giftCardCode: code })).body.enrollmentId;
  const [one, two, three] = [await book(1), await book(2), await book(3)];
  assert.match(rowOf(await owner.page(page(classId)), one), new RegExp(`Paid \\$20\\.00 with gift card ${last}`));
  assert.match(
    await owner.read(cancelPage(one)),
    new RegExp(
      `so \\$20\\.00 goes back on gift card ${last}\\..* Cancel, nothing back on the gift card Cancel and put \\$20\\.00 back on the gift card`,
    ),
  );
  const done = await owner.follow(await owner.submit(cancelPage(one), { refund: "full" }));
  assert.match(readable(done.text), /the amount is back on the gift card/);
  await owner.submit(cancelPage(two), { refund: "none" });
  const shown = await owner.page(page(classId));
  assert.match(rowOf(shown, one), new RegExp(`\\$20\\.00 back on gift card ${last}\\.`));
  assert.match(rowOf(shown, two), new RegExp(`\\$20\\.00 of gift card ${last} kept\\.`));
  assert.match(
    readable(shown.text),
    new RegExp(`Jane 3 Gift card ${last} \\$20\\.00 1 person \\$20\\.00 .* Cancel class, refund \\$20\\.00`),
  );
  assert.match(readable((await owner.page(page(classId))).text), /Jane 3/);
  const client = (await s.manage("GET", "clients?q=jane3@example.com")).body.items[0].id;
  assert.match(await owner.read(`/console/clients/${client}`), new RegExp(`Paid \\$20\\.00 with gift card ${last}`));

  const cancelled = await owner.follow(await owner.submit(page(classId), {}, `${page(classId)}/cancel`));
  assert.match(readable(cancelled.text), /everyone is notified\. \$20\.00 is back on gift cards\./);
  assert.match(await owner.read(`/console/clients/${client}`), new RegExp(`\\$20\\.00 back on gift card ${last}`));
  assert.equal((await s.manage("GET", `gift-cards/${cardId}`)).body.balanceCents, 7000);
  assert.equal(await s.statusOf(three), "Cancelled");
  assert.deepEqual(await t.doctor(), []);
});
