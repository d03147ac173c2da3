/** Gift cards sold, and each with its history. */
import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";
import { giftCardCode } from "../../support/world.ts";
import { csvRows, read, seen } from "./read_sales.ts";

Deno.test("gift cards: sold, used, left; of the code its last letters only, and a ledger for each", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  assert.match(await read(owner, "/console/sales/gift-cards"), /No gift cards sold yet\./);
  const bought = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 10_000,
    purchaserName: "Jane <Doe>",
    purchaserEmail: "jane@example.com",
    recipientName: "Sam Smith",
    recipientEmail: "sam@example.com",
    giftMessage: "Happy birthday!\nJane",
  });
  await t.stripe.pay(bought.body.checkoutSessionId);
  await t.settle();
  const code = giftCardCode(t.mailer.of("gift_card").at(-1)!);
  t.clock.advance(MINUTE);
  await s.buyGiftCard(2500);
  const use = async (cents: number, appointmentId: string) =>
    assert.equal(
      (await s.call("POST", "/api/gift-cards/redeem", {
        code,
        providerId: s.id,
        requestedDebitCents: cents,
        mode: "commit",
        appointmentId,
      })).status,
      200,
    );
  t.clock.advance(DAY);
  await use(4000, "0512-a");
  t.clock.advance(DAY);
  await use(2000, "=<b>0520");

  const list = await owner.page("/console/sales/gift-cards");
  assert.match(
    seen(list.text),
    new RegExp(
      `Card Bought for Left …\\w{4} Mon, May 11, bought by Jane Doe \\$25\\.00 \\$25\\.00 …${
        code.slice(-4)
      } Mon, May 11, for Sam Smith, from Jane <Doe> \\$100\\.00 \\$40\\.00 2 cards \\$125\\.00 \\$65\\.00`,
    ),
  );
  const [newest, id] = [...list.text.matchAll(/\/console\/sales\/gift-cards\/(gc-\w+)/g)].map((one) => one[1]);
  const ledger = await owner.page(`/console/sales/gift-cards/${id}`);
  assert.match(
    seen(ledger.text),
    /Left \$40\.00 Bought for \$100\.00 Bought by Jane <Doe> jane@example\.com For Sam Smith sam@example\.com Expires Never/,
  );
  assert.match(seen(ledger.text), /Happy birthday! Jane History/);
  assert.match(
    seen(ledger.text),
    /Bought by Jane <Doe> Mon, May 11, 10:00 AM \$100\.00 \$100\.00 Used for 0512-a Tue, May 12, 10:01 AM −\$40\.00 \$60\.00 Used for =<b>0520 Wed, May 13, 10:01 AM −\$20\.00 \$40\.00/,
  );
  for (const { text } of [list, ledger]) assert.ok(!text.includes(code) && !text.includes(code.slice(4, 12)));
  assert.match(await read(owner, `/console/sales/gift-cards/${newest}`), /For Whoever has the code .* Not used yet\./);

  // Refunded in the dashboard, a card still works: that has to be said.
  const session = (await s.books("checkouts")).find((one) => one.fulfillment_id === id).session_id;
  await t.stripe.refundInDashboard(s.paymentOf(session));
  await t.settle();
  assert.match(
    await read(owner, `/console/sales/gift-cards/${id}`),
    /You refunded \$100\.00 of this card in your Stripe dashboard\. The card still works: \$40\.00 can be spent/,
  );
  const rows = await csvRows(owner, "/console/sales/gift-cards.csv");
  assert.deepEqual(
    rows.map((row) => [row.Card, row["Bought for"], row.Left, row.Refunded, row["Bought by"], row.For]),
    [
      [rows[0].Card, "25.00", "25.00", "0.00", "Jane Doe", ""],
      [`…${code.slice(-4)}`, "100.00", "40.00", "100.00", "Jane <Doe>", "Sam Smith"],
    ],
  );

  const other = await signIn(t, await addStudio(t));
  assert.equal((await other.send("GET", `/console/sales/gift-cards/${id}`)).status, 404);
  assert.deepEqual(await csvRows(other, "/console/sales/gift-cards.csv"), []);
});

Deno.test("a card that has expired is worth nothing more, and the sum of what is left says so", async () => {
  await using t = await studio();
  await t.studio.manage("PATCH", "provider", { giftCardValidDays: 10 });
  await t.studio.buyGiftCard(2500);
  await t.pass(11 * DAY);
  const owner = await signIn(t, t.studio);
  assert.match(await read(owner, "/console/sales/gift-cards"), /\$25\.00 Expired 1 card \$25\.00 \$0\.00/);
  const { text } = await owner.page("/console/sales/gift-cards");
  const id = /gift-cards\/(gc-\w+)/.exec(text)![1];
  assert.match(
    await read(owner, `/console/sales/gift-cards/${id}`),
    /Left when it expired \$25\.00 .* Expired Thu, May 21/,
  );
});

Deno.test("more than a page: older ones are a click away, the sum is of all, and the file has all", async () => {
  await using t = await studio();
  for (let n = 1; n <= 52; n++) {
    t.clock.advance(MINUTE);
    await t.stripe.pay(await t.studio.startGiftCard(1000 + n));
  }
  await t.settle();
  const owner = await signIn(t, t.studio);
  const first = await owner.page("/console/sales/gift-cards");
  assert.equal(first.text.match(/href="\/console\/sales\/gift-cards\/gc-/g)!.length, 50);
  assert.match(seen(first.text), /All 52 cards \$533\.78/);
  const older = /href="(\/console\/sales\/gift-cards\?before=[^"]+)" rel="next">Older/.exec(first.text)![1];
  const second = await owner.page(older);
  assert.equal(second.text.match(/href="\/console\/sales\/gift-cards\/gc-/g)!.length, 2);
  assert.match(seen(second.text), /All 52 cards \$533\.78 .*Newest$/);
  assert.equal((await csvRows(owner, "/console/sales/gift-cards.csv")).length, 52);
  assert.equal((await owner.send("GET", "/console/sales/gift-cards?before=x")).status, 400);
});
