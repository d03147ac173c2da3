/** `apply: "following"`: a series changes and is cancelled as one. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, refused } from "../../support/http.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

interface Made {
  id: string;
  scheduledAt: string;
  seriesId: string;
}

async function series(s: Studio, weekly: number, more: Record<string, unknown> = {}): Promise<Made[]> {
  const made = await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: iso(s.t.clock.now() + 3 * DAY),
    repeat: { weekly },
    ...more,
  });
  assert.equal(made.status, 201, made.text);
  return made.body.items;
}

const change = (s: Studio, id: string, body: Record<string, unknown>) =>
  s.manage("PATCH", `classes/${id}`, { ...body, apply: "following" });
const cancel = (s: Studio, id: string) => s.manage("POST", `classes/${id}/cancel`, { apply: "following" });
const times = (items: Made[]) => items.map((one) => one.scheduledAt);
const kinds = (s: Studio, to: string) =>
  s.t.mailer.sent.filter((one) => one.to === to && !/confirmed|joined/.test(one.kind)).map((one) => one.kind);

Deno.test("classes that were scheduled weekly share a series, each call its own; a single class has none", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [one, other] = [await series(s, 3), await series(s, 2)];
  assert.deepEqual([new Set(one.map((c) => c.seriesId)).size, new Set(other.map((c) => c.seriesId)).size], [1, 1]);
  assert.notEqual(one[0].seriesId, other[0].seriesId);
  assert.match(one[0].seriesId, /^ser-/);
  assert.equal((await s.class(one[1].id)).seriesId, one[0].seriesId);
  assert.equal((await s.class(await s.addClass())).seriesId, null);
});

Deno.test("this and following move by the same difference on the studio's clock, over both changes of the clocks", async () => {
  await using t = await studio();
  const { studio: s } = t;
  // Chicago leaves summer time on 2026-11-01 and returns to it on 2027-03-14.
  for (
    const [first, moved, expected] of [
      ["2026-10-18T12:00:00.000Z", "2026-10-25T14:30:00.000Z", [
        "2026-10-18T12:00:00.000Z",
        "2026-10-25T14:30:00.000Z",
        "2026-11-01T15:30:00.000Z",
        "2026-11-08T15:30:00.000Z",
      ]],
      // From Sunday morning to Saturday evening: the day before, each time.
      ["2027-02-28T13:00:00.000Z", "2027-03-07T00:00:00.000Z", [
        "2027-02-28T13:00:00.000Z",
        "2027-03-07T00:00:00.000Z",
        "2027-03-14T00:00:00.000Z",
        "2027-03-20T23:00:00.000Z",
      ]],
    ] as const
  ) {
    const classes = await series(s, 4, { scheduledAt: first });
    const got = await change(s, classes[1].id, { scheduledAt: moved });
    assert.equal(got.status, 200, got.text);
    assert.deepEqual(Object.keys(got.body), ["items"]);
    assert.deepEqual(times(got.body.items), expected.slice(1));
    assert.deepEqual(times(await Promise.all(classes.map((one) => s.class(one.id)))), expected);
    // The same again moves nothing.
    assert.deepEqual(times((await change(s, classes[1].id, { scheduledAt: moved })).body.items), expected.slice(1));
  }
});

Deno.test("only this class changes unless asked, and a class without a series is all of its own", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [a, b] = await series(s, 2);
  for (const more of [{}, { apply: "this" }]) {
    const got = await s.manage("PATCH", `classes/${a.id}`, { publicNote: "Only this", ...more });
    assert.deepEqual([got.status, got.body.id, got.body.publicNote], [200, a.id, "Only this"]);
  }
  assert.equal((await s.class(b.id)).publicNote, null);
  const alone = await s.addClass();
  assert.deepEqual((await change(s, alone, { capacity: 9 })).body.items.map((one: Made) => one.id), [alone]);
  assert.equal((await cancel(s, alone)).status, 200);
  invalid(await s.manage("PATCH", `classes/${a.id}`, { apply: "all" }), "apply");
  invalid(await s.manage("POST", `classes/${a.id}/cancel`, { apply: "all" }), "apply");
});

Deno.test("one that can't be changed changes none, and each is named with its reason; cancelled ones are left out", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 5, { priceCents: 0, capacity: 3 });
  for (const at of [1, 3]) for (const n of [1, 2]) await s.book(classes[at].id, person(n));
  await s.manage("POST", `classes/${classes[2].id}/cancel`);
  const refusedChange = await change(s, classes[0].id, { capacity: 1, publicNote: "Small" });
  refused(refusedChange, 409, {
    conflicts: [1, 3].map((at) => ({ classId: classes[at].id, reason: "capacity_too_low" })),
  });
  assert.equal(refusedChange.body.code, "series_conflict");
  for (const { id } of classes) {
    assert.deepEqual([(await s.class(id)).capacity, (await s.class(id)).publicNote], [3, null]);
  }
  const done = await change(s, classes[0].id, { capacity: 2 });
  assert.deepEqual(done.body.items.map((one: Made) => one.id), [0, 1, 3, 4].map((at) => classes[at].id));
  assert.equal((await s.class(classes[2].id)).capacity, 3);
  refused(await change(s, classes[2].id, { capacity: 2 }), 410);
});

Deno.test("who is booked in several gets one mail about all new times, with a link for each; who is in one the usual one", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 4, { priceCents: 0 });
  const [jane, john] = [person(1), person(2)];
  const booked = [];
  for (const { id } of classes) booked.push((await s.book(id, jane)).body);
  await s.book(classes[2].id, john);
  const left = await s.book(classes[3].id, person(3));
  t.clock.advance(HOUR);
  const moved = await change(s, classes[1].id, { scheduledAt: iso(Date.parse(classes[1].scheduledAt) + 2 * HOUR) });
  await s.cancel(left.body.enrollmentId, left.body.cancelToken);
  await t.settle();
  assert.deepEqual([kinds(s, jane.email), kinds(s, john.email)], [["series_moved"], ["class_moved"]]);
  const [mail] = t.mailer.of("series_moved", jane.email);
  for (const { enrollmentId } of booked.slice(1)) {
    assert.ok(mail.text.includes(`/cancel/${enrollmentId}#`), enrollmentId);
  }
  assert.ok(!mail.text.includes(booked[0].enrollmentId));
  const file = mail.attachments[0].content;
  assert.equal(file.match(/BEGIN:VEVENT/g)?.length, 3);
  for (const { scheduledAt } of moved.body.items) {
    assert.ok(file.includes(`DTSTART:${scheduledAt.replace(/[-:]|\.000/g, "")}`), scheduledAt);
  }
  assert.deepEqual(kinds(s, person(3).email), ["booking_cancelled"], "who had left is told of no new time");
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("this and following are cancelled: all is given back, sums are answered, everybody is mailed once", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 4, { capacity: 3 });
  const { token: customerToken, packId: useClientPackageId } = await s.buyPack(person(2));
  const giftCardCode = await s.buyGiftCard();
  const kept = await s.seat(classes[0].id, person(1));
  for (const { id } of classes.slice(1)) await s.seat(id, person(1));
  await s.book(classes[1].id, person(2), { useClientPackageId, customerToken });
  await s.book(classes[2].id, person(2), { giftCardCode });
  await s.hold(classes[1].id, person(3));
  await s.hold(classes[2].id, person(4));
  await s.wait(classes[1].id, person(5));
  await s.wait(classes[2].id, person(5));
  await s.wait(classes[1].id, person(6));
  await s.manage("POST", `classes/${classes[3].id}/cancel`);
  await t.settle();
  t.mailer.sent.length = 0;
  const got = await cancel(s, classes[1].id);
  assert.deepEqual([got.status, got.body], [200, {
    refundedCount: 3,
    refundFailures: 0,
    creditedCount: 1,
    cancelledCount: 6,
  }]);
  assert.deepEqual((await cancel(s, classes[1].id)).body, got.body, "a repeat is answered the same");
  await t.settle();
  assert.deepEqual(await Promise.all(classes.map(async ({ id }) => (await s.class(id)).status)), [
    "Scheduled",
    "Cancelled",
    "Cancelled",
    "Cancelled",
  ]);
  assert.equal(await s.statusOf(kept.id), "Confirmed");
  assert.deepEqual([1, 2, 3, 4, 5, 6].map((n) => kinds(s, person(n).email)), [
    ["series_cancelled"],
    ["series_cancelled"],
    ["class_cancelled"],
    ["class_cancelled"],
    ["series_cancelled"],
    ["waitlist_closed"],
  ]);
  const [mail] = t.mailer.of("series_cancelled", person(2).email);
  assert.match(mail.text, /back in your pack/);
  assert.match(mail.text, /gift card/);
  assert.equal(t.stripe.refunds.size, 3, "two of the series, and one of the class before");
  const events = (await s.manage("GET", "events?type=class.cancelled")).body.items;
  assert.equal(events.length, 3);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("a refund that fails is counted, its client mailed once, and a repeat or the server itself refunds it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 2);
  for (const { id } of classes) await s.seat(id);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const first = await cancel(s, classes[0].id);
  assert.deepEqual([first.body.refundedCount, first.body.refundFailures], [1, 1]);
  assert.deepEqual(await t.doctor(), []);
  // Of one class of the series, or of all.
  await s.manage("POST", `classes/${classes[0].id}/cancel`);
  const again = await cancel(s, classes[0].id);
  assert.deepEqual([again.body.refundedCount, again.body.refundFailures], [2, 0]);
  await t.settle();
  assert.deepEqual(kinds(s, person().email), ["series_cancelled"]);
});

Deno.test("a crash after the classes are off the schedule loses nothing: the job closes, refunds and mails", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 3);
  for (const { id } of classes) await s.seat(id);
  let writes = 0;
  const write = t.db.write.bind(t.db);
  // The request dies with the second of the classes that are closed one by one.
  t.db.write = (scope, work) => ++writes === 3 ? Promise.reject(new Error("crash")) : write(scope, work);
  assert.equal((await cancel(s, classes[0].id)).status, 500);
  t.db.write = write;
  assert.deepEqual(
    await Promise.all(classes.map(async ({ id }) => (await s.class(id)).status)),
    Array(3).fill("Cancelled"),
  );
  assert.deepEqual(await t.doctor(), [], "what is under way is no breach");
  // Meanwhile the window counts no more: all is given back to who cancels.
  await t.pass(HOUR);
  assert.deepEqual(kinds(s, person().email), ["series_cancelled"]);
  assert.equal(t.stripe.refunds.size, 3);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("whoever cancels while their class is being closed gets everything back, however late it is", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 2, { scheduledAt: iso(t.clock.now() + 5 * HOUR) });
  const seat = await s.seat(classes[0].id);
  const write = t.db.write.bind(t.db);
  let writes = 0;
  t.db.write = (scope, work) => ++writes === 2 ? Promise.reject(new Error("crash")) : write(scope, work);
  assert.equal((await cancel(s, classes[0].id)).status, 500);
  t.db.write = write;
  const got = await s.cancel(seat.id, seat.cancelToken);
  assert.deepEqual([got.status, got.body.lateCancel, got.body.refundedCents], [200, false, 2000]);
  await t.settle();
  assert.deepEqual(kinds(s, person().email), ["booking_cancelled"]);
});

Deno.test("cancelled one by one and as a series at once, each booking is refunded and told of once", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = await series(s, 3);
  for (const { id } of classes) await s.seat(id);
  await Promise.all([
    s.manage("POST", `classes/${classes[1].id}/cancel`),
    cancel(s, classes[0].id),
    s.manage("POST", `classes/${classes[2].id}/cancel`),
  ]);
  await t.settle();
  assert.equal(t.stripe.refunds.size, 3);
  const mails = kinds(s, person().email);
  assert.ok(mails.length <= 3, mails.join());
  const text = t.mailer.sent.map((one) => one.text).join();
  assert.equal(text.match(/You get a refund of/g)?.length, 3);
  assert.deepEqual(await t.doctor(), []);
});

Deno.test("another studio's class is 404, in vain too", async () => {
  await using t = await studio();
  const [mine, other] = [t.studio, await addStudio(t)];
  const [a] = await series(mine, 2);
  refused(await change(other, a.id, { capacity: 9 }), 404);
  refused(await cancel(other, a.id), 404);
  assert.equal((await mine.class(a.id)).status, "Scheduled");
});

Deno.test("a class of 20 and 104 weeks: one write for the change, small ones for the mails", async () => {
  await using t = await studio({ rateLimits: false });
  const { studio: s } = t;
  const classes = await series(s, 104, { priceCents: 0, capacity: 20 });
  // Twenty clients who come every week, put in beside the API: 2080 bookings by HTTP would take a minute.
  for (let n = 1; n <= 20; n++) await s.book(classes[0].id, person(n));
  await t.db.write(s.id, async (tx) => {
    for (const { id } of classes.slice(1)) {
      await tx.run(
        `INSERT INTO enrollments (id, provider_id, class_id, client_id, status, name, phone, price_cents, paid_with, booked_at, confirmed_at,
           updated_at) SELECT 'enr-' || hex(randomblob(12)), provider_id, ?, client_id, status, name, phone, 0, 'free', booked_at, confirmed_at,
           updated_at FROM enrollments WHERE class_id = ?`,
        [id, classes[0].id],
      );
    }
    await tx.run(
      `INSERT INTO messages (provider_id, channel, kind, lane, dedupe_key, recipient, data, state, created_at, sent_at)
       SELECT provider_id, 'mail', 'booking_confirmed', 'mail', 'booking_confirmed:' || id, 'x', '{}', 'sent', booked_at, booked_at
       FROM enrollments WHERE class_id <> ?`,
      [classes[0].id],
    );
  });
  const largest = { statements: 0 };
  const write = t.db.write.bind(t.db);
  t.db.write = (scope, work) =>
    write(scope, async (tx) => {
      let statements = 0;
      const counted = {
        read: (...of: Parameters<typeof tx.read>) => (statements++, tx.read(...of)),
        run: (...of: Parameters<typeof tx.run>) => (statements++, tx.run(...of)),
      } as typeof tx;
      const result = await work(counted);
      largest.statements = Math.max(largest.statements, statements);
      return result;
    });
  await t.settle();
  t.mailer.sent.length = 0;
  assert.equal(
    (await change(s, classes[0].id, { scheduledAt: iso(Date.parse(classes[0].scheduledAt) + HOUR) })).status,
    200,
  );
  assert.ok(largest.statements < 12 * 104, `${largest.statements} statements`);
  largest.statements = 0;
  await t.settle();
  assert.deepEqual(t.mailer.sent.map((one) => one.kind), Array(20).fill("series_moved"));
  assert.deepEqual(await t.doctor(), []);
  assert.equal((await cancel(s, classes[0].id)).body.cancelledCount, 2080);
  t.db.write = write;
  await t.settle();
  assert.deepEqual(t.mailer.sent.slice(20).map((one) => one.kind), Array(20).fill("series_cancelled"));
});
