/** GET /api/classes and GET /api/classes/:id */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../../support/studio.ts";

const list = (of: Studio, from: string, to: string, headers: Record<string, string> = {}) =>
  of.call("GET", `/api/classes?handle=${of.handle}&from=${from}&to=${to}`, undefined, headers);
const ids = (answer: { body: { classes: { id: string }[] } }) => answer.body.classes.map((one) => one.id);

/** A class at this very instant. */
async function classAt(of: Studio, scheduledAt: string): Promise<string> {
  const made = await of.manage("POST", "classes", { serviceId: of.serviceId, scheduledAt });
  assert.equal(made.status, 201, made.text);
  return made.body.id;
}

Deno.test("the schedule has the reference's shape, and no field less or other", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const instructor = await s.manage("POST", "instructors", { name: "Sarah Lee" });
  const made = await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: "2026-05-18T11:00:00.000Z",
    instructorId: instructor.body.id,
    publicNote: "Bring socks.\nAnd water.",
  });
  const plain = await classAt(s, "2026-05-19T11:00:00.000Z");
  const closed = await s.manage("POST", "blackouts", {
    label: "Studio closed for Memorial Day",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-27T00:00:00.000Z",
    allDay: true,
    kind: "holiday",
  });
  const got = await list(s, "2026-05-13", "2026-06-13");
  assert.equal(got.status, 200);
  assert.equal(got.headers.get("content-type"), "application/json");
  assert.deepEqual(got.body, {
    classes: [
      {
        id: made.body.id,
        scheduledAt: "2026-05-18T11:00:00.000Z",
        nameSnapshot: "Pilates Class",
        durationMin: 50,
        priceCents: 2000,
        capacity: 6,
        enrolledCount: 0,
        seatsLeft: 6,
        publicNote: "Bring socks.\nAnd water.",
        currency: "usd",
        cancelWindowHours: 24,
        waitlistCount: 0,
        location: null,
        instructor: { id: instructor.body.id, name: "Sarah Lee" },
      },
      {
        id: plain,
        scheduledAt: "2026-05-19T11:00:00.000Z",
        nameSnapshot: "Pilates Class",
        durationMin: 50,
        priceCents: 2000,
        capacity: 6,
        enrolledCount: 0,
        seatsLeft: 6,
        publicNote: null,
        currency: "usd",
        cancelWindowHours: 24,
        waitlistCount: 0,
        location: null,
        instructor: null,
      },
    ],
    blackouts: [{
      id: closed.body.id,
      label: "Studio closed for Memorial Day",
      startsAt: "2026-05-25T00:00:00.000Z",
      endsAt: "2026-05-27T00:00:00.000Z",
      allDay: true,
      kind: "holiday",
    }],
  });
  isId(made.body.id, "class");
  isId(instructor.body.id, "ins");
  isId(closed.body.id, "bo");
});

Deno.test("a hold takes a seat without counting as enrolled; a payment counts", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 3 });
  const seats = async () => {
    const [one] = (await list(s, "2026-05-11", "2026-05-20")).body.classes;
    const { class: detail } = (await s.call("GET", `/api/classes/${id}`)).body;
    assert.deepEqual([detail.enrolledCount, detail.seatsLeft], [one.enrolledCount, one.seatsLeft]);
    return [one.enrolledCount, one.seatsLeft];
  };
  assert.deepEqual(await seats(), [0, 3]);
  const held = await s.book(id, person(1));
  assert.deepEqual(await seats(), [0, 2]);
  await t.stripe.pay(held.body.checkoutSessionId);
  await t.settle();
  assert.deepEqual(await seats(), [1, 2]);
  await s.cancel(held.body.enrollmentId, held.body.cancelToken);
  assert.deepEqual(await seats(), [0, 3]);
});

