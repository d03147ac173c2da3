/** POST /api/classes/:id/book */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import type { TestApp } from "../../support/app.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../../support/studio.ts";

const params = (t: TestApp, sessionId: string) => t.stripe.sessions.get(sessionId)!.session;

const failCheckout = (t: TestApp) =>
  t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400, error: { type: "invalid_request_error" } });

Deno.test("a paid booking answers the reference's shape and a Checkout page at the studio's account", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const got = await s.book(classId, { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" });
  assert.equal(got.status, 200, got.text);
  const { enrollmentId, checkoutUrl, checkoutSessionId, cancelToken } = got.body;
  assert.deepEqual(got.body, {
    enrollmentId,
    checkoutUrl,
    checkoutSessionId,
    cancelToken,
    classSession: {
      id: classId,
      nameSnapshot: "Pilates Class",
      scheduledAt: iso(t.clock.now() + 72 * HOUR),
      durationMin: 50,
    },
  });
  isId(enrollmentId, "enr");
  const { account, session } = t.stripe.sessions.get(checkoutSessionId)!;
  assert.equal(account, s.accountId);
  assert.equal(checkoutUrl, session.url);
  assert.deepEqual([session.amount_total, session.currency, session.mode], [2000, "usd", "payment"]);
  assert.equal(session.customer_email, "jane@example.com");
  assert.match(cancelToken, /^[A-Za-z0-9_-]+$/);
  assert.match(atob(cancelToken.replaceAll("-", "+").replaceAll("_", "/")), new RegExp(`^v1\\|${enrollmentId}\\|`));
});

Deno.test("the redirects lead to the asking site unless the request names others of that site", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const plain = params(t, (await s.book(classId, person(1))).body.checkoutSessionId);
  assert.equal(plain.success_url, `${ORIGIN}/book/confirm?session_id={CHECKOUT_SESSION_ID}`);
  assert.equal(plain.cancel_url, `${ORIGIN}/book/cancelled`);
  const blank = params(
    t,
    (await s.book(classId, person(2), { successUrl: "", cancelUrl: null })).body.checkoutSessionId,
  );
  assert.equal(blank.success_url, plain.success_url);
  const own = params(
    t,
    (await s.book(classId, person(3), {
      successUrl: `${ORIGIN}/ok?session_id={CHECKOUT_SESSION_ID}#top`,
      cancelUrl: `${ORIGIN}/no`,
    })).body.checkoutSessionId,
  );
  assert.equal(own.success_url, `${ORIGIN}/ok?session_id={CHECKOUT_SESSION_ID}#top`);
  assert.equal(own.cancel_url, `${ORIGIN}/no`);
  const bare = { successUrl: `${ORIGIN}?session_id={CHECKOUT_SESSION_ID}`, cancelUrl: ORIGIN };
  const short = params(t, (await s.book(classId, person(4), bare)).body.checkoutSessionId);
  assert.deepEqual([short.success_url, short.cancel_url], [bare.successUrl, ORIGIN]);
});

Deno.test("a redirect away from the asking site is 400, however it is written", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const two = await s.manage("POST", "api-keys", {
    label: "Two sites",
    allowedOrigins: [ORIGIN, "https://shop.example"],
  });
  for (
    const url of [
      "https://evil.example/",
      "http://studio.example/",
      "https://studio.example:444/",
      "https://studio.example.evil.example/",
      "https://studio.example@evil.example/",
      "https://user:pw@studio.example/",
      "https:\\\\evil.example\\",
      "https://studio.example\\@evil.example/",
      "//evil.example/",
      "/book/confirm",
      "book",
      "javascript:alert(1)",
      // Of this origin to a browser, but not to Stripe.
      "HTTPS://STUDIO.EXAMPLE/x",
      "https://Studio.example/x",
      "https:studio.example/x",
      "https:///studio.example/x",
      "https://studio.example/\ud800",
      "https://studio.example /x",
      "https://studio.example/\u0000",
      " https://studio.example/x\n",
      "https://shop.example/",
      `${ORIGIN}/${"x".repeat(2048)}`,
    ]
  ) {
    for (const field of ["successUrl", "cancelUrl"]) {
      // Another allowed origin of the key is still not the origin of this request.
      const got = await s.call("POST", `/api/classes/${classId}/book`, { ...person(), [field]: url }, {
        "x-alera-key": two.body.key,
      });
      invalid(got, field);
    }
  }
  assert.equal((await s.class(classId)).heldCount, 0);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 0);
});

