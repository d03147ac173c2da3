/** POST /api/gift-cards/start and /api/gift-cards/redeem */
import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, type Studio, studio } from "../../support/studio.ts";

const refuseCheckout = {
  route: "POST /v1/checkout/sessions",
  status: 400,
  error: { type: "invalid_request_error" },
} as const;

/** The reference's answer, and where the page leads. */
function isCheckout(s: Studio, body: Record<string, unknown>, path: string, amountCents: number, ok = true): void {
  const { account, session } = s.t.stripe.sessions.get(body.checkoutSessionId as string)!;
  assert.deepEqual(body, { ...(ok ? { ok: true } : {}), checkoutUrl: session.url, checkoutSessionId: session.id });
  assert.deepEqual([account, session.amount_total, session.mode], [s.accountId, amountCents, "payment"]);
  if (path === "tip") {
    assert.deepEqual([session.success_url, session.cancel_url], [`${ORIGIN}/tip/thanks`, `${ORIGIN}/tip/cancelled`]);
  } else {
    assert.equal(session.success_url, `${ORIGIN}/${path}/confirm?session_id={CHECKOUT_SESSION_ID}`);
    assert.equal(session.cancel_url, `${ORIGIN}/${path}/cancelled`);
  }
}

const redeem = (s: Studio, body: Record<string, unknown>) =>
  s.call("POST", "/api/gift-cards/redeem", { providerId: s.id, requestedDebitCents: 2000, ...body });

Deno.test("a gift card's purchase answers where to pay and writes no card; the payment makes one and mails its code", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const got = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 10_000,
    purchaserName: "Jane Doe",
    purchaserEmail: "jane@example.com",
    recipientName: "Sam Smith",
    recipientEmail: "SAM@example.com",
    giftMessage: "Happy birthday!\nEnjoy.",
  });
  assert.equal(got.status, 200, got.text);
  isCheckout(s, got.body, "gift-cards", 10_000);
  assert.equal((await s.manage("GET", "gift-cards")).body.items.length, 0);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const [card] = (await s.manage("GET", "gift-cards")).body.items;
  assert.deepEqual([card.initialCents, card.balanceCents, card.expiresAt], [10_000, 10_000, null]);
  const [mail] = t.mailer.of("gift_card");
  assert.equal(mail.to, "sam@example.com");
  assert.ok(mail.text.includes("Happy birthday!"));
  assert.equal(t.mailer.of("gift_card", "jane@example.com").length, 0);
});

Deno.test("a gift card's purchase is checked: body and range, unknown handle 404, another's 403, onboarding, Stripe", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t, { onboarded: false });
  const card = { amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const start = (change: Record<string, unknown> = {}, of = s) =>
    of.call("POST", "/api/gift-cards/start", { handle: of.handle, ...card, ...change });
  invalid(
    await s.call("POST", "/api/gift-cards/start", {}),
    "amountCents",
    "handle",
    "purchaserEmail",
    "purchaserName",
  );
  for (const amountCents of [999, 500_001, 0, -5000, 1000.5, "5000", null, 1e300, true]) {
    invalid(await start({ handle: "nobody", amountCents }), "amountCents");
  }
  for (const amountCents of [1000, 500_000]) assert.equal((await start({ amountCents })).status, 200);
  invalid(await start({ giftMessage: "x".repeat(501) }), "giftMessage");
  assert.equal((await start({ giftMessage: "🎁".repeat(500) })).status, 200);
  for (const giftMessage of ["a\u0000b", "a\tb", "a\u0085b", "\udc00"]) {
    invalid(await start({ giftMessage }), "giftMessage");
  }
  invalid(await start({ recipientEmail: "sam" }), "recipientEmail");
  invalid(await start({ recipientName: "a\nb" }), "recipientName");
  for (const blank of ["", null, "  "]) {
    assert.equal((await start({ recipientEmail: blank, recipientName: blank, giftMessage: blank })).status, 200);
  }
  invalid(await start({ handle: "a\u0000b" }), "handle");
  refused(await start({ handle: "nobody" }), 404);
  refused(await start({ handle: other.handle }), 403);
  refused(await start({}, other), 412);
  t.stripe.fail(refuseCheckout);
  refused(await start(), 502);
});

Deno.test("a preview says what a debit would do, and does nothing", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const code = await s.buyGiftCard(10_000);
  assert.match(code, /^[A-HJKMNP-Z2-9]{16}$/);
  const expected = { ok: true, debitCents: 2000, balanceCents: 10_000, balanceRemainingCents: 8000 };
  for (const mode of [undefined, null, "", "preview"]) {
    assert.deepEqual((await redeem(s, { code, mode })).body, expected);
  }
  assert.deepEqual((await redeem(s, { code, requestedDebitCents: 25_000 })).body, {
    ok: true,
    debitCents: 10_000,
    balanceCents: 10_000,
    balanceRemainingCents: 0,
  });
  assert.deepEqual((await redeem(s, { code, requestedDebitCents: Number.MAX_SAFE_INTEGER })).body.debitCents, 10_000);
  assert.equal((await s.manage("GET", "gift-cards")).body.items[0].balanceCents, 10_000);
});

