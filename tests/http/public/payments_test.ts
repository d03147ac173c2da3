/** POST /api/packages/start, /api/gift-cards/start, /api/gift-cards/redeem, /api/tip/start */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../../support/studio.ts";

const refuseCheckout = {
  route: "POST /v1/checkout/sessions",
  status: 400,
  error: { type: "invalid_request_error" },
} as const;

async function packType(s: Studio, more: Record<string, unknown> = {}): Promise<string> {
  const type = { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, ...more };
  return (await s.manage("POST", "package-types", type)).body.id;
}

/** The reference's answer, and where the page leads. */
function isCheckout(s: Studio, body: Record<string, unknown>, path: string, amountCents: number, ok = true): void {
  const { account, session } = s.t.stripe.sessions.get(body.checkoutSessionId as string)!;
  same(body, { ...(ok ? { ok: true } : {}), checkoutUrl: session.url, checkoutSessionId: session.id });
  same([account, session.amount_total, session.mode], [s.accountId, amountCents, "payment"]);
  if (path === "tip") {
    same([session.success_url, session.cancel_url], [`${ORIGIN}/tip/thanks`, `${ORIGIN}/tip/cancelled`]);
  } else {
    equal(session.success_url, `${ORIGIN}/${path}/confirm?session_id={CHECKOUT_SESSION_ID}`);
    equal(session.cancel_url, `${ORIGIN}/${path}/cancelled`);
  }
}

// ---------------------------------------------------------------- packs

Deno.test("a pack's purchase answers where to pay; the pack is made once it is paid", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const packageTypeId = await packType(s, { validDays: 180 });
  isId(packageTypeId, "pkg");
  const got = await s.call("POST", "/api/packages/start", {
    packageTypeId,
    handle: s.handle,
    name: "Jane",
    email: " Jane@Example.com",
  });
  equal(got.status, 200, got.text);
  isCheckout(s, got.body, "packages", 9000);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const me = await t.send("GET", "/api/customer/me", undefined, {
    "x-customer-token": await s.signIn("jane@example.com"),
  });
  same(me.body.packages, [{
    id: me.body.packages[0].id,
    packageTypeName: "5-Class Pack",
    sessionsRemaining: 5,
    sessionsTotal: 5,
    expiresAt: iso(t.clock.now() + 180 * DAY),
  }]);
  const [mail] = t.mailer.of("pack_bought");
  equal(mail.to, "jane@example.com");
  match(mail.text, new RegExp(`${ORIGIN}/me/[A-Za-z0-9_-]+`));
});

Deno.test("a pack's purchase is checked: body, handle, availability, onboarding, Stripe", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t, { onboarded: false });
  const packageTypeId = await packType(s);
  const start = (change: Record<string, unknown> = {}, of = s) =>
    of.call("POST", "/api/packages/start", { packageTypeId, handle: of.handle, ...person(), ...change });
  invalid(await s.call("POST", "/api/packages/start", {}), "email", "handle", "name", "packageTypeId");
  invalid(await start({ handle: "nobody", phone: "123" }), "phone");
  for (const handle of ["nobody", other.handle]) refused(await start({ handle }), 403);
  refused(await start({ handle: "nobody", packageTypeId: "pkg-none" }), 403);
  for (const none of ["pkg-none", await packType(other), await packType(s, { active: false })]) {
    invalid(await start({ packageTypeId: none }), "packageTypeId");
  }
  invalid(await start({ packageTypeId: "a\u0000b" }), "packageTypeId");
  invalid(await start({ packageTypeId: "pkg-none" }, other), "packageTypeId");
  refused(await start({ packageTypeId: await packType(other) }, other), 412);
  t.stripe.fail(refuseCheckout);
  refused(await start(), 502);
  for (const phone of [undefined, null, ""]) equal((await start({ phone })).status, 200);
});

