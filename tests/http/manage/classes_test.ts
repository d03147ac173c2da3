/** The week: classes made, repeated, moved, cancelled, completed; rosters, waitlists and bookings as the owner has them. */
import { deepStrictEqual as same, match, ok as truth, rejects, strictEqual as equal } from "node:assert";
import { DomainError } from "../../../src/domain/errors.ts";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { makeClasses } from "../../../src/workflows/classes/schedule_classes.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";

// ---------------------------------------------------------------- making

Deno.test("a class takes from its service what is not given, and has the reference's shape and more", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const instructor = (await s.manage("POST", "instructors", { name: "Sarah Lee" })).body;
  const now = iso(t.clock.now());
  const made = await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt: "2026-05-18T06:00:00-05:00" });
  isId(made.body.id, "class");
  const expected = {
    id: made.body.id,
    scheduledAt: "2026-05-18T11:00:00.000Z",
    nameSnapshot: "Pilates Class",
    durationMin: 50,
    priceCents: 2000,
    capacity: 6,
    enrolledCount: 0,
    seatsLeft: 6,
    publicNote: null,
    instructor: null,
    status: "Scheduled",
    serviceId: s.serviceId,
    heldCount: 0,
    waitingCount: 0,
    createdAt: now,
    updatedAt: now,
  };
  same([made.status, made.body], [201, expected]);
  same((await s.manage("GET", `classes/${made.body.id}`)).body, expected);
  const own = await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: "2026-05-19T11:00:00Z",
    instructorId: instructor.id,
    capacity: 3,
    priceCents: 0,
    durationMin: 90,
    publicNote: "Bring socks.",
    repeat: null,
  });
  same(own.body, {
    ...expected,
    id: own.body.id,
    scheduledAt: "2026-05-19T11:00:00.000Z",
    capacity: 3,
    seatsLeft: 3,
    priceCents: 0,
    durationMin: 90,
    publicNote: "Bring socks.",
    instructor,
  });
  same((await s.manage("GET", "classes")).body, { items: [expected, own.body], nextCursor: null });
});

Deno.test("a class's fields are checked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const good = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now() + DAY) };
  const id = await s.addClass();
  invalid(await s.manage("POST", "classes", {}), "scheduledAt", "serviceId");
  refused(await s.manage("POST", "classes", { ...good, serviceId: "svc-none" }), 404);
  refused(await s.manage("POST", "classes", { ...good, instructorId: "ins-none" }), 404);
  const bad: [string, unknown[]][] = [
    ["scheduledAt", [
      "",
      "2026-05-18",
      "2026-05-18T11:00:00",
      "2026-02-30T11:00:00Z",
      "soon",
      1779102000000,
      "0001-01-01T00:00:00Z",
    ]],
    ["capacity", [0, -1, 1.5, "6", null]],
    ["durationMin", [0, -1, 1.5, "50", null]],
    ["publicNote", ["x".repeat(501), 5, "a\u0000b"]],
    ["instructorId", [5, ""]],
  ];
  for (const [field, values] of bad) {
    for (const value of values) {
      invalid(await s.manage("POST", "classes", { ...good, [field]: value }), field);
      invalid(await s.manage("PATCH", `classes/${id}`, { [field]: value }), field);
    }
  }
  for (const weekly of [0, 105, 1.5, "2", null]) {
    invalid(await s.manage("POST", "classes", { ...good, repeat: { weekly } }), "repeat.weekly");
  }
  for (const repeat of [2, "weekly", []]) invalid(await s.manage("POST", "classes", { ...good, repeat }), "repeat");
});

Deno.test("a weekly class that would go on past the year 9998 is refused as a whole", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const weekly = (scheduledAt: string, weeks: number) =>
    s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt, repeat: { weekly: weeks } });
  invalid(await weekly("9998-12-20T12:00:00Z", 3), "scheduledAt");
  invalid(await weekly("9998-12-20T12:00:00Z", 104), "scheduledAt");
  const late = { serviceId: s.serviceId, scheduledAt: "9999-12-31T12:00:00.000Z" };
  await rejects(makeClasses(t.ctx, s.id, [{ ...late, scheduledAt: "9998-12-20T12:00:00.000Z" }, late]), DomainError);
  same(await t.db.read("SELECT scheduled_at FROM class_sessions"), []);
  equal((await weekly("9998-12-20T12:00:00Z", 2)).status, 201);
});