Deno.test("cancelled, completed, started and past classes never appear", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const soon = await s.addClass({ inHours: 1 });
  const later = await s.addClass({ inHours: 2 });
  const cancelled = await s.addClass({ inHours: 3 });
  await s.addClass({ inHours: -1 });
  await s.manage("POST", `classes/${cancelled}/cancel`);
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-11")), [soon, later]);
  t.clock.advance(HOUR - 1);
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-11")), [soon, later]);
  // From the very moment it starts, also out of the kept answer.
  t.clock.advance(1);
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-11")), [later]);
  t.clock.advance(HOUR);
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-11")), []);
  const completed = await s.manage("POST", `classes/${later}/complete`);
  assert.equal(completed.body.status, "Completed");
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-11")), []);
  // A day that is over is a range like any other.
  assert.deepEqual(ids(await list(s, "2026-05-01", "2026-05-10")), []);
});

Deno.test("classes come by time, those of one time by id", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const late = await classAt(s, "2026-05-14T12:00:00.000Z");
  const together = [];
  for (let i = 0; i < 5; i++) together.push(await classAt(s, "2026-05-13T12:00:00.000Z"));
  const early = await classAt(s, "2026-05-12T12:00:00.000Z");
  assert.deepEqual(ids(await list(s, "2026-05-11", "2026-05-20")), [early, ...together.sort(), late]);
});

const ZONES: { zone: string; what: string; date: string; first: string; last: string }[] = [
  {
    zone: "America/Chicago",
    what: "an ordinary day",
    date: "2026-05-20",
    first: "2026-05-20T05:00:00.000Z",
    last: "2026-05-21T04:59:59.999Z",
  },
  {
    zone: "America/Chicago",
    what: "the autumn day of 25 hours",
    date: "2026-11-01",
    first: "2026-11-01T05:00:00.000Z",
    last: "2026-11-02T05:59:59.999Z",
  },
  {
    zone: "America/Chicago",
    what: "the spring day of 23 hours",
    date: "2027-03-14",
    first: "2027-03-14T06:00:00.000Z",
    last: "2027-03-15T04:59:59.999Z",
  },
  {
    zone: "Pacific/Auckland",
    what: "a day far ahead of UTC",
    date: "2026-05-20",
    first: "2026-05-19T12:00:00.000Z",
    last: "2026-05-20T11:59:59.999Z",
  },
  {
    zone: "Africa/Cairo",
    what: "a day whose midnight is skipped",
    date: "2027-04-30",
    first: "2027-04-29T22:00:00.000Z",
    last: "2027-04-30T20:59:59.999Z",
  },
];
for (const { zone, what, date, first, last } of ZONES) {
  Deno.test(`from and to are dates of the studio: ${what} in ${zone}`, async () => {
    await using t = await studio({ timezone: zone });
    const { studio: s } = t;
    const outside = [iso(Date.parse(first) - 1), iso(Date.parse(last) + 1)];
    for (const at of outside) await classAt(s, at);
    const inside = [await classAt(s, first), await classAt(s, last)];
    assert.deepEqual(ids(await list(s, date, date)), inside);
  });
}

Deno.test("closures are those that overlap the range, by their start", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const close = async (startsAt: string, endsAt: string) =>
    (await s.manage("POST", "blackouts", { label: "Closed", startsAt, endsAt, allDay: false, kind: "closure" })).body
      .id;
  // The day is 2026-05-20T05:00Z to 2026-05-21T05:00Z.
  const across = await close("2026-05-19T00:00:00.000Z", "2026-05-25T00:00:00.000Z");
  const inside = await close("2026-05-20T12:00:00.000Z", "2026-05-20T13:00:00.000Z");
  const intoStart = await close("2026-05-18T00:00:00.000Z", "2026-05-20T05:00:00.001Z");
  const outOfEnd = await close("2026-05-21T04:59:59.999Z", "2026-05-22T00:00:00.000Z");
  await close("2026-05-18T00:00:00.000Z", "2026-05-20T05:00:00.000Z");
  await close("2026-05-21T05:00:00.000Z", "2026-05-22T00:00:00.000Z");
  const got = await list(s, "2026-05-20", "2026-05-20");
  assert.deepEqual(got.body.blackouts.map((one: { id: string }) => one.id), [intoStart, across, inside, outOfEnd]);
});

