/** Gift cards as the owner sees them: balances, and the history of debits; never the code. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { isId, refused } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";

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
  });
  const got = await s.manage("GET", `gift-cards/${card.id}`);
  const { redemptions, ...rest } = got.body;
  assert.deepEqual(rest, card);
  assert.deepEqual(redemptions.map(({ id, ...one }: { id: string }) => (assert.ok(id), one)), [
    { appointmentId: "visit-1", debitCents: 2500, createdAt: iso(t.clock.now() - HOUR) },
    { appointmentId: "visit-2", debitCents: 1000, createdAt: iso(t.clock.now()) },
  ]);
  for (const { id } of redemptions) isId(id, "debit");
  assert.ok(!listed.text.includes(code) && !got.text.includes(code));
  refused(await s.manage("GET", "gift-cards/gc-none"), 404);
});