// ---------------------------------------------------------------- gift cards: buying

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
  equal(got.status, 200, got.text);
  isCheckout(s, got.body, "gift-cards", 10_000);
  equal((await s.manage("GET", "gift-cards")).body.items.length, 0);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const [card] = (await s.manage("GET", "gift-cards")).body.items;
  same([card.initialCents, card.balanceCents, card.expiresAt], [10_000, 10_000, null]);
  const [mail] = t.mailer.of("gift_card");
  equal(mail.to, "sam@example.com");
  truth(mail.text.includes("Happy birthday!"));
  equal(t.mailer.of("gift_card", "jane@example.com").length, 0);
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
  for (const amountCents of [1000, 500_000]) equal((await start({ amountCents })).status, 200);
  invalid(await start({ giftMessage: "x".repeat(501) }), "giftMessage");
  equal((await start({ giftMessage: "🎁".repeat(500) })).status, 200);
  for (const giftMessage of ["a\u0000b", "a\tb", "a\u0085b", "\udc00"]) {
    invalid(await start({ giftMessage }), "giftMessage");
  }
  invalid(await start({ recipientEmail: "sam" }), "recipientEmail");
  invalid(await start({ recipientName: "a\nb" }), "recipientName");
  for (const blank of ["", null, "  "]) {
    equal((await start({ recipientEmail: blank, recipientName: blank, giftMessage: blank })).status, 200);
  }
  invalid(await start({ handle: "a\u0000b" }), "handle");
  refused(await start({ handle: "nobody" }), 404);
  refused(await start({ handle: other.handle }), 403);
  refused(await start({}, other), 412);
  t.stripe.fail(refuseCheckout);
  refused(await start(), 502);
});

// ---------------------------------------------------------------- gift cards: redeeming

const redeem = (s: Studio, body: Record<string, unknown>) =>
  s.call("POST", "/api/gift-cards/redeem", { providerId: s.id, requestedDebitCents: 2000, ...body });

Deno.test("a preview says what a debit would do, and does nothing", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const code = await s.buyGiftCard(10_000);
  match(code, /^[A-HJKMNP-Z2-9]{16}$/);
  const expected = { ok: true, debitCents: 2000, balanceCents: 10_000, balanceRemainingCents: 8000 };
  for (const mode of [undefined, null, "", "preview"]) same((await redeem(s, { code, mode })).body, expected);
  same((await redeem(s, { code, requestedDebitCents: 25_000 })).body, {
    ok: true,
    debitCents: 10_000,
    balanceCents: 10_000,
    balanceRemainingCents: 0,
  });
  same((await redeem(s, { code, requestedDebitCents: Number.MAX_SAFE_INTEGER })).body.debitCents, 10_000);
  equal((await s.manage("GET", "gift-cards")).body.items[0].balanceCents, 10_000);
});

Deno.test("a code may be written in any case, with spaces and hyphens", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const code = await s.buyGiftCard();
  const groups = code.match(/.{4}/g)!;
  for (
    const written of [code.toLowerCase(), groups.join("-"), groups.join(" "), ` ${groups.join(" - ")}\t`, `${code}\n`]
  ) equal((await redeem(s, { code: written })).status, 200, JSON.stringify(written));
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
  same((await commit("a-1", 2000)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 10_000,
    balanceRemainingCents: 8000,
  });
  same((await commit("a-1", 7777)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 8000,
    balanceRemainingCents: 8000,
    alreadyRedeemed: true,
  });
  same((await commit("a-2", 50_000)).body, {
    ok: true,
    debitCents: 8000,
    balanceCents: 8000,
    balanceRemainingCents: 0,
  });
  // Empty now: a new appointment is refused, the old ones are answered.
  invalid(await commit("a-3", 100), "code");
  invalid(await redeem(s, { code }), "code");
  same((await commit("a-1", 2000)).body, {
    ok: true,
    debitCents: 2000,
    balanceCents: 0,
    balanceRemainingCents: 0,
    alreadyRedeemed: true,
  });
  const id = (await s.manage("GET", "gift-cards")).body.items[0].id;
  const history = (await s.manage("GET", `gift-cards/${id}`)).body.redemptions;
  same(
    history.map((one: { appointmentId: string; debitCents: number }) => [one.appointmentId, one.debitCents]).sort(),
    [["a-1", 2000], ["a-2", 8000]],
  );
});

