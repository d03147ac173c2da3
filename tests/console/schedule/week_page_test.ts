import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

/** The part of the page that is about one day, `YYYY-MM-DD`. */
function dayOf(html: string, date: string): string {
  const found = new RegExp(`<section[^>]*id="d-${date}"[\\s\\S]*?</section>`).exec(html);
  assert.ok(found, `no day ${date}`);
  return found![0];
}
const marks = (html: string) => ({
  booked: html.match(/<i class="booked">/g)?.length ?? 0,
  held: html.match(/<i class="held">/g)?.length ?? 0,
  open: html.match(/<i\s*>/g)?.length ?? 0,
  waiting: html.match(/<b><\/b>/g)?.length ?? 0,
});

Deno.test("the week shows each class on its day of the studio's clock, with its seats in words and marks", async () => {
  await using t = await studio();
  const { studio: s } = t; // Chicago; now is Monday, May 11, 10:00 AM
  const owner = await signIn(t, s);
  const id = await s.addClass({ capacity: 4, priceCents: 2000, inHours: 2 });
  await s.seat(id, person(1));
  await s.hold(id, person(2));
  const full = await s.addClass({ capacity: 1, priceCents: 0, inHours: 26 });
  await s.book(full, person(1));
  await s.wait(full, person(2));
  // 11:30 PM on Tuesday in Chicago is Wednesday in UTC.
  const late = await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt: "2026-05-13T04:30:00.000Z" });
  assert.equal(late.status, 201);

  const { text } = await owner.page("/console");
  assert.match(readable(text), /May 11–17 .* 3 classes, 2 of 11 seats booked, 1 waiting/);
  const monday = dayOf(text, "2026-05-11");
  assert.match(readable(`<main>${monday}`), /Mon day 11 .*12:00 PM Pilates Class 1 of 4 1 held/);
  assert.deepEqual(marks(monday), { booked: 1, held: 1, open: 2, waiting: 0 });
  const tuesday = dayOf(text, "2026-05-12");
  assert.match(
    readable(`<main>${tuesday}`),
    /12:00 PM Pilates Class 1 of 1 Full 1 waiting .*11:30 PM Pilates Class 0 of 6/,
  );
  assert.match(
    readable(`<main>${dayOf(text, "2026-05-13")}`),
    /No classes Nothing scheduled\. Add a class \./,
  );
  assert.ok(text.includes(`href="/console/classes/${id}"`));
  assert.equal(text.match(/id="now"/g)?.length, 1, "one now-line, today");
  assert.ok(monday.includes('id="now"'));
  assert.ok(!(await owner.page("/console?week=2026-05-18")).text.includes('id="now"'));

  await s.manage("POST", `classes/${full}/cancel`, {});
  const after = dayOf((await owner.page("/console")).text, "2026-05-12");
  assert.match(after, /class="session cancelled"/);
  assert.match(readable(`<main>${after}`), /1 class .*Cancelled/);
});

Deno.test("an empty day offers to copy the same day of the week before, if there was something", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  await t.studio.addClass({ inHours: 24 });
  const cancelled = await t.studio.addClass({ inHours: 48 });
  await t.studio.manage("POST", `classes/${cancelled}/cancel`, {});
  const { text } = await owner.page("/console?week=2026-05-18");
  assert.match(readable(`<main>${dayOf(text, "2026-05-19")}`), /Nothing scheduled\. Add a class or copy last Tuesday/);
  assert.ok(dayOf(text, "2026-05-19").includes('href="/console/classes/copy?to=2026-05-19"'));
  for (const date of ["2026-05-18", "2026-05-20"]) assert.ok(!dayOf(text, date).includes("copy last"), date);
});

Deno.test("any date opens its week, from Monday; what is no date opens this one", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  for (const date of ["2026-03-02", "2026-03-05", "2026-03-08"]) {
    assert.match(await owner.read(`/console?week=${date}`), /March 2–8/);
  }
  assert.match(await owner.read("/console?week=2026-06-29"), /June 29–July 5|June 29 ?–July 5/);
  for (const bad of ["", "tomorrow", "2026-02-31", "<b>"]) {
    assert.match(await owner.read(`/console?week=${encodeURIComponent(bad)}`), /May 11–17/);
  }
});

