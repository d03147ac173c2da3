import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

const reminded = (s: Studio) => s.t.mailer.of("class_reminder").map((mail) => mail.to);

Deno.test("whoever booked earlier is reminded a day before free cancellation ends, once", async () => {
  await using t = await studio(); // its cancel window is 24 hours
  const s = t.studio;
  const classId = await s.addClass({ inHours: 96 });
  const later = await s.addClass({ inHours: 200 });
  const seat = await s.seat(classId, person(1));
  const cancelled = await s.seat(classId, person(2));
  assert.equal((await s.cancel(cancelled.id, cancelled.cancelToken)).status, 200);
  await s.seat(later, person(3));
  t.clock.advance(48 * HOUR - 1);
  await s.hold(classId, person(4));
  await t.settle();
  assert.deepEqual(reminded(s), [], "not yet");
  t.clock.advance(1);
  await s.seat(classId, person(5)); // exactly then: the confirmation says it all
  await t.settle();
  assert.deepEqual(reminded(s), [person(1).email]);
  const [{ text }] = t.mailer.of("class_reminder");
  assert.ok(text.includes(`/cancel/${seat.id}#${seat.cancelToken}`));
  assert.match(text, /Free cancellation until \w+, May \d+, 2026, \d+:00 [AP]M CDT: you get a full refund\./);
  await t.pass(HOUR);
  await s.seat(classId, person(6));
  await t.pass(46 * HOUR);
  assert.equal(reminded(s).length, 1, "once, and not those who booked later");
  await t.pass(2 * HOUR);
  assert.equal(reminded(s).length, 1);
});

Deno.test("the studio's own hours come first, 0 reminds nobody, and a service's window counts", async () => {
  await using t = await studio();
  const [four, never] = [t.studio, await addStudio(t)];
  assert.equal((await four.manage("PATCH", "provider", { reminderHours: 4 })).status, 200);
  assert.equal((await never.manage("PATCH", "provider", { reminderHours: 0 })).status, 200);
  const other = await addStudio(t);
  const strict = await other.manage("POST", "services", {
    name: "Retreat",
    durationMin: 60,
    priceCents: 0,
    capacity: 5,
    cancelWindowHours: 60,
  });
  for (const s of [four, never]) await s.book(await s.addClass({ inHours: 100, priceCents: 0 }), person(1));
  await other.book(await other.addClass({ inHours: 100, priceCents: 0, serviceId: strict.body.id }), person(2));
  await t.pass(16 * HOUR);
  assert.deepEqual(reminded(other), [person(2).email], "84 hours before");
  await t.pass(80 * HOUR - 1);
  assert.equal(reminded(four).length, 1);
  await t.pass(1);
  assert.deepEqual(reminded(four), [person(2).email, person(1).email], "4 hours before");
  await t.pass(3 * HOUR);
  assert.equal(reminded(never).length, 2);
  // Back to the default.
  assert.equal((await four.manage("PATCH", "provider", { reminderHours: null })).body.reminderHours, null);
});

Deno.test("hours that are changed count for classes already on the schedule, and nobody is reminded twice", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ inHours: 240, priceCents: 0 });
  await s.book(classId, person(1));
  const change = async (path: string, hours: Record<string, number | null>) => {
    assert.equal((await s.manage("PATCH", path, hours)).status, 200);
    assert.deepEqual(await t.doctor(), [], "the plan is that of the studio's hours");
    await t.settle();
  };
  await t.pass(40 * HOUR);
  await change("provider", { reminderHours: 210 }); // it was due ten hours ago
  assert.deepEqual(reminded(s), [person(1).email]);
  await s.book(classId, person(2));
  await change("provider", { reminderHours: null }); // 48 hours before, by the studio's window
  await change(`services/${s.serviceId}`, { cancelWindowHours: 72 });
  await change("provider", { bio: null }); // no matter of the hours
  await t.pass(104 * HOUR - 1);
  assert.equal(reminded(s).length, 1);
  await t.pass(1);
  assert.deepEqual(reminded(s), [person(1).email, person(2).email], "96 hours before, by the service's window");
  await change("provider", { cancelWindowHours: 0 }); // the service has its own
  await change(`services/${s.serviceId}`, { cancelWindowHours: null });
  await t.pass(95 * HOUR);
  assert.equal(reminded(s).length, 2);
});

Deno.test("a timer finds only classes whose reminder is due and not sent", async () => {
  await using t = await studio();
  const s = t.studio;
  const open = async () => (await t.db.read("SELECT id FROM class_sessions WHERE remind_at IS NOT NULL")).length;
  const classId = await s.addClass({ inHours: 96, priceCents: 0 });
  const emptyId = await s.addClass({ inHours: 96 });
  await s.book(classId, person(1));
  assert.equal((await s.manage("POST", `classes/${await s.addClass({ inHours: 96 })}/cancel`)).status, 200);
  assert.equal(await open(), 2, "none of the cancelled one");
  await t.pass(48 * HOUR);
  assert.equal(await open(), 0, "long before they begin");
  assert.deepEqual(reminded(s), [person(1).email]);
  await s.manage("PATCH", `classes/${emptyId}`, { publicNote: "Bring a towel" });
  assert.equal(await open(), 0);
  await s.manage("PATCH", `classes/${emptyId}`, { scheduledAt: iso(t.clock.now() + 200 * HOUR) });
  assert.equal(await open(), 1);
});

