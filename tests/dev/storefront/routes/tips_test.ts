import assert from "node:assert/strict";
import { ORIGIN } from "../../../support/studio.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("a tip is left with the code of the mailed link, once", async () => {
  await using t = await storefront();
  await t.studio.completedAppointment(jane);
  await t.settle();
  const [path, token] = t.link("post_visit", jane.email).split("#");
  const visitor = t.visitor();
  assert.match((await visitor.get(path)).html, /<input[^>]*name="token"/);
  const refused = await visitor.post("/tip", { token: "nonsense", amount: "1000" });
  assert.deepEqual([refused.status, refused.text.includes("This link is incomplete or too old")], [403, true]);
  assert.equal((await visitor.post("/tip", { token, amount: "other", other: "" })).status, 400);
  const back = await t.pay((await visitor.post("/tip", { token, amount: "1000" })).to);
  assert.match((await visitor.get(back.slice(ORIGIN.length))).text, /Thank you for the tip/);
  const twice = await visitor.post("/tip", { token, amount: "1000" });
  assert.deepEqual([twice.status, twice.text.includes("A tip has already been collected")], [409, true]);
});