Deno.test("a weekly class keeps its local time across both changes of the clocks", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const times = async (scheduledAt: string, weekly: number) => {
    const made = await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt, repeat: { weekly } });
    equal(made.status, 201, made.text);
    same(Object.keys(made.body), ["items"]);
    equal(new Set(made.body.items.map((one: { id: string }) => one.id)).size, weekly);
    return made.body.items.map((one: { scheduledAt: string }) => one.scheduledAt);
  };
  // Chicago leaves summer time on 2026-11-01 and returns to it on 2027-03-14.
  same(await times("2026-10-25T12:00:00.000Z", 3), [
    "2026-10-25T12:00:00.000Z",
    "2026-11-01T13:00:00.000Z",
    "2026-11-08T13:00:00.000Z",
  ]);
  same(await times("2027-03-07T13:30:00.000Z", 2), ["2027-03-07T13:30:00.000Z", "2027-03-14T12:30:00.000Z"]);
  // 02:30 does not exist on the day of the spring change, and comes back the week after.
  same(await times("2027-03-07T08:30:00.000Z", 3), [
    "2027-03-07T08:30:00.000Z",
    "2027-03-14T08:30:00.000Z",
    "2027-03-21T07:30:00.000Z",
  ]);
  same(await times("2026-06-01T12:00:00.000Z", 1), ["2026-06-01T12:00:00.000Z"]);
  const long = await times("2026-06-02T12:00:00.000Z", 104);
  const local = new Set(
    long.map((at: string) =>
      new Date(at).toLocaleString("en-US", {
        timeZone: "America/Chicago",
        weekday: "long",
        timeStyle: undefined,
        hour: "numeric",
        minute: "numeric",
      })
    ),
  );
  same([...local], ["Tuesday 7:00 AM"]);
});

Deno.test("the list of classes can be narrowed by time and status", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b, c] = [
    await s.addClass({ inHours: 1 }),
    await s.addClass({ inHours: 2 }),
    await s.addClass({ inHours: 3 }),
  ];
  await s.manage("POST", `classes/${b}/cancel`);
  const list = async (query: string) =>
    (await s.manage("GET", `classes?${query}`)).body.items.map((one: { id: string }) => one.id);
  same(await list(""), [a, b, c]);
  const at = (hours: number) => iso(t.clock.now() + hours * HOUR);
  same(await list(`from=${at(2)}`), [b, c]);
  same(await list(`until=${at(2)}`), [a]);
  same(await list(`from=${at(2)}&until=${at(3)}`), [b]);
  same(await list("status=Cancelled"), [b]);
  same(await list("status=Scheduled&limit=200"), [a, c]);
  invalid(await s.manage("GET", "classes?status=Gone"), "status");
});

// ---------------------------------------------------------------- changing

Deno.test("a class can be changed field by field; a null takes instructor and note away", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const instructor = (await s.manage("POST", "instructors", { name: "Sarah Lee" })).body;
  const id = await s.addClass();
  let expected = await s.class(id);
  t.clock.advance(1000);
  const moved = iso(t.clock.now() + 80 * HOUR);
  for (
    const [change, shows] of [
      [{ publicNote: "Upstairs." }],
      [{ instructorId: instructor.id }, { instructor }],
      [{ capacity: 4 }, { capacity: 4, seatsLeft: 4 }],
      [{ priceCents: 2500 }],
      [{ durationMin: 60 }],
      [{ scheduledAt: moved }],
      [{ instructorId: null, publicNote: null }, { instructor: null, publicNote: null }],
      [{ publicNote: "" }, { publicNote: null }],
      [{}],
    ] as [object, object?][]
  ) {
    const got = await s.manage("PATCH", `classes/${id}`, change);
    expected = { ...expected, ...(shows ?? change), updatedAt: iso(t.clock.now()) };
    same([got.status, got.body], [200, expected]);
  }
  refused(await s.manage("PATCH", `classes/${id}`, { instructorId: "ins-none" }), 404);
  refused(await s.manage("PATCH", "classes/class-none", {}), 404);
});

Deno.test("a class can't have fewer seats than are taken or held", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 4 });
  await s.seat(id, person(1));
  await s.hold(id, person(2));
  refused(await s.manage("PATCH", `classes/${id}`, { capacity: 1 }), 409, { seatsTaken: 2 });
  equal((await s.class(id)).capacity, 4);
  const got = await s.manage("PATCH", `classes/${id}`, { capacity: 2 });
  same([got.status, got.body.seatsLeft], [200, 0]);
});

