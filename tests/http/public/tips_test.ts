/** POST /api/tip/start */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../../support/studio.ts";

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

Deno.test("a tip answers the reference's shape, and the payment stamps the appointment", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { id, tipToken } = await s.completedAppointment();
  const got = await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 1000 });
  assert.equal(got.status, 200, got.text);
  isCheckout(s, got.body, "tip", 1000, false);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const [appointment] = (await s.manage("GET", "appointments")).body.items;
  assert.deepEqual([appointment.id, appointment.tipAmountCents, appointment.tipCapturedAt], [
    id,
    1000,
    iso(t.clock.now()),
  ]);
  assert.match(appointment.tipChargeId, /^ch_/);
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
  for (const amountCents of [100, 100_000]) assert.equal((await tip({ token: tipToken, amountCents })).status, 200);

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
  assert.equal(await successOf(tipToken), "https://new.example/tip/thanks");
  await t.settle();
  assert.ok(t.mailer.of("post_visit")[0].text.includes(`https://new.example/tip#`));
  await s.manage("DELETE", `api-keys/${newer.body.id}`);
  assert.equal(await successOf(tipToken), `${ORIGIN}/tip/thanks`);
  await s.manage("DELETE", `api-keys/${s.keyId}`);
  assert.equal(await successOf(tipToken), "http://localhost:8000/tip/thanks");
});
