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

Deno.test("a gift card pays for a class: the balance and what is left before the click; cancelled, the amount is back", async () => {
  await using t = await storefront();
  const { studio: s } = t;
  const visitor = t.visitor();
  const classId = await s.addClass();
  const path = `/classes/${classId}/book`;
  const { code } = (await s.manage("POST", "gift-cards", { amountCents: 7550, purchaserName: "Ann" })).body;
  const typed = code.toLowerCase().match(/.{4}/g)!.join("-");
  const form = { ...jane, pay: "gift_card" };
  assert.match((await visitor.get(path)).text, /Gift card .*Code of the gift card .*Look up the gift card/);

  const empty = await visitor.post(path, { ...form, giftCardCode: "" });
  assert.deepEqual([empty.status, empty.text.includes("Enter the code of the card.")], [400, true]);
  assert.equal((await visitor.post(path, { ...form, giftCardCode: "short" })).status, 400);
  const unknown = await visitor.post(path, { ...form, giftCardCode: "A".repeat(16) });
  assert.deepEqual([unknown.status, unknown.text.includes("We know no card with this code")], [404, true]);
  const { code: small } = (await s.manage("POST", "gift-cards", { amountCents: 1500, purchaserName: "Ann" })).body;
  assert.match(
    (await visitor.post(path, { ...form, giftCardCode: small })).text,
    /This card has \$15\.00, and the class costs \$20\.00\./,
  );

  const shown = await visitor.post(path, { ...form, giftCardCode: typed });
  assert.equal(shown.status, 200);
  assert.match(
    shown.text,
    /This card has \$75\.50 ?\. \$20\.00 is taken, and \$55\.50 is left on it\..*Book, take \$20\.00 from the gift card/,
  );
  assert.match(shown.text, /the amount goes back to the gift card\. After that, it doesn’t\./);
  assert.match(shown.html, new RegExp(`name="lookedUp" value="${typed}"`));
  assert.equal(await s.seats(classId), "0/0/6", "looking up books nothing");
  // Another code than the one that was looked up is looked up first.
  const other = await visitor.post(path, { ...form, giftCardCode: small, lookedUp: typed });
  assert.match(other.text, /This card has \$15\.00/);
  const booked = await visitor.post(path, { ...form, giftCardCode: typed, lookedUp: typed });
  assert.deepEqual([booked.status, booked.to], [303, `/book/confirm?class=${classId}`]);
  assert.match((await visitor.get(booked.to!)).text, /You’re booked\./);
  assert.equal(await s.seats(classId), "1/0/5");
  assert.equal(t.stripe.sessions.size, 0);

  await t.settle();
  const [cancelPath, token] = t.link("booking_confirmed", jane.email).split("#");
  const asked = await visitor.post(cancelPath, { token });
  assert.match(
    asked.text,
    /Until Wednesday, May 13, 10:00\sAM, \$20\.00 goes back to the gift card that paid\..*Cancel, \$20\.00 back to the gift card/,
  );
  const done = await visitor.post(cancelPath, { token, sure: "1" });
  assert.match(done.text, /Your booking is cancelled\. \$20\.00 is back on the gift card\./);
  assert.match((await visitor.post("/gift-cards/check", { code: typed })).text, /\$75\.50 is left on this card/);
});