Deno.test("a week with a clock change has seven days, each class at its local time", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  // Chicago: clocks go back on November 1, 2026. 9:00 AM is 14:00 UTC on the day before, 15:00 UTC on that day.
  for (const scheduledAt of ["2026-10-31T14:00:00.000Z", "2026-11-01T15:00:00.000Z", "2026-11-02T05:30:00.000Z"]) {
    assert.equal((await s.manage("POST", "classes", { serviceId: s.serviceId, scheduledAt })).status, 201);
  }
  const { text } = await owner.page("/console?week=2026-11-01");
  assert.match(dayOf(text, "2026-10-31"), /9:00 AM/);
  assert.match(dayOf(text, "2026-11-01"), /9:00 AM[\s\S]*11:30 PM/);
  assert.equal(text.match(/<section[^>]*class="day/g)?.length, 7);
});

Deno.test("closures close a day, or stand in it with their hours", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const close = (label: string, startsAt: string, endsAt: string, allDay: boolean) =>
    t.studio.manage("POST", "blackouts", { label, startsAt, endsAt, allDay, kind: "closure" });
  await close("Closed for <b>Memorial</b> Day", "2026-05-16T05:00:00.000Z", "2026-05-17T05:00:00.000Z", true);
  await close("Reformer service", "2026-05-13T17:00:00.000Z", "2026-05-13T20:00:00.000Z", false);
  const { text } = await owner.page("/console");
  const saturday = dayOf(text, "2026-05-16");
  assert.match(saturday, /class="day closed"/);
  assert.ok(saturday.includes("Closed for &lt;b&gt;Memorial&lt;/b&gt; Day"));
  assert.match(text, /16<\/b><span class="visually-hidden">, Saturday, closed/);
  assert.match(readable(`<main>${dayOf(text, "2026-05-13")}`), /Reformer service Closed 12:00 PM to 3:00 PM/);
  assert.ok(!dayOf(text, "2026-05-17").includes("closed"), "the closure ends where Sunday begins");
});

Deno.test("what needs the owner stands first: a seat to give, a refund in need, Stripe not connected", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  assert.ok(!(await owner.page("/console")).text.includes("Needs you"));
  const id = await s.addClass({ capacity: 1, priceCents: 0, inHours: 50 });
  const booked = await s.book(id, person(1));
  await s.wait(id, person(2));
  assert.ok(!(await owner.page("/console")).text.includes("Needs you"), "a full class needs nobody");
  await s.cancel(booked.body.enrollmentId, booked.body.cancelToken);
  assert.match(
    await owner.read("/console"),
    /Needs you A seat opened in Pilates Class, Wednesday, May 13 at 12:00 PM\. 1 person is waiting\. Choose who gets it/,
  );
  // Whichever week is in view.
  assert.match(await owner.read("/console?week=2026-09-01"), /A seat opened/);

  const fresh = await addStudio(t, { onboarded: false });
  assert.match(await (await signIn(t, fresh)).read("/console"), /You can’t take payments yet\. .* Connect Stripe/);
});

Deno.test("a refund that Stripe will not make is shown on the schedule", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await s.addClass({ inHours: 72 });
  await s.seat(id, person(1));
  t.stripe.fail({ route: "POST /v1/refunds", status: 402, times: 20 });
  await s.manage("POST", `classes/${id}/cancel`, {});
  for (let i = 0; i < 6; i++) await t.pass(HOUR);
  assert.match(
    await owner.read("/console"),
    /A refund needs you\. Stripe could not return \$20\.00 to Jane 1\. See why/,
  );
  await t.pass(DAY);
  while ((await owner.read("/console")).includes("A refund needs you")) await t.pass(HOUR);
});

Deno.test("a large class is drawn in proportion, and never as full while a seat is open", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await s.addClass({ capacity: 100, priceCents: 0, inHours: 5 });
  await t.db.write(s.id, (tx) => tx.run("UPDATE class_sessions SET capacity = 99 WHERE id = ?", [id]));
  for (let i = 0; i < 98; i++) await s.book(id, person(i));
  const drawn = marks(dayOf((await owner.page("/console")).text, "2026-05-11"));
  assert.equal(drawn.booked + drawn.open, 24);
  assert.equal(drawn.open, 1);
});

