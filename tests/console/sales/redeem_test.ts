/** A gift card at the desk: looked up, taken from, undone; and issued there. */
import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/domain/time.ts";
import { formOf, type Owner, type Shown, signIn } from "../../support/console.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";
import { giftCardCode } from "../../support/world.ts";
import { seen } from "./read_sales.ts";

const HOME = "/console/sales/gift-cards/redeem";

async function issue(s: Studio, amountCents: number) {
  const { code, id } = (await s.manage("POST", "gift-cards", {
    amountCents,
    purchaserName: "Mei",
    recipientName: "Jane Doe",
  })).body;
  const read = async () => (await s.manage("GET", `gift-cards/${id}`)).body;
  return { code: code as string, id: id as string, read };
}

const lookUp = (owner: Owner, code: string, amount = "") => owner.submit(HOME, { code, amount });

/** Sends the form of a page that was answered to a form. */
function press(owner: Owner, page: Shown, action: string, fields: Record<string, string>): Promise<Shown> {
  const body = new URLSearchParams(formOf(page.text, action));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return owner.send("POST", action, body.toString());
}

Deno.test("looking up takes nothing; the amount on the button is taken once, and undone for ten minutes", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const card = await issue(s, 7500);
  assert.match(seen((await owner.page("/console/sales/gift-cards")).text), /Redeem/);
  const found = await lookUp(owner, card.code.toLowerCase().replace(/(.{4})/g, "$1 "), "30");
  assert.equal(found.status, 200);
  assert.match(
    seen(found.text),
    /Balance \$75\.00 You take −\$30\.00 Left on the card \$45\.00 Bought for \$75\.00 on Mon, May 11 by Mei for Jane Doe\. Not used yet\. It has no end date\./,
  );
  assert.match(seen(found.text), /Take \$30\.00, leave \$45\.00 Take all \$75\.00/);
  assert.equal((await card.read()).balanceCents, 7500);

  const taking = { take: "3000", purpose: "Grip socks, 2 pairs" };
  const [done, twice] = await Promise.all([0, 1].map(() => press(owner, found, `${HOME}/take`, taking)));
  assert.equal(done.to, twice.to, "a second click is the first");
  const page = await owner.follow(done);
  assert.ok(!page.text.includes(card.code) && !done.to!.includes(card.code), "no address holds the code");
  assert.match(seen(page.text), /\$30\.00 taken, \$45\.00 left Card …\w{4}, for “Grip socks, 2 pairs”/);
  assert.match(seen(page.text), /Undo until 10:10 AM/);
  const [entry] = (await card.read()).redemptions;
  assert.deepEqual([entry.debitCents, entry.purpose, entry.enrollmentId], [3000, "Grip socks, 2 pairs", null]);

  t.clock.advance(10 * MINUTE - 1);
  const undone = await press(owner, page, `${HOME}/undo`, {});
  assert.match(seen((await owner.follow(undone)).text), /\$30\.00 is back on the card Card …\w{4} has \$75\.00 now/);
  assert.equal((await press(owner, page, `${HOME}/undo`, {})).to, undone.to, "a repeat changes nothing");
  assert.deepEqual((await card.read()).redemptions.map((one: { debitCents: number }) => one.debitCents), [3000, -3000]);
  assert.match(
    seen((await owner.page(`/console/sales/gift-cards/${card.id}`)).text),
    /Used for Grip socks, 2 pairs .* −\$30\.00 \$45\.00 Undone: used for Grip socks, 2 pairs .* \$30\.00 \$75\.00/,
  );
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("after ten minutes it stays taken; nobody else's redemption, and none of a site, is undone", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const card = await issue(s, 7500);
  const taken = await owner.follow(
    await press(owner, await lookUp(owner, card.code), `${HOME}/take`, { take: "7500" }),
  );
  const other = await signIn(t, await addStudio(t));
  const entry = new URLSearchParams(formOf(taken.text, `${HOME}/undo`)).get("entry")!;
  const undo = async (by: Owner, id: string) => {
    const page = await by.page(HOME);
    const csrf = new URLSearchParams(formOf(page.text, HOME));
    csrf.set("entry", id);
    return await by.send("POST", `${HOME}/undo`, csrf.toString());
  };
  assert.equal((await undo(other, entry)).status, 404);
  assert.doesNotMatch(seen((await other.page(`${HOME}?taken=${entry}`)).text), /taken,/);
  t.clock.advance(10 * MINUTE);
  const late = await undo(owner, entry);
  assert.equal(late.status, 409);
  assert.match(seen(late.text), /can’t be undone any more/);
  assert.doesNotMatch(seen((await owner.page(`${HOME}?taken=${entry}`)).text), /Undo/);
  assert.equal((await card.read()).balanceCents, 0);

  const more = await issue(s, 5000);
  await s.call("POST", "/api/gift-cards/redeem", {
    code: more.code,
    providerId: s.id,
    requestedDebitCents: 100,
    mode: "commit",
    appointmentId: "visit-1",
  });
  assert.equal((await undo(owner, (await more.read()).redemptions[0].id)).status, 404);
  const booked = await s.book(await s.addClass(), person(), { giftCardCode: more.code });
  assert.equal(booked.status, 200);
  assert.equal((await undo(owner, (await more.read()).redemptions[1].id)).status, 404);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a card with too little, used up, expired, unknown, nearly typed, and one that changes meanwhile", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { giftCardValidDays: 1 });
  const old = await issue(s, 2000);
  t.clock.advance(DAY);
  await s.manage("PATCH", "provider", { giftCardValidDays: null });
  const owner = await signIn(t, s);
  const card = await issue(s, 7500);
  const short = await lookUp(owner, card.code, "$90.00");
  assert.match(seen(short.text), /The card has \$15\.00 less than \$90\.00 .* \$15\.00 is still to pay/);
  assert.match(seen(short.text), /Take \$75\.00, leave \$0\.00/);

  assert.match(
    seen((await lookUp(owner, old.code)).text),
    /has expired It ended on Tue, May 12\. .* Nothing can be taken/,
  );
  assert.match(seen((await lookUp(owner, "A".repeat(16))).text), /No card has this code\./);
  const last = card.code.at(-1) === "A" ? "B" : "A";
  const near = await lookUp(owner, card.code.slice(0, 15) + last);
  assert.match(seen(near.text), new RegExp(`Look at the last four: ${card.code.slice(-4)} is close`));
  for (
    const [code, amount, says] of [
      ["", "", /Fill this in/],
      ["ABC", "", /A code has 16 letters and digits/],
      [card.code, "0", /Write an amount/],
      [card.code, "ten", /Write an amount/],
    ] as const
  ) {
    const refused = await lookUp(owner, code, amount);
    assert.equal(refused.status, 400);
    assert.match(seen(refused.text), says);
  }

  const open = await lookUp(owner, card.code, "50");
  await s.book(await s.addClass({ priceCents: 4000 }), person(), { giftCardCode: card.code });
  const refused = await press(owner, open, `${HOME}/take`, { take: "5000" });
  assert.equal(refused.status, 409);
  assert.match(seen(refused.text), /less than that by now\. Nothing was taken/);
  assert.equal((await card.read()).balanceCents, 3500);
  const others = await signIn(t, await addStudio(t));
  assert.match(seen((await lookUp(others, card.code)).text), /No card has this code\./);
  const all = await press(owner, await lookUp(owner, card.code), `${HOME}/take`, { take: "3500" });
  assert.match(seen((await owner.follow(all)).text), /\$35\.00 taken, \$0\.00 left/);
  assert.match(seen((await lookUp(owner, card.code)).text), /is used up/);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("the card's page shows the class and the client of each booking it paid for", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const card = await issue(s, 5000);
  const { enrollmentId, cancelToken } = (await s.book(await s.addClass(), person(), { giftCardCode: card.code })).body;
  await s.cancel(enrollmentId, cancelToken);
  const { text } = await owner.page(`/console/sales/gift-cards/${card.id}`);
  assert.match(
    seen(text),
    /Paid for Pilates Class, Thu, May 14 Jane 1, Mon, May 11, .* −\$20\.00 \$30\.00 Back from Pilates Class, Thu, May 14, cancelled Jane 1, .* \$20\.00 \$50\.00/,
  );
  assert.match(text, /href="\/console\/classes\/class-/);
  assert.match(text, /href="\/console\/clients\/cli-/);
});

Deno.test("a card paid at the desk is issued: the code is shown once, and mailed where there is an address", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const path = "/console/sales/gift-cards/new";
  const wrong = await owner.submit(path, { amountCents: "5", purchaserName: "" });
  assert.equal(wrong.status, 400);
  assert.match(seen(wrong.text), /A card is worth \$10\.00 to \$5,000\.00\..* Fill this in/);
  const given = { amountCents: "50", purchaserName: "Ann", recipientName: "Sam", recipientEmail: "sam@example.com" };
  const made = await owner.submit(path, { ...given, giftMessage: "Enjoy" });
  assert.equal(made.status, 200, seen(made.text));
  assert.match(seen(made.text), /\$50\.00 are on the card The code is mailed to sam@example\.com/);
  await t.settle();
  const code = giftCardCode(t.mailer.of("gift_card", "sam@example.com")[0]);
  assert.ok(made.text.includes(code.match(/.{4}/g)!.join("-")));
  const handed = await owner.submit(path, { amountCents: "10", purchaserName: "Ann" });
  assert.match(seen(handed.text), /shown only this once, and mailed to nobody/);
  assert.deepEqual(
    (await s.manage("GET", "gift-cards")).body.items.map((one: { initialCents: number }) => one.initialCents).sort(),
    [1000, 5000],
  );
  const list = await owner.page("/console/sales/gift-cards");
  assert.ok(!list.text.includes(code));
});