Deno.test("moving a class mails its customers, a change of anything else mails nobody", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const seat = await s.seat(id, person(1));
  await s.hold(id, person(2));
  await s.manage("PATCH", `classes/${id}`, { publicNote: "Upstairs.", priceCents: 5000 });
  await t.settle();
  equal(t.mailer.of("class_moved").length, 0);
  const { scheduledAt } = await s.class(id);
  await s.manage("PATCH", `classes/${id}`, { scheduledAt });
  await t.settle();
  equal(t.mailer.of("class_moved").length, 0);
  await s.manage("PATCH", `classes/${id}`, { scheduledAt: iso(t.clock.now() + 100 * HOUR) });
  await t.settle();
  same(t.mailer.of("class_moved").map((mail) => mail.to).sort(), [person(1).email, person(2).email]);
  // And moves on what belongs to it: the window, the price that was paid stays.
  const cancelled = await s.cancel(seat.id, seat.cancelToken);
  equal(cancelled.body.refundedCents, 2000);
});

Deno.test("more seats for a class that somebody waits for tell the owner", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1 });
  await s.seat(id, person(1));
  await s.wait(id, person(2));
  await s.manage("PATCH", `classes/${id}`, { capacity: 2 });
  await t.settle();
  const [mail] = t.mailer.of("seat_opened");
  match(mail.to, /^owner-/);
  equal(t.mailer.of("seat_opened").length, 1);
});

Deno.test("a cancelled or completed class can't be changed: 410", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [cancelled, completed] = [await s.addClass(), await s.addClass({ inHours: -1 })];
  await s.manage("POST", `classes/${cancelled}/cancel`);
  await s.manage("POST", `classes/${completed}/complete`);
  for (const id of [cancelled, completed]) refused(await s.manage("PATCH", `classes/${id}`, { publicNote: "x" }), 410);
  invalid(await s.manage("PATCH", `classes/${cancelled}`, { capacity: 0 }), "capacity");
});

// ---------------------------------------------------------------- cancelling, completing

Deno.test("cancelling a class gives everybody back what they gave, whatever the window, and tells them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(3), 1);
  const id = await s.addClass({ capacity: 4, inHours: 1 });
  await s.seat(id, person(1));
  await s.seat(id, person(2));
  await s.book(id, person(3), { useClientPackageId: packId, customerToken: token });
  const held = await s.hold(id, person(4));
  await s.wait(id, person(5));
  const got = await s.manage("POST", `classes/${id}/cancel`);
  equal(got.status, 200, got.text);
  same([got.body.refundedCount, got.body.refundFailures], [2, 0]);
  equal((await s.class(id)).status, "Cancelled");
  equal(await s.seats(id), "0/0/4");
  equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  equal(me.body.packages[0].sessionsRemaining, 1);
  await t.settle();
  same(t.mailer.of("class_cancelled").map((mail) => mail.to).sort(), [1, 2, 3, 4].map((n) => person(n).email));
  same(t.mailer.of("waitlist_closed").map((mail) => mail.to), [person(5).email]);
  const again = await s.manage("POST", `classes/${id}/cancel`);
  same([again.status, again.body.refundedCount, again.body.refundFailures], [200, 2, 0]);
  equal(t.stripe.refunds.size, 2);
  refused(await s.manage("POST", "classes/class-none/cancel"), 404);
});

Deno.test("who can't be refunded stays Confirmed until a repeat succeeds", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const seat = await s.seat(id);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  const first = await s.manage("POST", `classes/${id}/cancel`);
  same([first.status, first.body.refundedCount, first.body.refundFailures], [200, 0, 1]);
  equal(await s.statusOf(seat.id), "Confirmed");
  const second = await s.manage("POST", `classes/${id}/cancel`);
  same([second.status, second.body.refundedCount, second.body.refundFailures], [200, 1, 0]);
  equal(await s.statusOf(seat.id), "Cancelled");
});

Deno.test("a class is completed after its start, and can't be cancelled then", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 1 });
  const seat = await s.seat(id);
  refused(await s.manage("POST", `classes/${id}/complete`), 409);
  t.clock.advance(HOUR);
  for (let i = 0; i < 2; i++) {
    const got = await s.manage("POST", `classes/${id}/complete`);
    same([got.status, got.body.id, got.body.status, got.body.enrolledCount], [200, id, "Completed", 1]);
  }
  equal(await s.statusOf(seat.id), "Completed");
  refused(await s.manage("POST", `classes/${id}/cancel`), 410);
  const cancelled = await s.addClass({ inHours: -1 });
  await s.manage("POST", `classes/${cancelled}/cancel`);
  refused(await s.manage("POST", `classes/${cancelled}/complete`), 410);
  refused(await s.manage("POST", "classes/class-none/complete"), 404);
});