Deno.test("a code may be written in any case, with spaces and hyphens", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const code = await s.buyGiftCard();
  const groups = code.match(/.{4}/g)!;
  for (
    const written of [code.toLowerCase(), groups.join("-"), groups.join(" "), ` ${groups.join(" - ")}\t`, `${code}\n`]
  ) assert.equal((await redeem(s, { code: written })).status, 200, JSON.stringify(written));
  for (
    const bad of [
      "",
      code.slice(1),
      `${code}A`,
      code.replace(/./, "!"),
      `${code.slice(1)}é`,
      "x".repeat(101),
      `${code.slice(1)}\u0000`,
    ]
  ) invalid(await redeem(s, { code: bad }), "code");
  const unknown = (code[0] === "A" ? "B" : "A") + code.slice(1);
  refused(await redeem(s, { code: unknown }), 404);
});

Deno.test("a commit debits once per appointment: a repeat answers the first debit with today's balances", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const code = await s.buyGiftCard(10_000);
  const commit = (appointmentId: string, requestedDebitCents: number) =>
    redeem(s, { code, mode: "commit", appointmentId, requestedDebitCents });
  assert.deepEqual((await commit("a-1", 2000)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 10_000,
    balanceRemainingCents: 8000,
  });
  assert.deepEqual((await commit("a-1", 7777)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 8000,
    balanceRemainingCents: 8000,
    alreadyRedeemed: true,
  });
  assert.deepEqual((await commit("a-2", 50_000)).body, {
    ok: true,
    debitCents: 8000,
    balanceCents: 8000,
    balanceRemainingCents: 0,
  });
  // Empty now: a new appointment is refused, the old ones are answered.
  invalid(await commit("a-3", 100), "code");
  invalid(await redeem(s, { code }), "code");
  assert.deepEqual((await commit("a-1", 2000)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 0,
    balanceRemainingCents: 0,
    alreadyRedeemed: true,
  });
  const id = (await s.manage("GET", "gift-cards")).body.items[0].id;
  const history = (await s.manage("GET", `gift-cards/${id}`)).body.redemptions;
  assert.deepEqual(
    history.map((one: { appointmentId: string; debitCents: number }) => [one.appointmentId, one.debitCents]).sort(),
    [["a-1", 2000], ["a-2", 8000]],
  );
});

Deno.test("an expired card is 400, but a repeated commit is answered", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { giftCardValidDays: 10 });
  const code = await s.buyGiftCard();
  assert.equal((await s.manage("GET", "gift-cards")).body.items[0].expiresAt, iso(t.clock.now() + 10 * DAY));
  await redeem(s, { code, mode: "commit", appointmentId: "a-1" });
  t.clock.advance(10 * DAY - 1);
  assert.equal((await redeem(s, { code })).status, 200);
  t.clock.advance(1);
  invalid(await redeem(s, { code }), "code");
  invalid(await redeem(s, { code, mode: "commit", appointmentId: "a-2" }), "code");
  const again = await redeem(s, { code, mode: "commit", appointmentId: "a-1" });
  assert.deepEqual([again.status, again.body.alreadyRedeemed, again.body.debitCents], [200, true, 2000]);
});

Deno.test("a redemption is checked: the whole body before the provider, the provider before the card", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const code = await s.buyGiftCard();
  const none = "A".repeat(16);
  invalid(await s.call("POST", "/api/gift-cards/redeem", {}), "code", "providerId", "requestedDebitCents");
  for (const requestedDebitCents of [0, -1, 1.5, "2000", null, 1e300]) {
    invalid(await redeem(s, { code, requestedDebitCents }), "requestedDebitCents");
  }
  invalid(await redeem(s, { code, mode: "debit" }), "mode");
  // Also what only a commit needs.
  for (const appointmentId of [undefined, null, "", "  "]) {
    invalid(await redeem(s, { code, mode: "commit", appointmentId, providerId: other.id }), "appointmentId");
  }
  for (const appointmentId of ["x".repeat(129), "a\u0000b", "\ud800", 5]) {
    invalid(await redeem(s, { code, mode: "commit", appointmentId }), "appointmentId");
  }
  refused(await redeem(s, { code, providerId: other.id }), 404);
  refused(await redeem(s, { code, providerId: "prov-none" }), 404);
  refused(await redeem(s, { code: none }), 404);
  refused(await redeem(s, { code: none, mode: "commit", appointmentId: "a" }), 404);
  // Another studio does not find the card under its own id either.
  refused(await redeem(other, { code }), 404);
  assert.equal((await redeem(s, { code, mode: "commit", appointmentId: "x".repeat(128) })).status, 200);
  assert.equal((await redeem(s, { code, mode: "commit", appointmentId: "Termin №7 / 🧘" })).status, 200);
});
