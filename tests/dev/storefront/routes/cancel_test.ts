import assert from "node:assert/strict";
import { HOUR } from "../../../../src/domain/time.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("late cancellations, holds and attended classes are described in words", async () => {
  await using t = await storefront();
  const [soon, later, gone] = [
    await t.studio.addClass({ inHours: 20 }),
    await t.studio.addClass({ inHours: 90 }),
    await t.studio.addClass({ inHours: 1 }),
  ];
  await t.studio.seat(gone, jane);
  await t.studio.seat(soon, jane);
  await t.pass(2 * HOUR);
  await t.studio.manage("POST", `classes/${gone}/complete`);
  await t.studio.hold(later, jane);
  const visitor = t.visitor();
  await t.studio.signIn(jane.email);
  await visitor.get(t.link("signin_link", jane.email));
  const me = await visitor.get("/me");
  assert.match(
    me.text,
    /You’re booked Paid \$20\.00, no refund any more Cancel….*Seat held until you pay Pay Release….*Past and cancelled .* Attended/,
  );
  const [late, held] = [...me.html.matchAll(/href="(\/cancel\/[^"]+)"/g)].map(([, path]) => path);
  assert.match((await visitor.get(late)).text, /starts in less than 24 hours: no refund\..*Cancel, no refund/);
  assert.match((await visitor.get(held)).text, /You haven’t paid yet\..*Release seat/);
  assert.match(
    (await visitor.post(late, { sure: "1" })).text,
    /less than 24 hours before the class, so there is no refund/,
  );
  assert.match(
    (await visitor.post(held, { sure: "1" })).text,
    /Your booking is cancelled\. Nothing was paid, so there is nothing to refund/,
  );
});