// ---------------------------------------------------------------- the roster and its bookings

Deno.test("the roster shows the class, who has or had a seat, who holds, who waits, each with their details", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 3 });
  const went = await s.seat(id, person(1));
  const seat = await s.seat(id, person(2));
  await s.cancel(went.id, went.cancelToken);
  const dropped = await s.hold(id, person(3));
  await s.cancel(dropped.id, dropped.cancelToken);
  const held = await s.hold(id, person(4));
  await s.hold(id, person(5));
  const waits = await s.wait(id, person(6));
  const got = await s.manage("GET", `classes/${id}/roster`);
  equal(got.status, 200);
  same(Object.keys(got.body).sort(), ["class", "enrollments", "holds", "waitlist"]);
  same(got.body.class, await s.class(id));
  const now = iso(t.clock.now());
  const view = (of: { id: string; client: { id: string } }, who: number) => ({
    id: of.id,
    classId: id,
    bookedAt: now,
    client: { id: of.client.id, ...person(who) },
  });
  const by = (list: { id: string }[], one: string) => list.find((found) => found.id === one) as never;
  const kept = (of: Record<string, unknown>, ...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, of[name]]));
  const fields = ["id", "classId", "bookedAt", "client"];
  const { enrollments, holds, waitlist } = got.body;
  same(enrollments.map((one: { id: string }) => one.id).sort(), [went.id, seat.id].sort());
  for (const [one, who, status] of [[went, 1, "Cancelled"], [seat, 2, "Confirmed"]] as const) {
    const found = by(enrollments, one.id) as { id: string; client: { id: string }; status: string };
    same(kept(found as never, ...fields), view(found, who));
    equal(found.status, status);
  }
  equal(holds.length, 2);
  const hold = by(holds, held.id) as { id: string; client: { id: string }; status: string; expiresAt: string };
  same(kept(hold as never, ...fields), view(hold, 4));
  equal(hold.status, "PendingPayment");
  const lasts = Date.parse(hold.expiresAt) - t.clock.now();
  truth(lasts >= 30 * 60_000 && lasts <= 32 * 60_000, hold.expiresAt);
  isId(waits.body.waitlistEntryId, "wl");
  same(waitlist, [{
    id: waits.body.waitlistEntryId,
    joinedAt: now,
    position: 1,
    client: { id: waitlist[0].client.id, ...person(6) },
  }]);
  isId(waitlist[0].client.id, "cli");
  refused(await s.manage("GET", "classes/class-none/roster"), 404);
});

Deno.test("a no-show is marked after the start, also once the class is completed, and keeps the seat", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 1 });
  const [a, b, c] = [await s.seat(id, person(1)), await s.seat(id, person(2)), await s.seat(id, person(3))];
  const unpaid = await s.hold(id, person(4));
  await s.cancel(c.id, c.cancelToken);
  refused(await s.manage("POST", `enrollments/${a.id}/no-show`), 409);
  t.clock.advance(HOUR);
  const got = await s.manage("POST", `enrollments/${a.id}/no-show`);
  same(got.body, {
    id: a.id,
    status: "NoShow",
    bookedAt: iso(t.clock.now() - HOUR),
    classId: id,
    client: { id: got.body.client.id, ...person(1) },
  });
  equal((await s.manage("POST", `enrollments/${a.id}/no-show`)).body.status, "NoShow");
  refused(await s.manage("POST", `enrollments/${c.id}/no-show`), 410);
  refused(await s.manage("POST", `enrollments/${unpaid.id}/no-show`), 409);
  refused(await s.manage("POST", "enrollments/enr-none/no-show"), 404);
  await s.manage("POST", `classes/${id}/complete`);
  same([await s.statusOf(a.id), await s.statusOf(b.id)], ["NoShow", "Completed"]);
  equal((await s.manage("POST", `enrollments/${b.id}/no-show`)).body.status, "NoShow");
  equal((await s.class(id)).enrolledCount, 2);
});