Deno.test("the reminder follows a class that moves, and nobody is reminded right after they were mailed its time", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ inHours: 96, priceCents: 0 });
  const moveTo = async (hours: number) => {
    const moved = await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + hours * HOUR) });
    assert.equal(moved.status, 200, moved.text);
    await t.settle();
  };
  await s.book(classId, person(1));
  await moveTo(196); // in 148 hours it is due
  await t.pass(147 * HOUR);
  assert.equal(reminded(s).length, 0, "the old time does not count any more");
  await t.pass(HOUR);
  assert.equal(reminded(s).length, 1);
  await moveTo(47); // the mail about the move says it all
  await t.pass(46 * HOUR);
  assert.equal(reminded(s).length, 1);
  await moveTo(100);
  await t.pass(52 * HOUR);
  assert.equal(reminded(s).length, 2, "another time, another reminder");
  assert.equal(t.mailer.of("class_moved").length, 3);
});

Deno.test("a mail that is late says what is true when it leaves: the class's present time, and that the refund is over", async () => {
  await using t = await studio();
  const s = t.studio;
  await s.manage("PATCH", "provider", { address: "12 Main Street, Chicago" });
  const classId = await s.addClass({ inHours: 72 });
  t.mailer.refuse = "for now";
  await s.seat(classId, person(1));
  await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + 30 * HOUR) });
  const { scheduledAt } = await s.class(classId);
  t.clock.advance(7 * HOUR);
  t.mailer.refuse = null;
  await t.settle();
  const confirmed = t.mailer.of("booking_confirmed")[0];
  assert.match(confirmed.text, /Free cancellation ended 24 hours before the class: there is no refund any more\./);
  assert.match(confirmed.text, /Where: 12 Main Street, Chicago/);
  const start = scheduledAt.replaceAll(/[-:]|\.\d+/g, "");
  assert.match(confirmed.attachments[0].content, new RegExp(`DTSTART:${start}`));
  assert.match(t.mailer.of("class_moved")[0].text, /there is no refund any more\./);
});

Deno.test("a booking made inside the window says at once that nothing comes back, by card and by credit", async () => {
  await using t = await studio();
  const s = t.studio;
  const { token: customerToken, packId } = await s.buyPack(person(2));
  const classId = await s.addClass({ inHours: 20 });
  await s.seat(classId, person(1));
  await s.book(classId, person(2), { useClientPackageId: packId, customerToken });
  await t.settle();
  const text = (n: number) => t.mailer.of("booking_confirmed", person(n).email)[0].text;
  assert.match(text(1), /there is no refund any more\./);
  assert.match(text(2), /the class does not return to your pack any more\./);
});

Deno.test("nobody is reminded of a class that was cancelled, or has begun while the server was down", async () => {
  await using t = await studio();
  const cancelled = await t.studio.addClass({ inHours: 96 });
  await t.studio.seat(cancelled, person(1));
  assert.equal((await t.studio.manage("POST", `classes/${cancelled}/cancel`)).status, 200);
  const missed = await t.studio.addClass({ inHours: 96 });
  await t.studio.seat(missed, person(2));
  t.clock.advance(96 * HOUR);
  await t.settle();
  assert.equal(reminded(t.studio).length, 0);
});

Deno.test("a reminder that could not leave before its class began, or its cancellation, does not leave any more", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ inHours: 96, priceCents: 0 });
  await s.book(classId, person(1));
  const { body } = await s.book(classId, person(2));
  await t.settle();
  t.mailer.refuse = "for now";
  await t.pass(48 * HOUR);
  await s.cancel(body.enrollmentId, body.cancelToken);
  await t.pass(48 * HOUR);
  t.mailer.refuse = null;
  await t.pass(HOUR);
  assert.equal(reminded(s).length, 0);
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
  assert.deepEqual(
    (await s.books("messages")).filter((one) => one.kind === "class_reminder").map((one) => one.state),
    ["dead", "dead"],
  );
});

Deno.test("who was erased after a class is not reminded for ever when the class is moved ahead", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ inHours: 48 });
  const held = await s.seat(classId, person(1));
  await s.seat(classId, person(2));
  t.clock.advance(50 * HOUR);
  const { id } = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0];
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  assert.equal(
    (await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + 50 * HOUR) })).status,
    200,
  );
  await t.pass(27 * HOUR); // fails when the worker never comes to rest
  assert.deepEqual(reminded(s), [person(2).email]);
  assert.equal(await s.statusOf(held.id), "Confirmed");
});