Deno.test("an expired card is 400, but a repeated commit is answered", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { giftCardValidDays: 10 });
  const code = await s.buyGiftCard();
  equal((await s.manage("GET", "gift-cards")).body.items[0].expiresAt, iso(t.clock.now() + 10 * DAY));
  await redeem(s, { code, mode: "commit", appointmentId: "a-1" });
  t.clock.advance(10 * DAY - 1);
  equal((await redeem(s, { code })).status, 200);
  t.clock.advance(1);
  invalid(await redeem(s, { code }), "code");
  invalid(await redeem(s, { code, mode: "commit", appointmentId: "a-2" }), "code");
  const again = await redeem(s, { code, mode: "commit", appointmentId: "a-1" });
  same([again.status, again.body.alreadyRedeemed, again.body.debitCents], [200, true, 2000]);
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
  equal((await redeem(s, { code, mode: "commit", appointmentId: "x".repeat(128) })).status, 200);
  equal((await redeem(s, { code, mode: "commit", appointmentId: "Termin №7 / 🧘" })).status, 200);
});

// ---------------------------------------------------------------- tips

Deno.test("a tip answers the reference's shape, and the payment stamps the appointment", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { id, tipToken } = await s.completedAppointment();
  const got = await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 1000 });
  equal(got.status, 200, got.text);
  isCheckout(s, got.body, "tip", 1000, false);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const [appointment] = (await s.manage("GET", "appointments")).body.items;
  same([appointment.id, appointment.tipAmountCents, appointment.tipCapturedAt], [id, 1000, iso(t.clock.now())]);
  match(appointment.tipChargeId, /^ch_/);
  refused(await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 1000 }), 409);
});

Deno.test("a tip is checked: body, token, record, state, onboarding, Stripe", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { id, tipToken } = await s.completedAppointment();
  const tip = (body: unknown) => t.send("POST", "/api/tip/start", body);
  invalid(await tip({}), "amountCents", "token");
  for (const token of ["", null, 5]) invalid(await tip({ token, amountCents: 500 }), "token");
  for (const amountCents of [99, 100_001, 0, -100, 100.5, "500", null]) {
    invalid(await tip({ token: "wrong", amountCents }), "amountCents");
  }
  for (const token of ["wrong", "x".repeat(5000), tipToken.slice(1), "\u0000"]) {
    refused(await tip({ token, amountCents: 500 }), 403);
  }
  refused(await tip({ token: t.ctx.tokens.sign("tip-v1", "appt-none", t.clock.now() + DAY), amountCents: 500 }), 404);
  for (const amountCents of [100, 100_000]) equal((await tip({ token: tipToken, amountCents })).status, 200);

  const noTips = await s.manage("POST", "services", {
    name: "Free",
    durationMin: 30,
    priceCents: 0,
    tipsEnabled: false,
  });
  const untippable = await s.completedAppointment(person(2), noTips.body.id);
  refused(await tip({ token: untippable.tipToken, amountCents: 500 }), 400);
  const cancelled = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + HOUR),
    client: person(3),
  });
  const early = t.ctx.tokens.sign("tip-v1", cancelled.body.id, t.clock.now() + DAY);
  refused(await tip({ token: early, amountCents: 500 }), 400);
  await s.manage("POST", `appointments/${cancelled.body.id}/cancel`);
  refused(await tip({ token: early, amountCents: 500 }), 400);

  t.stripe.fail(refuseCheckout);
  refused(await tip({ token: tipToken, amountCents: 500 }), 502);
  const poor = await addStudio(t, { onboarded: false });
  refused(await tip({ token: (await poor.completedAppointment()).tipToken, amountCents: 500 }), 412);
  t.clock.advance(14 * DAY);
  refused(await tip({ token: tipToken, amountCents: 500 }), 403);
  isId(id, "appt");
});

Deno.test("links that no request asked for lead to the newest live key's first origin, else to this server", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const successOf = async (token: string) =>
    t.stripe.sessions.get((await t.send("POST", "/api/tip/start", { token, amountCents: 500 })).body.checkoutSessionId)!
      .session.success_url;
  t.clock.advance(1);
  const newer = await s.manage("POST", "api-keys", {
    label: "New site",
    allowedOrigins: ["https://new.example", "https://other.example"],
  });
  const { tipToken } = await s.completedAppointment(person(1));
  equal(await successOf(tipToken), "https://new.example/tip/thanks");
  await t.settle();
  truth(t.mailer.of("post_visit")[0].text.includes(`https://new.example/tip#`));
  await s.manage("DELETE", `api-keys/${newer.body.id}`);
  equal(await successOf(tipToken), `${ORIGIN}/tip/thanks`);
  await s.manage("DELETE", `api-keys/${s.keyId}`);
  equal(await successOf(tipToken), "http://localhost:8000/tip/thanks");
});