Deno.test("the owner cancels a booking by the window, in full, or for nothing", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 1, capacity: 10 });
  const far = await s.addClass({ inHours: 100, capacity: 10 });
  let n = 0;
  const cancel = async (classId: string, body?: unknown) => {
    const seat = await s.seat(classId, person(++n));
    return await s.manage("POST", `enrollments/${seat.id}/cancel`, body);
  };
  for (
    const [classId, body, refundedCents, lateCancel] of [
      [id, undefined, 0, true],
      [id, {}, 0, true],
      [id, { refund: "policy" }, 0, true],
      [id, { refund: "full" }, 2000, true],
      [id, { refund: "none" }, 0, true],
      [far, undefined, 2000, false],
      [far, { refund: "full" }, 2000, false],
      [far, { refund: "none", reason: "As agreed." }, 0, false],
    ] as const
  ) {
    const got = await cancel(classId, body);
    equal(got.status, 200, got.text);
    same(
      [got.body.ok, got.body.refundedCents, got.body.lateCancel],
      [true, refundedCents, lateCancel],
      JSON.stringify(body),
    );
    equal(got.body.enrollment.status, "Cancelled");
    const again = await s.manage("POST", `enrollments/${got.body.enrollment.id}/cancel`, { refund: "full" });
    same(again.body, got.body);
  }
  equal(t.stripe.refunds.size, 3);
  for (const refund of ["some", 5, true]) {
    invalid(await s.manage("POST", "enrollments/enr-none/cancel", { refund }), "refund");
  }
  refused(await s.manage("POST", "enrollments/enr-none/cancel"), 404);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  refused(await cancel(far), 502);
  const past = await s.seat(id, person(++n));
  t.clock.advance(HOUR);
  await s.manage("POST", `classes/${id}/complete`);
  refused(await s.manage("POST", `enrollments/${past.id}/cancel`), 410);
});

// ---------------------------------------------------------------- promotion

Deno.test("a promotion confirms a free seat, and twice is the first answer again", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1, priceCents: 0 });
  const first = await s.book(id, person(1));
  const entry = (await s.wait(id, person(2))).body.waitlistEntryId;
  const promote = () => s.manage("POST", `waitlist/${entry}/promote`);
  refused(await promote(), 409);
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  const got = await promote();
  equal(got.status, 200, got.text);
  isId(got.body.enrollmentId, "enr");
  same(got.body, { enrollmentId: got.body.enrollmentId, status: "Confirmed", checkoutUrl: null });
  same((await promote()).body, got.body);
  equal(await s.seats(id), "1/0/0");
  equal((await s.roster(id)).waitlist.length, 0);
  refused(await s.manage("POST", "waitlist/wl-none/promote"), 404);
});

Deno.test("a promotion to a paid class holds the seat and mails its page to pay, which leads to the site they came from", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1 });
  const first = await s.hold(id, person(1));
  const entry = (await s.wait(id, person(2))).body.waitlistEntryId;
  const promote = () => s.manage("POST", `waitlist/${entry}/promote`);
  refused(await promote(), 409);
  await s.cancel(first.id, first.cancelToken);
  const got = await promote();
  equal(got.status, 200, got.text);
  same(got.body, { enrollmentId: got.body.enrollmentId, status: "PendingPayment", checkoutUrl: got.body.checkoutUrl });
  same((await promote()).body, got.body);
  await t.settle();
  const mails = t.mailer.of("waitlist_promoted");
  same(mails.map((mail) => mail.to), [person(2).email]);
  truth(mails[0].text.includes(got.body.checkoutUrl));
  const { session } = [...t.stripe.sessions.values()].find((one) => one.session.url === got.body.checkoutUrl)!;
  equal(session.success_url, `${ORIGIN}/book/confirm?session_id={CHECKOUT_SESSION_ID}`);
  // Unpaid, it is used up: the customer may wait again.
  await t.pass(HOUR);
  equal(await s.seats(id), "0/0/1");
  await s.hold(id, person(3));
  const again = await s.wait(id, person(2));
  same([again.status, again.body.alreadyOnWaitlist, again.body.position], [200, false, 1]);
});

Deno.test("nobody is promoted into a class that is over, or once they don't wait any more", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [soon, gone] = [await s.addClass({ capacity: 1, inHours: 1 }), await s.addClass({ capacity: 1 })];
  const [held, other] = [await s.hold(soon, person(1)), await s.hold(gone, person(1))];
  const [a, b] = [
    (await s.wait(soon, person(2))).body.waitlistEntryId,
    (await s.wait(gone, person(2))).body.waitlistEntryId,
  ];
  for (const one of [held, other]) await s.cancel(one.id, one.cancelToken);
  await s.manage("POST", `classes/${gone}/cancel`);
  refused(await s.manage("POST", `waitlist/${b}/promote`), 410);
  t.clock.advance(HOUR);
  refused(await s.manage("POST", `waitlist/${a}/promote`), 410);
});
