/** What a spreadsheet makes of the files. */
import assert from "node:assert/strict";
import { amount, csvLine, localInstant } from "../../../src/console/sales/csv.ts";
import { MINUTE } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { csvRows } from "./read_sales.ts";

Deno.test("what people typed is no formula in a spreadsheet, and comes back as it was", async () => {
  await using t = await studio();
  const names = [
    '=HYPERLINK("https://evil.example","Click")',
    "+1 555",
    "-2+3",
    "@SUM(A1)",
    'Anna, "the" Great',
    "Zoë 日本",
    "'quoted",
  ];
  for (const [n, name] of names.entries()) {
    await t.studio.buyPack({ ...person(n), name });
    t.clock.advance(MINUTE);
  }
  const owner = await signIn(t, t.studio);
  const rows = await csvRows(owner, "/console/sales/packs.csv");
  assert.deepEqual(rows.map((row) => row.Client).reverse(), [
    '\'=HYPERLINK("https://evil.example","Click")',
    "'+1 555",
    "'-2+3",
    "'@SUM(A1)",
    'Anna, "the" Great',
    "Zoë 日本",
    "'quoted",
  ]);
  assert.equal(csvLine(["a\r\nb", "\t=1", 3, null, { plain: "-4.00" }]), '"a\r\nb",\'\t=1,3,,-4.00\r\n');
  assert.equal(csvLine([" padded ", "＝1"]), '" padded ",\'＝1\r\n');
});

Deno.test("a file has plain numbers in the currency's own digits, and times that say how far they are from UTC", () => {
  assert.deepEqual(
    [amount(-4005, "usd"), amount(500, "jpy"), amount(1234, "kwd"), amount(0, "eur")].map((one) => one.plain),
    [
      "-40.05",
      "500",
      "1.234",
      "0.00",
    ],
  );
  assert.deepEqual(
    ["America/Chicago", "Asia/Kolkata", "UTC", "America/St_Johns"].map((zone) =>
      localInstant("2026-01-01T12:00:00.000Z", zone)!.plain
    ),
    [
      "2026-01-01T06:00:00-06:00",
      "2026-01-01T17:30:00+05:30",
      "2026-01-01T12:00:00+00:00",
      "2026-01-01T08:30:00-03:30",
    ],
  );
  assert.equal(localInstant(null, "UTC"), null);
});
