/** POST /api/packages/start */
import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
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
  assert.deepEqual(body, { ...(ok ? { ok: true } : {}), checkoutUrl: session.url, checkoutSessionId: session.id });
  assert.deepEqual([account, session.amount_total, session.mode], [s.accountId, amountCents, "payment"]);
  if (path === "tip") {
    assert.deepEqual([session.success_url, session.cancel_url], [`${ORIGIN}/tip/thanks`, `${ORIGIN}/tip/cancelled`]);
  } else {
    assert.equal(session.success_url, `${ORIGIN}/${path}/confirm?session_id={CHECKOUT_SESSION_ID}`);
    assert.equal(session.cancel_url, `${ORIGIN}/${path}/cancelled`);
  }
}

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
  assert.equal(got.status, 200, got.text);
  isCheckout(s, got.body, "packages", 9000);
  await t.stripe.pay(got.body.checkoutSessionId);
  await t.settle();
  const me = await t.send("GET", "/api/customer/me", undefined, {
    "x-customer-token": await s.signIn("jane@example.com"),
  });
  assert.deepEqual(me.body.packages, [{
    id: me.body.packages[0].id,
    packageTypeName: "5-Class Pack",
    sessionsRemaining: 5,
    sessionsTotal: 5,
    expiresAt: iso(t.clock.now() + 180 * DAY),
  }]);
  const [mail] = t.mailer.of("pack_bought");
  assert.equal(mail.to, "jane@example.com");
  assert.match(mail.text, new RegExp(`${ORIGIN}/me/[A-Za-z0-9_-]+`));
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
  for (const phone of [undefined, null, ""]) assert.equal((await start({ phone })).status, 200);
});