Deno.test("60 days are allowed, 61 are not, and neither is a range that runs backwards", async () => {
  await using t = await studio();
  const { studio: s } = t;
  assert.equal((await list(s, "2026-05-13", "2026-07-12")).status, 200);
  invalid(await list(s, "2026-05-13", "2026-07-13"), "to");
  invalid(await list(s, "2026-05-13", "2026-05-12"), "to");
  // Across a change of the clocks a day is still a day.
  assert.equal((await list(s, "2026-10-01", "2026-11-30")).status, 200);
  invalid(await list(s, "2026-10-01", "2026-12-01"), "to");
});

Deno.test("missing parameters and impossible dates are 400", async () => {
  await using t = await studio();
  const { studio: s } = t;
  invalid(await s.call("GET", "/api/classes"), "from", "handle", "to");
  invalid(await s.call("GET", `/api/classes?handle=${s.handle}&to=2026-05-13`), "from");
  invalid(await s.call("GET", `/api/classes?handle=${s.handle}&from=2026-05-13`), "to");
  invalid(await s.call("GET", "/api/classes?from=2026-05-13&to=2026-05-13"), "handle");
  invalid(await s.call("GET", "/api/classes?handle=&from=2026-05-13&to=2026-05-13"), "handle");
  invalid(await s.call("GET", "/api/classes?handle=a%00b&from=2026-05-13&to=2026-05-13"), "handle");
  for (
    const bad of [
      "",
      "2026-02-29",
      "2026-02-30",
      "2026-04-31",
      "2026-13-01",
      "2026-00-10",
      "2026-05-00",
      "2026-5-13",
      "26-05-13",
      "2026-05-13T00:00:00Z",
      "20260513",
      " 2026-05-13",
      "tomorrow",
      "2026-05-1%33x",
      "%D9%A2026-05-13",
    ]
  ) invalid(await list(s, bad, "2026-05-20"), "from");
  assert.equal((await list(s, "2028-02-29", "2028-02-29")).status, 200);
  for (const odd of ["0001-01-01", "9999-12-31"]) assert.equal((await list(s, odd, odd)).status, 200);
});

Deno.test("the checks of a read come in the contract's order", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const send = (query: string, key: string | null, origin: string | null) =>
    t.send("GET", `/api/classes?${query}`, undefined, {
      ...(key === null ? {} : { "x-alera-key": key }),
      ...(origin === null ? {} : { origin }),
    });
  const good = `handle=${s.handle}&from=2026-05-13&to=2026-05-20`;
  refused(await send("", null, null), 401);
  refused(await send("", "alr_stud_wrong", "https://evil.example"), 401);
  refused(await send("", s.key, "https://evil.example"), 403);
  refused(await send("", s.key, null), 403);
  invalid(await send("handle=nobody&from=2026-05-13&to=2026-05-12", s.key, ORIGIN), "to");
  refused(await send("handle=nobody&from=2026-05-13&to=2026-05-20", s.key, ORIGIN), 403);
  refused(await send(`handle=${other.handle}&from=2026-05-13&to=2026-05-20`, s.key, ORIGIN), 403);
  refused(await send(`handle=${s.handle.toUpperCase()}&from=2026-05-13&to=2026-05-20`, s.key, ORIGIN), 403);
  assert.equal((await send(good, s.key, ORIGIN)).status, 200);
  // An origin is compared as it is.
  for (
    const wrong of [
      "http://studio.example",
      "https://studio.example/",
      "https://studio.example:8443",
      "https://www.studio.example",
      "https://STUDIO.example",
      "null",
      "https://studio.example.evil.example",
    ]
  ) refused(await send(good, s.key, wrong), 403);
});

Deno.test("one class has the reference's shape: the class, and the public slice of its provider", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { bio: "On Main Street.", avatarKey: "providers/a.png" });
  const id = await s.addClass();
  const got = await s.call("GET", `/api/classes/${id}`);
  assert.equal(got.status, 200);
  assert.deepEqual(got.body, {
    class: {
      id,
      scheduledAt: iso(t.clock.now() + 72 * HOUR),
      nameSnapshot: "Pilates Class",
      durationMin: 50,
      priceCents: 2000,
      capacity: 6,
      enrolledCount: 0,
      seatsLeft: 6,
      publicNote: null,
      currency: "usd",
      cancelWindowHours: 24,
      waitlistCount: 0,
      location: null,
      instructor: null,
    },
    provider: {
      displayName: "Sculpt Pilates Co.",
      handle: s.handle,
      avatarKey: "providers/a.png",
      bio: "On Main Street.",
      timezone: "America/Chicago",
    },
  });
});

