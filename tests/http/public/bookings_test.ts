/** POST /api/classes/:id/book, /api/classes/:id/waitlist, /api/enrollments/:id/cancel */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import type { TestApp } from "../../support/app.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, studio } from "../../support/studio.ts";

const params = (t: TestApp, sessionId: string) => t.stripe.sessions.get(sessionId)!.session;
const failCheckout = (t: TestApp) =>
  t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400, error: { type: "invalid_request_error" } });

// ---------------------------------------------------------------- book

Deno.test("a paid booking answers the reference's shape and a Checkout page at the studio's account", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const got = await s.book(classId, { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" });
  equal(got.status, 200, got.text);
  const { enrollmentId, checkoutUrl, checkoutSessionId, cancelToken } = got.body;
  same(got.body, {
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
  equal(account, s.accountId);
  equal(checkoutUrl, session.url);
  same([session.amount_total, session.currency, session.mode], [2000, "usd", "payment"]);
  equal(session.customer_email, "jane@example.com");
  match(cancelToken, /^[A-Za-z0-9_-]+$/);
  match(atob(cancelToken.replaceAll("-", "+").replaceAll("_", "/")), new RegExp(`^v1\\|${enrollmentId}\\|`));
});

Deno.test("the redirects lead to the asking site unless the request names others of that site", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const plain = params(t, (await s.book(classId, person(1))).body.checkoutSessionId);
  equal(plain.success_url, `${ORIGIN}/book/confirm?session_id={CHECKOUT_SESSION_ID}`);
  equal(plain.cancel_url, `${ORIGIN}/book/cancelled`);
  const blank = params(
    t,
    (await s.book(classId, person(2), { successUrl: "", cancelUrl: null })).body.checkoutSessionId,
  );
  equal(blank.success_url, plain.success_url);
  const own = params(
    t,
    (await s.book(classId, person(3), {
      successUrl: `${ORIGIN}/ok?session_id={CHECKOUT_SESSION_ID}#top`,
      cancelUrl: `${ORIGIN}/no`,
    })).body.checkoutSessionId,
  );
  equal(own.success_url, `${ORIGIN}/ok?session_id={CHECKOUT_SESSION_ID}#top`);
  equal(own.cancel_url, `${ORIGIN}/no`);
  const bare = { successUrl: `${ORIGIN}?session_id={CHECKOUT_SESSION_ID}`, cancelUrl: ORIGIN };
  const short = params(t, (await s.book(classId, person(4), bare)).body.checkoutSessionId);
  same([short.success_url, short.cancel_url], [bare.successUrl, ORIGIN]);
});

Deno.test("a redirect away from the asking site is 400, however it is dressed", async () => {
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
  equal((await s.class(classId)).heldCount, 0);
  equal((await s.manage("GET", "clients")).body.items.length, 0);
});

Deno.test("a free class is confirmed at once, without a page to pay", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0, capacity: 1 });
  const got = await s.book(classId, person());
  equal(got.status, 200);
  same([got.body.checkoutUrl, got.body.checkoutSessionId], [null, null]);
  equal((await s.class(classId)).enrolledCount, 1);
  equal(t.stripe.sessions.size, 0);
  refused(await s.book(classId, person(2)), 409, { waitlistAvailable: true });
});

Deno.test("a class whose last seat is held is full, and says that there is a waitlist", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  equal((await s.book(classId, person(1))).status, 200);
  const full = await s.book(classId, person(2));
  refused(full, 409, { waitlistAvailable: true });
});

Deno.test("the same customer gets the same booking and page while the hold lives", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  const first = await s.book(classId, person());
  const again = await s.book(classId, { ...person(), email: "  JANE1@Example.COM " });
  equal(again.status, 200);
  same(again.body, first.body);
  equal(t.stripe.sessions.size, 1);
  await t.stripe.pay(first.body.checkoutSessionId);
  await t.settle();
  refused(await s.book(classId, person()), 409, { alreadyBooked: true });
});

Deno.test("a confirmed seat under the same email or the same phone is 409, whatever their notation", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0 });
  equal((await s.book(classId, { name: "Jane", email: " Jane@Example.com ", phone: "+1 (555) 555-0100" })).status, 200);
  refused(await s.book(classId, { name: "J", email: "jane@example.com", phone: "5555550999" }), 409, {
    alreadyBooked: true,
  });
  refused(await s.book(classId, { name: "J", email: "other@example.com", phone: "1-555-555-0100" }), 409, {
    alreadyBooked: true,
  });
  equal((await s.book(classId, { name: "J", email: "other@example.com", phone: "5555550101" })).status, 200);
  const { enrollments } = await s.roster(classId);
  same(
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
    equal((await book({ name: good, email: `a${n}@x.com`, phone: `555555011${n}` })).status, 200, good);
  }
  invalid(await book({ name: "🧘".repeat(121) }), "name");
  const names = (await s.roster(classId)).enrollments.map((one: { client: { name: string } }) => one.client.name);
  truth(names.includes("trimmed"));
  equal(names.length, 5);
});

