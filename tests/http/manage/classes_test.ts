/** Classes: scheduled, repeated, moved, cancelled, completed. */
import assert from "node:assert/strict";
import { DomainError } from "../../../src/domain/errors.ts";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { scheduleBatch } from "../../../src/workflows/classes/schedule_batch.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, studio } from "../../support/studio.ts";

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
    seriesId: null,
    heldCount: 0,
    waitingCount: 0,
    createdAt: now,
    updatedAt: now,
  };
  assert.deepEqual([made.status, made.body], [201, expected]);
  assert.deepEqual((await s.manage("GET", `classes/${made.body.id}`)).body, expected);
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
  assert.deepEqual(own.body, {
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
  assert.deepEqual((await s.manage("GET", "classes")).body, { items: [expected, own.body], nextCursor: null });
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
  await assert.rejects(
    scheduleBatch(t.ctx, s.id, [{ ...late, scheduledAt: "9998-12-20T12:00:00.000Z" }, late]),
    DomainError,
  );
  assert.deepEqual(await t.db.read("SELECT scheduled_at FROM class_sessions"), []);
  assert.equal((await weekly("9998-12-20T12:00:00Z", 2)).status, 201);
});

Deno.test("a weekly class keeps its local time across both changes of the clocks", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const times = async (scheduledAt: string, weekly: number) => {
    const made = await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt, repeat: { weekly } });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual(Object.keys(made.body), ["items"]);
    assert.equal(new Set(made.body.items.map((one: { id: string }) => one.id)).size, weekly);
    return made.body.items.map((one: { scheduledAt: string }) => one.scheduledAt);
  };
  // Chicago leaves summer time on 2026-11-01 and returns to it on 2027-03-14.
  assert.deepEqual(await times("2026-10-25T12:00:00.000Z", 3), [
    "2026-10-25T12:00:00.000Z",
    "2026-11-01T13:00:00.000Z",
    "2026-11-08T13:00:00.000Z",
  ]);
  assert.deepEqual(await times("2027-03-07T13:30:00.000Z", 2), [
    "2027-03-07T13:30:00.000Z",
    "2027-03-14T12:30:00.000Z",
  ]);
  // 02:30 does not exist on the day of the spring change, and comes back the week after.
  assert.deepEqual(await times("2027-03-07T08:30:00.000Z", 3), [
    "2027-03-07T08:30:00.000Z",
    "2027-03-14T08:30:00.000Z",
    "2027-03-21T07:30:00.000Z",
  ]);
  assert.deepEqual(await times("2026-06-01T12:00:00.000Z", 1), ["2026-06-01T12:00:00.000Z"]);
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
  assert.deepEqual([...local], ["Tuesday 7:00 AM"]);
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
  assert.deepEqual(await list(""), [a, b, c]);
  const at = (hours: number) => iso(t.clock.now() + hours * HOUR);
  assert.deepEqual(await list(`from=${at(2)}`), [b, c]);
  assert.deepEqual(await list(`until=${at(2)}`), [a]);
  assert.deepEqual(await list(`from=${at(2)}&until=${at(3)}`), [b]);
  assert.deepEqual(await list("status=Cancelled"), [b]);
  assert.deepEqual(await list("status=Scheduled&limit=200"), [a, c]);
  invalid(await s.manage("GET", "classes?status=Gone"), "status");
});

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
    assert.deepEqual([got.status, got.body], [200, expected]);
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
  assert.equal((await s.class(id)).capacity, 4);
  const got = await s.manage("PATCH", `classes/${id}`, { capacity: 2 });
  assert.deepEqual([got.status, got.body.seatsLeft], [200, 0]);
});

Deno.test("moving a class mails its customers, a change of anything else mails nobody", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const seat = await s.seat(id, person(1));
  await s.hold(id, person(2));
  await s.manage("PATCH", `classes/${id}`, { publicNote: "Upstairs.", priceCents: 5000 });
  await t.settle();
  assert.equal(t.mailer.of("class_moved").length, 0);
  const { scheduledAt } = await s.class(id);
  await s.manage("PATCH", `classes/${id}`, { scheduledAt });
  await t.settle();
  assert.equal(t.mailer.of("class_moved").length, 0);
  await s.manage("PATCH", `classes/${id}`, { scheduledAt: iso(t.clock.now() + 100 * HOUR) });
  await t.settle();
  assert.deepEqual(t.mailer.of("class_moved").map((mail) => mail.to).sort(), [person(1).email, person(2).email]);
  // And moves on what belongs to it: the window, the price that was paid stays.
  const cancelled = await s.cancel(seat.id, seat.cancelToken);
  assert.equal(cancelled.body.refundedCents, 2000);
});

Deno.test("more seats for a class with a waitlist notify the owner", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1 });
  await s.seat(id, person(1));
  await s.wait(id, person(2));
  await s.manage("PATCH", `classes/${id}`, { capacity: 2 });
  await t.settle();
  const [mail] = t.mailer.of("seat_opened");
  assert.match(mail.to, /^owner-/);
  assert.equal(t.mailer.of("seat_opened").length, 1);
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

Deno.test("cancelling a class refunds or credits everybody, whatever the window, and notifies them", async () => {
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
  assert.equal(got.status, 200, got.text);
  assert.deepEqual([got.body.refundedCount, got.body.refundFailures], [2, 0]);
  assert.equal((await s.class(id)).status, "Cancelled");
  assert.equal(await s.seats(id), "0/0/4");
  assert.equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });
  assert.equal(me.body.packages[0].sessionsRemaining, 1);
  await t.settle();
  assert.deepEqual(
    t.mailer.of("class_cancelled").map((mail) => mail.to).sort(),
    [1, 2, 3, 4].map((n) => person(n).email),
  );
  assert.deepEqual(t.mailer.of("waitlist_closed").map((mail) => mail.to), [person(5).email]);
  const again = await s.manage("POST", `classes/${id}/cancel`);
  assert.deepEqual([again.status, again.body.refundedCount, again.body.refundFailures], [200, 2, 0]);
  assert.equal(t.stripe.refunds.size, 2);
  refused(await s.manage("POST", "classes/class-none/cancel"), 404);
});

Deno.test("a booking whose refund fails stays Confirmed until a repeat succeeds", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const seat = await s.seat(id);
  t.stripe.fail({ route: "POST /v1/refunds", status: 400, error: { type: "invalid_request_error" } });
  const first = await s.manage("POST", `classes/${id}/cancel`);
  assert.deepEqual([first.status, first.body.refundedCount, first.body.refundFailures], [200, 0, 1]);
  assert.equal(await s.statusOf(seat.id), "Confirmed");
  const second = await s.manage("POST", `classes/${id}/cancel`);
  assert.deepEqual([second.status, second.body.refundedCount, second.body.refundFailures], [200, 1, 0]);
  assert.equal(await s.statusOf(seat.id), "Cancelled");
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
    assert.deepEqual([got.status, got.body.id, got.body.status, got.body.enrolledCount], [200, id, "Completed", 1]);
  }
  assert.equal(await s.statusOf(seat.id), "Completed");
  refused(await s.manage("POST", `classes/${id}/cancel`), 410);
  const cancelled = await s.addClass({ inHours: -1 });
  await s.manage("POST", `classes/${cancelled}/cancel`);
  refused(await s.manage("POST", `classes/${cancelled}/complete`), 410);
  refused(await s.manage("POST", "classes/class-none/complete"), 404);
});
