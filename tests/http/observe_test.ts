import assert from "node:assert/strict";
import { HOUR } from "../../src/domain/time.ts";
import { OPERATOR } from "../support/app.ts";
import { keepLog } from "../support/http.ts";
import { studio } from "../support/studio.ts";

Deno.test("the log knows routes as patterns, and no key, token, code, email, phone or name", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const { studio: s } = t;
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const classId = await s.addClass({ capacity: 2 });
  const seat = await s.seat(classId, who);
  const { token } = await s.buyPack(who);
  const code = await s.buyGiftCard();
  const { tipToken } = await s.completedAppointment(who);
  await s.call("POST", "/api/gift-cards/redeem", { code, providerId: s.id, requestedDebitCents: 5 });
  const feed = (await t.send("GET", `/api/customer/me?token=${token}`)).body.calendarFeedUrl;
  await t.send("GET", new URL(feed).pathname);
  await t.send("GET", `/api/cal/nothing.ics?email=${who.email}`);
  await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 });
  await s.manage("GET", `clients?q=${encodeURIComponent(who.email)}`);
  await s.manage("GET", "export");
  await s.call("GET", `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20&email=${who.email}`);
  await t.send("GET", `/${who.email}`);
  await t.send("BREW", `/api/classes/${who.email}`);
  // Stripe and the mail server repeat what they were given, in the text of their refusals.
  for (const route of ["POST /v1/checkout/sessions", "POST /v1/refunds"] as const) {
    const message = `Invalid email address: ${who.email} for ${who.name}, key ${s.key}`;
    t.stripe.fail({ route, status: 400, error: { type: "invalid_request_error", message } });
  }
  assert.equal((await s.book(await s.addClass(), who)).status, 502);
  assert.equal((await s.cancel(seat.id, seat.cancelToken, who.name)).status, 502);
  t.mailer.refuse = "for now";
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  await t.settle();
  t.mailer.refuse = null;
  await t.pass(HOUR);
  assert.equal((await s.cancel(seat.id, seat.cancelToken, who.name)).status, 200);

  const text = log.text();
  for (
    const secret of [
      s.key,
      s.key.slice(9),
      s.ownerToken,
      OPERATOR,
      token,
      seat.cancelToken,
      tipToken,
      code,
      feed.match(/cal\/(.*)\.ics/)![1],
      who.email,
      "zaphod",
      "beeblebrox",
      who.phone,
      "sk_test",
      "whsec",
      "buyer@example.com",
      "owner-",
    ]
  ) assert.ok(!text.toLowerCase().includes(secret.toLowerCase()), `the log holds ${secret}`);

  const patterns = new Set(t.app.routes().map(({ method, path }) => `${method} ${path}`));
  const routes = new Set(log.lines.filter((one) => one.event === "request").map((one) => String(one.fields.route)));
  for (const route of routes) {
    assert.ok(patterns.has(route) || route === "none" || route === "OTHER /api/classes/:id", route);
  }
  assert.ok(routes.has("GET /api/cal/:token"));
  assert.ok(routes.has("GET /api/customer/me"));
  assert.ok(routes.has("POST /api/webhooks/stripe"));
  for (const line of log.lines.filter((one) => one.event === "request")) {
    assert.equal(typeof line.fields.status, "number");
    assert.match(String(line.fields.id), /^[0-9a-z-]{8,40}$/);
  }
});