Deno.test("a free class is confirmed at once, without a page to pay", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0, capacity: 1 });
  const got = await s.book(classId, person());
  assert.equal(got.status, 200);
  assert.deepEqual([got.body.checkoutUrl, got.body.checkoutSessionId], [null, null]);
  assert.equal((await s.class(classId)).enrolledCount, 1);
  assert.equal(t.stripe.sessions.size, 0);
  refused(await s.book(classId, person(2)), 409, { waitlistAvailable: true });
});

Deno.test("a class whose last seat is held is full, and says that there is a waitlist", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  assert.equal((await s.book(classId, person(1))).status, 200);
  const full = await s.book(classId, person(2));
  refused(full, 409, { waitlistAvailable: true });
});

Deno.test("the same customer gets the same booking and page while the hold lives", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  const first = await s.book(classId, person());
  const again = await s.book(classId, { ...person(), email: "  JANE1@Example.COM " });
  assert.equal(again.status, 200);
  assert.deepEqual(again.body, first.body);
  assert.equal(t.stripe.sessions.size, 1);
  await t.stripe.pay(first.body.checkoutSessionId);
  await t.settle();
  refused(await s.book(classId, person()), 409, { alreadyBooked: true });
});

Deno.test("a confirmed seat under the same email, or the same phone and name, is 409, whatever their notation", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0 });
  assert.equal(
    (await s.book(classId, { name: "Jane", email: " Jane@Example.com ", phone: "+1 (555) 555-0100" })).status,
    200,
  );
  refused(await s.book(classId, { name: "J", email: "jane@example.com", phone: "5555550999" }), 409, {
    alreadyBooked: true,
  });
  refused(await s.book(classId, { name: "JANE", email: "other@example.com", phone: "1-555-555-0100" }), 409, {
    alreadyBooked: true,
  });
  assert.equal((await s.book(classId, { name: "J", email: "other@example.com", phone: "5555550101" })).status, 200);
  const { enrollments } = await s.roster(classId);
  assert.deepEqual(
    enrollments.map((one: { client: { email: string; phone: string } }) => [one.client.email, one.client.phone]).sort(),
    [["jane@example.com", "15555550100"], ["other@example.com", "5555550101"]],
  );
});

Deno.test("names, emails and phones are checked, and each fault is named", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0, capacity: 50 });
  const book = (change: Record<string, unknown>) =>
    s.call("POST", `/api/classes/${classId}/book`, { ...person(), ...change });
  invalid(await s.call("POST", `/api/classes/${classId}/book`, {}), "email", "name", "phone");
  for (
    const name of ["", "   ", null, 7, ["x"], {}, "x".repeat(121), "a\u0000b", "a\nb", "a\tb", "a\u2028b", "\ud800"]
  ) {
    invalid(await book({ name }), "name");
  }
  for (
    const email of [
      "",
      "jane",
      "jane@",
      "@x.com",
      "a b@x.com",
      "a@x",
      "a@x.com\nb",
      null,
      1,
      `${"a".repeat(250)}@x.com`,
    ]
  ) {
    invalid(await book({ email }), "email");
  }
  for (const phone of ["", "555555010", "1234567890123456", "no digits", null, 5555550100, "x".repeat(65)]) {
    invalid(await book({ phone }), "phone");
  }
  for (
    const odd of [{ useClientPackageId: 5 }, { useClientPackageId: "a\u0000b" }, { successUrl: {} }, {
      customerToken: [],
    }]
  ) {
    invalid(await book(odd), Object.keys(odd)[0]);
  }
  // Characters, not code units: 120 emoji are a name.
  for (
    const [n, good] of ["x", "x".repeat(120), "🧘".repeat(120), "  trimmed  ", "Zoë O'Neill-李"].entries()
  ) {
    assert.equal((await book({ name: good, email: `a${n}@x.com`, phone: `555555011${n}` })).status, 200, good);
  }
  invalid(await book({ name: "🧘".repeat(121) }), "name");
  const names = (await s.roster(classId)).enrollments.map((one: { client: { name: string } }) => one.client.name);
  assert.ok(names.includes("trimmed"));
  assert.equal(names.length, 5);
});

