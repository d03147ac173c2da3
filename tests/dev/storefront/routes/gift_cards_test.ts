import assert from "node:assert/strict";
import { giftCardCode } from "../../../support/world.ts";
import { ORIGIN } from "../../../support/studio.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("a gift card is bought, and its code tells what is left", async () => {
  await using t = await storefront();
  const visitor = t.visitor();
  const card = {
    purchaserName: "Jane",
    purchaserEmail: jane.email,
    recipientEmail: "",
    giftMessage: "Happy\r\nbirthday",
  };
  const wrong = await visitor.post("/gift-cards", { ...card, amount: "other", other: "9.99" });
  assert.deepEqual([wrong.status, wrong.text.includes("At least $10."), wrong.html.includes('value="9.99"')], [
    400,
    true,
    true,
  ]);
  assert.match(
    (await visitor.post("/gift-cards", { ...card, amount: "other", other: "ten" })).text,
    /Enter an amount, such as 25/,
  );
  const back = await t.pay((await visitor.post("/gift-cards", { ...card, amount: "other", other: "$75.50" })).to);
  assert.match(
    (await visitor.get(back.slice(ORIGIN.length))).text,
    /It is paid\. We have emailed the card with its code/,
  );
  const code = giftCardCode(t.mailer.of("gift_card").at(-1)!);
  const typed = code.toLowerCase().match(/.{4}/g)!.join(" ");
  assert.match((await visitor.post("/gift-cards/check", { code: typed })).text, /\$75\.50 is left on this card/);
  const unknown = await visitor.post("/gift-cards/check", { code: "A".repeat(16) });
  assert.deepEqual([unknown.status, unknown.text.includes("We know no card with this code")], [404, true]);
  assert.equal((await visitor.post("/gift-cards/check", { code: "short" })).status, 400);
});