Deno.test("a class of nobody, of another studio, or with an id that can't be one is 404; a cancelled one is 410", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const theirs = await other.addClass();
  const mine = await s.addClass();
  for (const id of ["class-none", theirs, "x".repeat(500), "%00", "a%00b", "%F0%9F", "..%2Fclasses"]) {
    refused(await s.call("GET", `/api/classes/${id}`), 404);
  }
  assert.equal((await s.call("GET", `/api/classes/${mine}`)).status, 200);
  await s.manage("POST", `classes/${mine}/cancel`);
  refused(await s.call("GET", `/api/classes/${mine}`), 410);
});

Deno.test("reads carry a strong ETag and a short life, and answer 304", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const range = `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`;
  for (const path of [range, `/api/classes/${id}`]) {
    const first = await s.call("GET", path);
    const etag = first.headers.get("etag")!;
    assert.match(etag, /^"[\x21\x23-\x7e]+"$/);
    assert.equal(first.headers.get("cache-control"), "private, max-age=5");
    for (const header of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const same304 = await s.call("GET", path, undefined, { "if-none-match": header });
      assert.equal(same304.status, 304);
      assert.equal(same304.text, "");
      assert.equal(same304.headers.get("etag"), etag);
      assert.equal(same304.headers.get("cache-control"), "private, max-age=5");
      assert.ok(same304.headers.get("x-request-id"));
      assert.equal(same304.headers.get("content-type"), null);
    }
    assert.equal((await s.call("GET", path, undefined, { "if-none-match": '"other"' })).status, 200);
    const head = await s.call("HEAD", path);
    assert.deepEqual([head.status, head.text, head.headers.get("etag")], [200, "", etag]);
  }
  const before = [await s.call("GET", range), await s.call("GET", `/api/classes/${id}`)];
  await s.book(id, person());
  const after = [await s.call("GET", range), await s.call("GET", `/api/classes/${id}`)];
  for (const i of [0, 1]) {
    assert.notEqual(after[i].headers.get("etag"), before[i].headers.get("etag"));
    const path = [range, `/api/classes/${id}`][i];
    assert.equal(
      (await s.call("GET", path, undefined, { "if-none-match": before[i].headers.get("etag")! })).status,
      200,
    );
  }
});

Deno.test("what the owner changes shows in the very next read", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ inHours: 24 });
  const range = () => list(s, "2026-05-11", "2026-05-20");
  assert.equal((await range()).body.classes[0].publicNote, null);
  await s.manage("PATCH", `classes/${id}`, { publicNote: "Upstairs." });
  assert.equal((await range()).body.classes[0].publicNote, "Upstairs.");
  assert.equal((await s.call("GET", `/api/classes/${id}`)).body.class.publicNote, "Upstairs.");
  await s.manage("PATCH", "provider", { timezone: "Asia/Tokyo", displayName: "Sculpt Tokyo" });
  const { provider } = (await s.call("GET", `/api/classes/${id}`)).body;
  assert.deepEqual([provider.timezone, provider.displayName], ["Asia/Tokyo", "Sculpt Tokyo"]);
  // 2026-05-12T15:00Z is the 13th in Tokyo.
  assert.deepEqual(ids(await list(s, "2026-05-12", "2026-05-12")), []);
  assert.deepEqual(ids(await list(s, "2026-05-13", "2026-05-13")), [id]);
  const closed = await s.manage("POST", "blackouts", {
    label: "Closed",
    startsAt: "2026-05-13T00:00:00.000Z",
    endsAt: "2026-05-14T00:00:00.000Z",
  });
  assert.equal((await range()).body.blackouts.length, 1);
  await s.manage("DELETE", `blackouts/${closed.body.id}`);
  assert.equal((await range()).body.blackouts.length, 0);
});