Deno.test("an unknown class or one of another studio is 404; a cancelled or started one is 410, for book and waitlist", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const theirs = await other.addClass();
  const cancelled = await s.addClass();
  await s.manage("POST", `classes/${cancelled}/cancel`);
  const started = await s.addClass({ inHours: 1 });
  for (const verb of ["book", "waitlist"]) {
    const ask = (id: string, body: unknown = person()) => s.call("POST", `/api/classes/${id}/${verb}`, body);
    refused(await ask("class-none"), 404);
    refused(await ask(theirs), 404);
    refused(await ask("x".repeat(300)), 404);
    refused(await ask("%00"), 404);
    refused(await ask(cancelled), 410);
    invalid(await ask("class-none", {}), "email", "name", "phone");
  }
  t.clock.advance(HOUR);
  for (const verb of ["book", "waitlist"]) {
    refused(await s.call("POST", `/api/classes/${started}/${verb}`, person()), 410);
  }
});

Deno.test("without a Checkout Session it is 502, nothing is held, and a retry works", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  failCheckout(t);
  refused(await s.book(classId, person(1)), 502);
  assert.equal(await s.seats(classId), "0/0/1");
  // Nobody holds the seat: another gets it, and the first one too once it is free again.
  assert.equal((await s.book(classId, person(1))).status, 200);
  assert.equal(await s.seats(classId), "0/1/0");
});

Deno.test("a studio that is not onboarded sells free classes only: book answers 502", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  refused(await s.book(await s.addClass(), person()), 502);
  assert.equal((await s.book(await s.addClass({ priceCents: 0 }), person())).status, 200);
});

Deno.test("a credit books a seat: confirmed, no page to pay, one credit less on the pack", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(), 2);
  const classId = await s.addClass();
  const got = await s.book(classId, person(), { useClientPackageId: packId, customerToken: token });
  assert.equal(got.status, 200, got.text);
  assert.deepEqual([got.body.checkoutUrl, got.body.checkoutSessionId], [null, null]);
  assert.deepEqual(Object.keys(got.body).sort(), [
    "cancelToken",
    "checkoutSessionId",
    "checkoutUrl",
    "classSession",
    "enrollmentId",
  ]);
  assert.equal(await s.seats(classId), "1/0/5");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  assert.equal(me.body.packages[0].sessionsRemaining, 1);
  refused(await s.book(classId, person(), { useClientPackageId: packId, customerToken: token }), 409, {
    alreadyBooked: true,
  });
});

Deno.test("with a pack the checks run: body, class, token, pack, state", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const { token, packId } = await s.buyPack(person(1), 1);
  const foreign = await other.buyPack(person(1), 1);
  const { packId: ofAnother } = await s.buyPack(person(2), 1);
  const classId = await s.addClass({ capacity: 1 });
  const gone = await s.addClass();
  await s.manage("POST", `classes/${gone}/cancel`);
  const book = (id: string, useClientPackageId: string, customerToken?: string, who = person(1)) =>
    s.book(id, who, { useClientPackageId, customerToken });
  const bad = "x".repeat(2000);

  invalid(await s.book("class-none", { ...person(1), phone: "1" }, { useClientPackageId: packId }), "phone");
  refused(await book("class-none", "pkg-none", bad), 404);
  for (const none of [undefined, "", bad, "djF8", foreign.token.slice(0, -2)]) {
    refused(await book(gone, "pkg-none", none), 401);
  }
  refused(await book(gone, "pkg-none", foreign.token), 403);
  refused(await book(gone, "pkg-none", token), 404);
  refused(await book(gone, ofAnother, token), 404);
  refused(await book(gone, foreign.packId, token), 404);
  refused(await book(gone, packId, token), 410);
  // The class is full: the pack does not help.
  assert.equal((await s.book(classId, person(3))).status, 200);
  refused(await book(classId, packId, token), 409, { waitlistAvailable: true });
  // An empty pack.
  assert.equal((await book(await s.addClass(), packId, token)).status, 200);
  refused(await book(await s.addClass(), packId, token), 409, { noCredits: true });
});

Deno.test("an expired pack is 409, an expired sign-in 401", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const short = await s.buyPack(person(), 5, 1);
  t.clock.advance(DAY);
  const classId = await s.addClass();
  refused(
    await s.book(classId, person(), { useClientPackageId: short.packId, customerToken: short.token }),
    409,
    { noCredits: true },
  );
  t.clock.advance(29 * DAY);
  refused(
    await s.book(await s.addClass(), person(), { useClientPackageId: short.packId, customerToken: short.token }),
    401,
  );
});
