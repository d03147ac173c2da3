/** POST /api/customer/signin-link and GET /api/customer/me */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import type { TestApp } from "../../support/app.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../../support/studio.ts";
import { until } from "../../journeys/server.ts";
import { sendSigninLink } from "../../../src/workflows/clients/sign_in_link.ts";

const me = (t: TestApp, token: string, headers: Record<string, string> = {}) =>
  t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token, ...headers });
const link = (s: Studio, body: Record<string, unknown>) =>
  s.call("POST", "/api/customer/signin-link", { handle: s.handle, ...body });

Deno.test("a known email is mailed a link to the asking site; an unknown one gets the same answer and no mail", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  await t.settle();
  const known = await link(s, { email: " JANE1@example.com " });
  const unknown = await link(s, { email: "nobody@example.com" });
  for (const got of [known, unknown]) {
    assert.equal(got.status, 200);
    assert.equal(got.text, '{"ok":true}');
  }
  const names = (answer: typeof known) => [...answer.headers.keys()].sort();
  assert.deepEqual(names(known), names(unknown));
  await t.settle();
  assert.deepEqual(t.mailer.of("signin_link").map((mail) => mail.to), ["jane1@example.com"]);
  assert.match(t.mailer.of("signin_link")[0].text, new RegExp(`${ORIGIN}/me/[A-Za-z0-9_-]{40,}`));
});

Deno.test("known or not, the response waits for the same moment, when the mail is already queued", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const tenant = { providerId: s.id, origin: ORIGIN, keyId: s.keyId };
  for (const email of [person().email, "nobody@example.com"]) {
    const floor = Promise.withResolvers<void>();
    let answered = false;
    const before = t.db.version(s.id)!;
    const asked = sendSigninLink(t.ctx, tenant, { email, handle: s.handle }, () => floor.promise)
      .then(() => answered = true);
    await until(() => Promise.resolve(t.db.version(s.id)! > before), () => "the commit");
    const owed = await t.db.read("SELECT id FROM messages WHERE kind = 'signin_link'");
    assert.equal(owed.length, 1);
    assert.equal(answered, false, email);
    floor.resolve();
    await asked;
  }
});

Deno.test("each request mails its own link, and each link works for 30 days", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const [first, second] = [await s.signIn("jane1@example.com"), await s.signIn("jane1@example.com")];
  assert.equal(t.mailer.of("signin_link").length, 2);
  for (const token of [first, second]) assert.equal((await me(t, token)).status, 200);
  t.clock.advance(30 * DAY - 1000);
  assert.equal((await me(t, second)).status, 200);
  t.clock.advance(1000);
  refused(await me(t, second), 401);
});

Deno.test("the link may lead to another origin of the key's allowlist, and to no other", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const key = await s.manage("POST", "api-keys", { label: "Two", allowedOrigins: [ORIGIN, "https://portal.example"] });
  const ask = (customerSiteOrigin: unknown, handle = s.handle) =>
    s.call("POST", "/api/customer/signin-link", { email: person().email, handle, customerSiteOrigin }, {
      "x-alera-key": key.body.key,
    });
  assert.equal((await ask("https://portal.example")).status, 200);
  await t.settle();
  assert.ok(t.mailer.of("signin_link").at(-1)!.text.includes("https://portal.example/me/"));
  for (const blank of [undefined, null, ""]) assert.equal((await ask(blank)).status, 200);
  await t.settle();
  assert.ok(t.mailer.of("signin_link").at(-1)!.text.includes(`${ORIGIN}/me/`));
  const sent = t.mailer.of("signin_link").length;
  for (
    const origin of [
      "https://evil.example",
      "http://portal.example",
      "https://portal.example.evil.example",
      "portal.example",
      5,
    ]
  ) invalid(await ask(origin), "customerSiteOrigin");
  // A 400 comes before the 403 of the handle.
  invalid(await ask("https://evil.example", "nobody"), "customerSiteOrigin");
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, sent);
});

Deno.test("a sign-in link needs an email and the key's own handle", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  invalid(await s.call("POST", "/api/customer/signin-link", {}), "email", "handle");
  invalid(await link(s, { email: "jane", handle: "nobody" }), "email");
  for (const handle of [other.handle, "nobody"]) refused(await link(s, { email: "jane@example.com", handle }), 403);
});