Deno.test("a class of nobody or of another studio is 404; a cancelled or started one is 410, for book and waitlist", async () => {
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
  equal(await s.seats(classId), "0/0/1");
  // Nobody holds the seat: another gets it, and the first one too once it is free again.
  equal((await s.book(classId, person(1))).status, 200);
  equal(await s.seats(classId), "0/1/0");
});

Deno.test("a studio that is not onboarded sells free classes only: book answers 502", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  refused(await s.book(await s.addClass(), person()), 502);
  equal((await s.book(await s.addClass({ priceCents: 0 }), person())).status, 200);
});

// ---------------------------------------------------------------- book with a pack

Deno.test("a credit books a seat: confirmed, no page to pay, one class less on the pack", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(), 2);
  const classId = await s.addClass();
  const got = await s.book(classId, person(), { useClientPackageId: packId, customerToken: token });
  equal(got.status, 200, got.text);
  same([got.body.checkoutUrl, got.body.checkoutSessionId], [null, null]);
  same(Object.keys(got.body).sort(), [
    "cancelToken",
    "checkoutSessionId",
    "checkoutUrl",
    "classSession",
    "enrollmentId",
  ]);
  equal(await s.seats(classId), "1/0/5");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  equal(me.body.packages[0].sessionsRemaining, 1);
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
  equal((await s.book(classId, person(3))).status, 200);
  refused(await book(classId, packId, token), 409, { waitlistAvailable: true });
  // An empty pack.
  equal((await book(await s.addClass(), packId, token)).status, 200);
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

// ---------------------------------------------------------------- waitlist

Deno.test("the waitlist answers the reference's shape, counts from 1, and knows who waits already", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 1 });
  const seat = await s.hold(classId, person(1));
  const second = await s.wait(classId, person(2));
  equal(second.status, 200, second.text);
  isId(second.body.waitlistEntryId, "wl");
  same(second.body, { waitlistEntryId: second.body.waitlistEntryId, position: 1, alreadyOnWaitlist: false });
  equal((await s.wait(classId, person(3))).body.position, 2);
  const again = await s.wait(classId, { ...person(2), email: "JANE2@example.com" });
  same(again.body, { ...second.body, alreadyOnWaitlist: true });
  // Seats that open change nothing for who waits already; who comes new is told to book.
  await s.cancel(seat.id, seat.cancelToken);
  same((await s.wait(classId, person(2))).body, { ...second.body, alreadyOnWaitlist: true });
  refused(await s.wait(classId, person(4)), 409, { seatsAvailable: true });
});

Deno.test("who has a confirmed seat does not wait, and nobody waits for a class with seats", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ capacity: 2, priceCents: 0 });
  await s.book(classId, person(1));
  refused(await s.wait(classId, person(2)), 409, { seatsAvailable: true });
  await s.book(classId, person(3));
  refused(await s.wait(classId, person(1)), 409, { alreadyBooked: true });
  equal((await s.wait(classId, person(2))).status, 200);
  invalid(await s.call("POST", `/api/classes/${classId}/waitlist`, { name: "x" }), "email", "phone");
});

// ---------------------------------------------------------------- cancel

Deno.test("a cancel in time refunds in full, in the reference's shape, and repeats its answer", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seat = await s.seat(await s.addClass());
  const got = await s.cancel(seat.id, seat.cancelToken, "I am ill.\nSorry.");
  equal(got.status, 200, got.text);
  match(got.body.refundId, /^re_/);
  same(got.body, {
    ok: true,
    cancelledAt: iso(t.clock.now()),
    lateCancel: false,
    cancelWindowHours: 24,
    refundedCents: 2000,
    refundId: got.body.refundId,
    creditReturned: false,
  });
  t.clock.advance(HOUR);
  same((await s.cancel(seat.id, seat.cancelToken)).body, got.body);
  equal(t.stripe.refunds.size, 1);
});

Deno.test("exactly the window is in time, a moment less is late", async () => {
  await using t = await studio({ cancelWindowHours: 12 });
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 24 });
  const [intime, late] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  t.clock.advance(12 * HOUR);
  const first = await s.cancel(intime.id, intime.cancelToken);
  same([first.body.lateCancel, first.body.refundedCents, first.body.cancelWindowHours], [false, 2000, 12]);
  t.clock.advance(1);
  const second = await s.cancel(late.id, late.cancelToken);
  same([second.status, second.body.lateCancel, second.body.refundedCents, second.body.refundId], [200, true, 0, null]);
  equal(await s.seats(classId), "0/0/6");
});

Deno.test("the service's own window goes before the provider's", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const service = await s.manage("POST", "services", {
    name: "Reformer",
    durationMin: 50,
    priceCents: 3000,
    capacity: 2,
    cancelWindowHours: 0,
  });
  const seat = await s.seat(await s.addClass({ serviceId: service.body.id, inHours: 1 }));
  const got = await s.cancel(seat.id, seat.cancelToken);
  same([got.body.cancelWindowHours, got.body.lateCancel, got.body.refundedCents], [0, false, 3000]);
});

