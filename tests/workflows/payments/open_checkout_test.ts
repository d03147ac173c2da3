/** Stripe fails while a payment page is created. */
import assert from "node:assert/strict";
import { idempotencyKeysOf } from "../../support/stripe_requests.ts";
import { MINUTE } from "../../../src/domain/time.ts";
import { person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const failures: Record<string, (t: World) => void> = {
  "refuses": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400 }),
  "answers 500": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 500 }),
  "answers 429": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 429, times: 3 }),
  "hangs": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "hang", times: 3 }),
  "cuts the line": (t) => t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 3 }),
  "does it but its answers are lost": (t) =>
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "lost", times: 3 }),
};

for (const [how, fail] of Object.entries(failures)) {
  Deno.test(`when Stripe ${how}, /book answers 502, the hold is gone, and a retry works`, async () => {
    await using t = await studio({ stripeTimeoutMs: 200 });
    const classId = await t.studio.addClass({ capacity: 1 });
    fail(t);
    const refused = await t.studio.book(classId, person());
    assert.equal(refused.status, 502, refused.text);
    assert.equal(typeof refused.body.error, "string");
    assert.equal(await t.studio.seats(classId), "0/0/1");
    t.stripe.clearFaults();
    const held = await t.studio.hold(classId);
    assert.equal(await t.studio.seats(classId), "0/1/0");
    await t.stripe.pay(held.session);
    await t.settle();
    await t.pass(40 * MINUTE); // a session that nobody was told of ends quietly
    assert.equal(await t.studio.statusOf(held.id), "Confirmed");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.equal(t.stripe.refunds.size, 0);
    assert.equal(
      idempotencyKeysOf(t, /^\/v1\/checkout\/sessions$/).length,
      2,
      "the retry is another attempt, with another key",
    );
  });
}

Deno.test("an answer of Stripe that is lost once costs nothing: the same session is answered again", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "lost" });
  const held = await t.studio.hold(classId);
  assert.equal(t.stripe.sessions.size, 1);
  assert.ok(t.stripe.sessions.has(held.session));
  assert.equal(idempotencyKeysOf(t, /^\/v1\/checkout\/sessions$/).length, 1);
});

Deno.test("no seat is lost when packs, gift cards and tips fail at Stripe: 502, and a retry works", async () => {
  await using t = await studio();
  const { tipToken } = await t.studio.completedAppointment();
  const { handle } = t.studio;
  const type = await t.studio.manage("POST", "package-types", { name: "Pack", sessionsTotal: 3, priceCents: 5000 });
  const card = { handle, amountCents: 2000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const starts = [
    () => t.studio.call("POST", "/api/packages/start", { packageTypeId: type.body.id, handle, ...person() }),
    () => t.studio.call("POST", "/api/gift-cards/start", card),
    () => t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 }),
  ];
  for (const start of starts) {
    t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400 });
    assert.equal((await start()).status, 502);
    assert.equal((await start()).status, 200);
  }
});
