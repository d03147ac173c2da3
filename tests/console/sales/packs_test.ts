import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { csvRows, read, seen } from "./read_sales.ts";

Deno.test("packs: who bought what, what is left of it, and all in the end", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  assert.match(await read(owner, "/console/sales/packs"), /No packs sold yet\. .* Choose what you sell/);
  assert.ok(!(await owner.page("/console/sales/packs")).text.includes("packs.csv"));
  const odd = { ...person(1), name: '<b>"x"&' };
  await s.buyPack(odd, 5, 10);
  t.clock.advance(MINUTE);
  const { token, packId } = await s.buyPack(person(2), 1);
  await s.book(await s.addClass(), person(2), { useClientPackageId: packId, customerToken: token });
  const session = (await s.books("checkouts")).find((one) => one.fulfillment_id === packId).session_id;
  await t.stripe.refundInDashboard(s.paymentOf(session), 4000);
  await t.settle();
  const { text } = await owner.page("/console/sales/packs");
  assert.match(
    seen(text),
    /Client Left Paid Jane 2 1-Class Pack, Mon, May 11, 10:01 AM Refunded \$40\.00 in your Stripe dashboard Used up \$90\.00 <b>"x"& 5-Class Pack, Mon, May 11, 10:00 AM Expires Thu, May 21 5 of 5 \$90\.00 2 packs \$180\.00/,
  );
  assert.ok(!text.includes('<b>"x'), "escaped");
  assert.match(text, /<a href="\/console\/clients\/cli-[^"]+">Jane 2<\/a>/);
  const rows = await csvRows(owner, "/console/sales/packs.csv");
  assert.deepEqual(
    rows.map((row) => [row.Client, row.Pack, row.Paid, row.Refunded, row.Currency, row.Classes, row["Classes left"]]),
    [
      ["Jane 2", "1-Class Pack", "90.00", "40.00", "USD", "1", "0"],
      ['<b>"x"&', "5-Class Pack", "90.00", "0.00", "USD", "5", "5"],
    ],
  );
  assert.deepEqual([rows[1].Sold, rows[1].Expires, rows[0].Expires], [
    "2026-05-11T10:00:00-05:00",
    "2026-05-21T10:00:00-05:00",
    "",
  ]);
  await t.pass(11 * DAY);
  assert.match(await read(owner, "/console/sales/packs"), /Expired Thu, May 21 Expired \$90\.00/);
});