Deno.test("an unpaid hold and a free seat are cancelled without money; a credit comes back", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass());
  const first = await s.cancel(held.id, held.cancelToken);
  same([first.status, first.body.refundedCents, first.body.refundId, first.body.lateCancel], [200, 0, null, false]);
  equal(params(t, held.session).status, "expired");

  const free = await s.book(await s.addClass({ priceCents: 0 }), person());
  const second = await s.cancel(free.body.enrollmentId, free.body.cancelToken);
  same([second.status, second.body.refundedCents, second.body.creditReturned], [200, 0, false]);

  const { token, packId } = await s.buyPack(person(), 1);
  const credit = await s.book(await s.addClass(), person(), { useClientPackageId: packId, customerToken: token });
  const third = await s.cancel(credit.body.enrollmentId, credit.body.cancelToken);
  same([third.body.refundedCents, third.body.refundId, third.body.creditReturned], [0, null, true]);
  same((await s.cancel(credit.body.enrollmentId, credit.body.cancelToken)).body, third.body);
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  equal(me.body.packages[0].sessionsRemaining, 1);
});

Deno.test("the cancel's checks run: body, token, record, state; an API key is neither needed nor looked at", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 1 });
  const [mine, theirs] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  const post = (id: string, body: unknown) => t.send("POST", `/api/enrollments/${id}/cancel`, body);
  for (
    const body of [{}, { cancelToken: "" }, { cancelToken: null }, { cancelToken: 5 }, {
      cancelToken: [mine.cancelToken],
    }]
  ) {
    invalid(await post("enr-none", body), "cancelToken");
  }
  invalid(await post("enr-none", { cancelToken: "x", cancelReason: "x".repeat(501) }), "cancelReason");
  invalid(await post(mine.id, { cancelToken: mine.cancelToken, cancelReason: "a\u0007b" }), "cancelReason");
  for (const token of ["x", "x".repeat(5000), theirs.cancelToken, mine.cancelToken.slice(1), "\u0000", "é"]) {
    refused(await post(mine.id, { cancelToken: token }), 401);
  }
  refused(await post("enr-none", { cancelToken: mine.cancelToken }), 401);
  // A token that is right for a record that is not there.
  const forNobody = t.ctx.tokens.sign("v1", "enr-none", t.clock.now() + DAY);
  refused(await post("enr-none", { cancelToken: forNobody }), 404);
  t.clock.advance(HOUR);
  await s.manage("POST", `enrollments/${theirs.id}/no-show`);
  await s.manage("POST", `classes/${classId}/complete`);
  refused(await post(mine.id, { cancelToken: mine.cancelToken }), 410);
  refused(await post(theirs.id, { cancelToken: theirs.cancelToken }), 410);
});

Deno.test("an expired hold is 410", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass());
  await t.pass(HOUR);
  refused(await s.cancel(held.id, held.cancelToken), 410);
});

Deno.test("a refund that fails at Stripe is 502, and the booking stands", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const seat = await s.seat(classId);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  refused(await s.cancel(seat.id, seat.cancelToken), 502);
  equal(await s.seats(classId), "1/0/5");
  const got = await s.cancel(seat.id, seat.cancelToken);
  same([got.status, got.body.refundedCents], [200, 2000]);
  equal(t.stripe.refunds.size, 1);
});

Deno.test("the cancel token is good until 30 days after the class", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seat = await s.seat(await s.addClass({ inHours: 48 }));
  const done = await s.cancel(seat.id, seat.cancelToken);
  t.clock.advance(48 * HOUR + 30 * DAY - 1000);
  same((await s.cancel(seat.id, seat.cancelToken)).body, done.body);
  t.clock.advance(1000);
  refused(await s.cancel(seat.id, seat.cancelToken), 401);
});

Deno.test("a class that is moved to later takes its cancel tokens along, until 30 days after its new time", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [moved, other] = [await s.addClass({ inHours: 48 }), await s.addClass({ inHours: 48 })];
  const seats = [await s.seat(moved, person(1)), await s.seat(moved, person(2)), await s.seat(other, person(3))];
  const later = t.clock.now() + 48 * HOUR + 60 * DAY;
  equal((await s.manage("PATCH", `classes/${moved}`, { scheduledAt: iso(later) })).status, 200);
  t.clock.advance(40 * DAY);
  const done = await s.cancel(seats[0].id, seats[0].cancelToken);
  equal(done.status, 200, done.text);
  same([done.body.lateCancel, done.body.refundedCents], [false, 2000]);
  refused(await s.cancel(seats[1].id, seats[0].cancelToken), 401);
  refused(await s.cancel(seats[2].id, seats[2].cancelToken), 401);
  t.clock.at = later + 30 * DAY - 1;
  same((await s.cancel(seats[0].id, seats[0].cancelToken)).body, done.body);
  t.clock.at = later + 30 * DAY;
  for (const seat of seats) refused(await s.cancel(seat.id, seat.cancelToken), 401);
});
