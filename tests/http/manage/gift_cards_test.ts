/** Gift cards as the owner sees them: balances, and the history of debits; never the code. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { signIn } from "../../support/console.ts";
import { isId, refused } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";
import { giftCardCode } from "../../support/world.ts";

Deno.test("a card is listed with its balance, and read with its history", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const bought = iso(t.clock.now());
  const code = await s.buyGiftCard(10_000);
  const debit = (appointmentId: string, requestedDebitCents: number) =>
    s.call("POST", "/api/gift-cards/redeem", {
      code,
      providerId: s.id,
      mode: "commit",
      appointmentId,
      requestedDebitCents,
    });
  t.clock.advance(HOUR);
  await debit("visit-1", 2500);
  t.clock.advance(HOUR);
  await debit("visit-2", 1000);
  await debit("visit-2", 1000);
  const listed = await s.manage("GET", "gift-cards");
  assert.equal(listed.status, 200);
  const [card] = listed.body.items;
  assert.deepEqual(listed.body, { items: [card], nextCursor: null });
  assert.deepEqual(card, {
    id: card.id,
    codeLast4: code.slice(-4),
    initialCents: 10_000,
    balanceCents: 6500,
    currency: "usd",
    purchaserName: "Jane Doe",
    purchaserEmail: "buyer@example.com",
    recipientName: null,
    recipientEmail: null,
    expiresAt: null,
    createdAt: bought,
    paidWith: "card",
  });
  const got = await s.manage("GET", `gift-cards/${card.id}`);
  const { redemptions, ...rest } = got.body;
  assert.deepEqual(rest, card);
  const noBooking = { enrollmentId: null, purpose: null, class: null, client: null };
  assert.deepEqual(redemptions.map(({ id, ...one }: { id: string }) => (assert.ok(id), one)), [
    { appointmentId: "visit-1", debitCents: 2500, createdAt: iso(t.clock.now() - HOUR), ...noBooking },
    { appointmentId: "visit-2", debitCents: 1000, createdAt: iso(t.clock.now()), ...noBooking },
  ]);
  for (const { id } of redemptions) isId(id, "debit");
  assert.ok(!listed.text.includes(code) && !got.text.includes(code));
  refused(await s.manage("GET", "gift-cards/gc-none"), 404);
});

Deno.test("a card paid elsewhere is issued: its code is shown once, mailed, and as good as one bought online", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const gift = {
    amountCents: 7500,
    purchaserName: "Jane Doe",
    purchaserEmail: "Buyer@Example.com",
    recipientName: "Sam",
    recipientEmail: "sam@example.com",
    giftMessage: "Enjoy",
  };
  const issued = await s.manage("POST", "gift-cards", gift);
  assert.equal(issued.status, 201);
  const { code, ...card } = issued.body;
  assert.match(code, /^[A-Z0-9]{16}$/);
  isId(card.id, "gc");
  assert.deepEqual(card, {
    id: card.id,
    codeLast4: code.slice(-4),
    initialCents: 7500,
    balanceCents: 7500,
    currency: "usd",
    purchaserName: "Jane Doe",
    purchaserEmail: "buyer@example.com",
    recipientName: "Sam",
    recipientEmail: "sam@example.com",
    expiresAt: null,
    createdAt: iso(t.clock.now()),
    paidWith: "offline",
  });
  const [listed] = (await s.manage("GET", "gift-cards")).body.items;
  assert.deepEqual(listed, card);
  await t.settle();
  const [mail] = t.mailer.of("gift_card");
  assert.equal(mail.to, "sam@example.com");
  assert.equal(giftCardCode(mail), code);
  assert.equal(t.mailer.of("gift_card_receipt")[0].to, "buyer@example.com");

  // Without an address nobody is mailed: the owner hands it over.
  const handed = await s.manage("POST", "gift-cards", { amountCents: 1000, purchaserName: "Ann" });
  assert.equal(handed.status, 201);
  assert.equal(handed.body.purchaserEmail, null);
  await t.settle();
  assert.equal(t.mailer.of("gift_card").length, 1);
  for (const amountCents of [0, 999, 500_001, 10.5]) {
    refused(await s.manage("POST", "gift-cards", { ...gift, amountCents }), 400);
  }
  // On the owner's pages as any other.
  const owner = await signIn(t, s);
  assert.match(await owner.read("/console/sales/gift-cards"), /for Sam, from Jane Doe/);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a card is redeemed at the desk as by a site, once per reference", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { code } = (await s.manage("POST", "gift-cards", { amountCents: 5000, purchaserName: "Jane" })).body;
  const redeem = (over: object) => s.manage("POST", "gift-cards/redeem", { code, requestedDebitCents: 3000, ...over });
  const preview = await redeem({ code: code.toLowerCase().replace(/(.{4})/g, "$1-") });
  assert.equal(preview.status, 200);
  const sums = { ok: true, debitCents: 3000, balanceCents: 5000, balanceRemainingCents: 2000 };
  assert.deepEqual(preview.body, sums);
  const commit = { mode: "commit", appointmentId: "Grip socks" };
  assert.deepEqual((await redeem(commit)).body, sums);
  assert.equal((await redeem(commit)).body.alreadyRedeemed, true);
  assert.equal((await redeem({ mode: "commit", appointmentId: "Mat" })).body.debitCents, 2000);
  refused(await redeem({ mode: "commit", appointmentId: "Water" }), 400);
  refused(await redeem({ mode: "commit" }), 400);
  refused(await redeem({ code: "AAAA2222BBBB3333" }), 404);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("the database knows no card that was neither paid online nor issued", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.buyGiftCard(5000);
  await assert.rejects(
    t.db.write(s.id, (tx) => tx.run("UPDATE gift_cards SET checkout_id = 'co-none' WHERE provider_id = ?", [s.id])),
    /FOREIGN KEY/,
  );
});