Deno.test("the summary has the reference's shape: the client, the studio, the feed, bookings by time of class, packs", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(), 6, 180);
  const later = await s.addClass({ inHours: 72 });
  const sooner = await s.addClass({ inHours: 48 });
  const lapsed = await s.addClass({ inHours: 60 });
  const expired = await s.hold(lapsed);
  await t.pass(HOUR);
  const held = await s.hold(later);
  const credit = await s.book(sooner, person(), { useClientPackageId: packId, customerToken: token });
  const got = await me(t, token);
  assert.equal(got.status, 200, got.text);
  const { id } = got.body.client;
  isId(id, "cli");
  isId(packId, "pkg");
  assert.match(got.body.calendarFeedUrl, /^http:\/\/localhost:8000\/api\/cal\/[a-z0-9]{26,}\.ics$/);
  const now = iso(t.clock.now());
  const at = (hours: number) => iso(t.clock.now() + (hours - 1) * HOUR);
  assert.deepEqual(got.body, {
    client: { id, name: "Jane 1", email: "jane1@example.com", phone: person().phone },
    studio: { handle: s.handle, displayName: "Sculpt Pilates Co.", timezone: "America/Chicago" },
    calendarFeedUrl: got.body.calendarFeedUrl,
    enrollments: [
      {
        id: credit.body.enrollmentId,
        status: "Confirmed",
        bookedAt: now,
        cancelToken: credit.body.cancelToken,
        checkoutUrl: null,
        priceCents: 2000,
        currency: "usd",
        paidWith: "credit",
        paidCents: 0,
        refundedCents: 0,
        cancelWindowHours: 24,
        refundableUntil: at(24),
        class: { id: sooner, name: "Pilates Class", scheduledAt: at(48), durationMin: 50 },
      },
      {
        id: held.id,
        status: "PendingPayment",
        bookedAt: now,
        cancelToken: held.cancelToken,
        checkoutUrl: held.url,
        priceCents: 2000,
        currency: "usd",
        paidWith: null,
        paidCents: 0,
        refundedCents: 0,
        cancelWindowHours: 24,
        refundableUntil: at(48),
        class: { id: later, name: "Pilates Class", scheduledAt: at(72), durationMin: 50 },
      },
    ],
    packages: [{
      id: packId,
      packageTypeName: "6-Class Pack",
      sessionsRemaining: 5,
      sessionsTotal: 6,
      expiresAt: iso(t.clock.now() - HOUR + 180 * DAY),
    }],
    waitlist: [],
  });
  assert.ok(!got.text.includes(expired.id));
  // Its cancel token works.
  assert.equal((await s.cancel(credit.body.enrollmentId, got.body.enrollments[0].cancelToken)).status, 200);
  assert.deepEqual(
    (await me(t, token)).body.enrollments.map((one: { status: string }) => one.status),
    ["Cancelled", "PendingPayment"],
  );
});

Deno.test("a booking says how it was paid, what came back, and until when it would", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const seat = await s.seat(classId);
  const { token } = await s.buyPack(person());
  const money = async () => {
    const [one] = (await me(t, token)).body.enrollments;
    return [one.priceCents, one.currency, one.paidWith, one.paidCents, one.refundedCents, one.cancelWindowHours];
  };
  assert.deepEqual(await money(), [2000, "usd", "card", 2000, 0, 24]);
  await t.stripe.refundInDashboard(s.paymentOf(seat.session), 500);
  await t.settle();
  assert.deepEqual(await money(), [2000, "usd", "card", 2000, 500, 24]);
  await s.cancel(seat.id, seat.cancelToken);
  assert.deepEqual(await money(), [2000, "usd", "card", 2000, 2000, 24]);
  await s.manage("PATCH", "provider", { cancelWindowHours: 6 });
  assert.equal((await money()).at(-1), 24, "a cancelled booking keeps the rule that was applied");
});

Deno.test("what a customer waits for is listed with the token that leaves it; leaving is idempotent", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const stranger = await addStudio(t);
  const full = await s.addClass({ capacity: 1, priceCents: 0 });
  await s.book(full, person(9));
  await s.wait(full, person(2));
  const joined = await s.wait(full, person(1));
  const token = await s.signIn(person(1).email);
  const waits = async () => (await me(t, token)).body.waitlist;
  const { scheduledAt } = await s.class(full);
  const [entry] = await waits();
  const { leaveToken } = joined.body;
  assert.deepEqual(entry, {
    id: joined.body.waitlistEntryId,
    position: 2,
    joinedAt: iso(t.clock.now()),
    leaveToken,
    offer: null,
    class: { id: full, name: "Pilates Class", scheduledAt, durationMin: 50 },
  });
  const leave = (body: Record<string, unknown>, id = entry.id) => t.send("POST", `/api/waitlist/${id}/leave`, body);
  invalid(await leave({}), "leaveToken");
  refused(await leave({ leaveToken: "x" }), 401, { code: "invalid_token" });
  refused(await leave({ customerToken: "x" }), 401, { code: "invalid_token" });
  refused(await leave({ leaveToken }, "wl-none"), 401, { code: "invalid_token" });
  const other = (await s.wait(full, person(3))).body;
  refused(await leave({ customerToken: token }, other.waitlistEntryId), 404);
  await stranger.book(await stranger.addClass({ priceCents: 0 }), person(1));
  refused(await leave({ customerToken: await stranger.signIn(person(1).email) }), 404);
  for (const proof of [{ leaveToken }, { leaveToken }, { customerToken: token }]) {
    const got = await leave(proof);
    assert.deepEqual([got.status, got.body], [200, { ok: true }], got.text);
  }
  assert.deepEqual(await waits(), []);
  assert.equal((await s.roster(full)).waitlist.length, 2);
  assert.equal((await s.wait(full, person(1))).body.position, 3, "they may join again, at the end");
  t.clock.advance(72 * HOUR + 49 * 60_000);
  assert.equal((await leave({ leaveToken })).status, 200);
  t.clock.advance(60_000);
  refused(await leave({ leaveToken }), 401, { code: "expired_token" });
});