Deno.test("a new studio is taught to make its first service", async () => {
  await using t = await studio();
  const made = await t.send("POST", "/api/manage/providers", {
    handle: "brand-new",
    displayName: "Brand New",
    email: "new@example.com",
    timezone: "Europe/Berlin",
  }, { authorization: "Bearer operator-token-of-the-tests" });
  const studioOf = {
    ...t.studio,
    manage: (method: string, path: string) =>
      t.send(method, `/api/manage/${path}`, undefined, { authorization: `Bearer ${made.body.ownerToken}` }),
  };
  const owner = await signIn(t, studioOf as unknown as typeof t.studio);
  assert.match(await owner.read("/console"), /A class is a service with a date\..*Make a service/);
  assert.match(await owner.read("/console"), /in Berlin|No classes this week/);
});

Deno.test("the now-line stands between what has begun and what has not", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  await s.addClass({ inHours: 1 });
  await s.addClass({ inHours: 3 });
  await t.pass(2 * HOUR + 10 * MINUTE);
  const today = dayOf((await owner.page("/console")).text, "2026-05-11");
  const at = (text: string) => today.indexOf(text);
  assert.ok(at("11:00 AM") < at('id="now"') && at('id="now"') < at("1:00 PM"), today);
  assert.match(today, /aria-label="Now, 12:10 PM"/);
  assert.match(today, /class="session over"[\s\S]*class="session next"/);
  assert.equal(iso(t.clock.now()).slice(11, 16), "17:10");
});

Deno.test("a week that is over is not folded away, and a week of another year has its year", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const past = await owner.page("/console?week=2026-05-04");
  assert.match(past.text, /class="days agenda over"/);
  assert.match(readable(past.text), /No classes that week/);
  const now = await owner.page("/console");
  assert.ok(!now.text.includes("agenda over"));
  assert.match(readable(now.text), /No classes this week/);
  assert.match(await owner.read("/console?week=2027-03-08"), /March 8–14, 2027/);
});

Deno.test("classes that overlap stand side by side, each day's hour once, and the now-line between begun and to come", async () => {
  await using t = await studio(); // Monday, 10:00 AM; a class lasts 50 minutes
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const add = (minutes: number, service = s.serviceId) =>
    s.manage("POST", "classes", { serviceId: service, scheduledAt: iso(t.clock.now() + minutes * MINUTE) });
  for (const minutes of [64, 69, 69]) assert.equal((await add(minutes)).status, 201); // 11:04, 11:09, 11:09
  const short = await s.manage("POST", "services", { name: "Stretch", durationMin: 15, priceCents: 0 });
  for (const minutes of [120, 140]) assert.equal((await add(minutes, short.body.id)).status, 201); // 12:00, 12:20
  await t.pass(67 * MINUTE);
  const { text } = await owner.page("/console");
  const today = dayOf(text, "2026-05-11");
  assert.match(today, /class="day today lanes-3"/);
  const lanes = /<div class="lanes n3">[\s\S]*?<\/div>/.exec(today)![0];
  assert.match(readable(`<main>${lanes}`), /11:04 AM .*11:07 AM .*11:09 AM .*11:09 AM/);
  assert.ok(!/lanes n2/.test(today), "what ends before the next begins stands below each other");
  const hours = [...today.matchAll(/<li class="h(\d+)">/g)].map((found) => found[1]);
  assert.deepEqual(hours, ["11", "12"]);
  assert.equal(text.match(/id="now"/g)?.length, 1);
  // Hours without a start take no room, and each that stands has its label.
  assert.deepEqual([...text.matchAll(/<li class="h\d+">(\d+ [AP]M)<\/li>/g)].map((found) => found[1]), [
    "11 AM",
    "12 PM",
  ]);

  await t.pass(10 * MINUTE); // all three have begun: below them
  const later = dayOf((await owner.page("/console")).text, "2026-05-11");
  assert.match(later, /<\/div><p class="now" id="now">/);
});