Deno.test("the token may come in the header or in the query; the header goes first", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const token = await s.signIn("jane1@example.com");
  assert.equal((await t.send("GET", `/api/customer/me?token=${token}`)).status, 200);
  assert.equal(
    (await t.send("GET", `/api/customer/me?token=wrong`, undefined, { "x-customer-token": token })).status,
    200,
  );
  refused(await t.send("GET", `/api/customer/me?token=${token}`, undefined, { "x-customer-token": "wrong" }), 401);
  assert.equal(
    (await t.send("GET", `/api/customer/me?token=${token}`, undefined, { "x-customer-token": "" })).status,
    200,
  );
});

Deno.test("the summary holds credentials, so it must not be stored", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const token = await s.signIn(person().email);
  for (const got of [await me(t, token), await t.send("GET", `/api/customer/me?token=${token}`), await me(t, "x")]) {
    assert.equal(got.headers.get("cache-control"), "no-store");
  }
  const { paths } = (await t.send("GET", "/openapi.json")).body;
  assert.deepEqual(paths["/api/customer/me"].get.responses[200].headers["Cache-Control"], {
    $ref: "#/components/headers/NoStore",
  });
});

Deno.test("a missing, malformed, forged or endless token is 401", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const token = await s.signIn("jane1@example.com");
  refused(await t.send("GET", "/api/customer/me"), 401);
  refused(await t.send("GET", "/api/customer/me?token="), 401);
  for (const wrong of ["x", token.slice(0, -1), `${token}A`, "y".repeat(4000)]) {
    refused(await me(t, wrong), 401);
    refused(await t.send("GET", `/api/customer/me?token=${wrong}`), 401);
  }
  // Signed for nobody in particular.
  for (const record of [s.id, `${s.id}:`, ":x"]) {
    refused(await me(t, t.ctx.tokens.sign("cust-v1", record, t.clock.now() + DAY)), 401);
  }
});

Deno.test("an API key is not needed, but one that is sent must be valid and the token's studio's", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const token = await s.signIn("jane1@example.com");
  assert.equal((await me(t, token, s.headers)).status, 200);
  refused(await me(t, token, { "x-alera-key": "alr_none" }), 401);
  refused(await me(t, token, { "x-alera-key": "" }), 401);
  refused(await me(t, token, other.headers), 403);
  refused(await me(t, "wrong", other.headers), 401);
  await s.manage("DELETE", `api-keys/${s.keyId}`);
  refused(await me(t, token, s.headers), 401);
  assert.equal((await me(t, token)).status, 200);
});

Deno.test("a customer or studio that is not there is 404", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const until = t.clock.now() + DAY;
  refused(await me(t, t.ctx.tokens.sign("cust-v1", `${s.id}:cli-none`, until)), 404);
  refused(await me(t, t.ctx.tokens.sign("cust-v1", `prov-none:cli-none`, until)), 404);
});

Deno.test("one email at two studios is two customers", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  for (const one of [s, other]) await one.book(await one.addClass({ priceCents: 0 }), person());
  const [mine, theirs] = [await s.signIn(person().email), await other.signIn(person().email)];
  const [a, b] = [(await me(t, mine)).body, (await me(t, theirs)).body];
  assert.ok(a.client.id !== b.client.id);
  assert.deepEqual([a.enrollments.length, b.enrollments.length], [1, 1]);
  assert.deepEqual([a.studio.handle, b.studio.handle], [s.handle, other.handle]);
  assert.ok(a.calendarFeedUrl !== b.calendarFeedUrl);
});

Deno.test("a pack is shown while it is valid", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token } = await s.buyPack(person(), 5, 10);
  t.clock.advance(10 * DAY - 1);
  assert.equal((await me(t, token)).body.packages.length, 1);
  t.clock.advance(1);
  assert.equal((await me(t, token)).body.packages.length, 0);
});
