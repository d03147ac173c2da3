/** GET /api/cal/<token>.ics */
import assert from "node:assert/strict";
import ICAL from "ical.js";
import { DAY, HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { changeInstructorName } from "../../../src/workflows/catalog/instructors.ts";
import { refused } from "../../support/http.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

const path = (url: string) => new URL(url).pathname;

async function feedPath(s: Studio, email = person().email): Promise<string> {
  const { items } = (await s.manage("GET", `clients?q=${email}`)).body;
  return path((await s.manage("GET", `clients/${items[0].id}`)).body.calendarFeedUrl);
}

interface Event {
  uid: string;
  sequence: number;
  status: string;
  start: string;
}
const events = (text: string): Event[] =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((one) => ({
    uid: String(one.getFirstPropertyValue("uid")),
    sequence: Number(one.getFirstPropertyValue("sequence")),
    status: String(one.getFirstPropertyValue("status")),
    start: iso((one.getFirstPropertyValue("dtstart") as { toJSDate(): Date }).toJSDate().getTime()),
  }));

Deno.test("the feed is a calendar as Apple, Google and Outlook read it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seat = await s.seat(await s.addClass());
  const got = await t.send("GET", await feedPath(s));
  assert.equal(got.status, 200);
  assert.equal(got.headers.get("content-type"), "text/calendar; charset=utf-8");
  assert.equal(got.headers.get("content-disposition"), null);
  assert.ok(got.text.startsWith("BEGIN:VCALENDAR\r\n") && got.text.endsWith("END:VCALENDAR\r\n"));
  for (
    const line of [
      "VERSION:2.0",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "X-WR-TIMEZONE:America/Chicago",
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
      "X-PUBLISHED-TTL:PT1H",
      "DTSTART:20260514T150000Z",
      "DTEND:20260514T155000Z",
      "DTSTAMP:20260511T150000Z",
      "STATUS:CONFIRMED",
    ]
  ) assert.ok(got.text.split("\r\n").includes(line), `${line} in\n${got.text}`);
  const [event] = events(got.text);
  assert.ok(event.uid.includes(seat.id));
  assert.ok(!/TZID|ATTENDEE/.test(got.text));
});

Deno.test("the feed has a strong ETag that stands until something changes, 304 and HEAD", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  await s.seat(classId);
  const at = await feedPath(s);
  const first = await t.send("GET", at);
  const etag = first.headers.get("etag")!;
  assert.match(etag, /^"[\x21\x23-\x7e]+"$/);
  t.clock.advance(HOUR);
  const unchanged = await t.send("GET", at, undefined, { "if-none-match": etag });
  assert.deepEqual([unchanged.status, unchanged.text, unchanged.headers.get("etag")], [304, "", etag]);
  const head = await t.send("HEAD", at);
  assert.deepEqual([head.status, head.text, head.headers.get("etag")], [200, "", etag]);
  assert.equal(head.headers.get("content-type"), "text/calendar; charset=utf-8");
  await s.manage("PATCH", `classes/${classId}`, { scheduledAt: iso(t.clock.now() + 100 * HOUR) });
  const changed = await t.send("GET", at, undefined, { "if-none-match": etag });
  assert.equal(changed.status, 200);
  assert.notEqual(changed.headers.get("etag"), etag);
});

Deno.test("a change keeps the UID and raises the SEQUENCE, also the cancellation", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const seat = await s.seat(classId);
  const at = await feedPath(s);
  const seen = [events((await t.send("GET", at)).text)[0]];
  const moves = [100, 120];
  for (const hours of moves) {
    const moved = iso(t.clock.now() + hours * HOUR);
    await s.manage("PATCH", `classes/${classId}`, { scheduledAt: moved });
    const [event] = events((await t.send("GET", at)).text);
    assert.equal(event.start, moved);
    seen.push(event);
  }
  await s.cancel(seat.id, seat.cancelToken);
  seen.push(events((await t.send("GET", at)).text)[0]);
  assert.equal(new Set(seen.map((one) => one.uid)).size, 1);
  for (let i = 1; i < seen.length; i++) assert.ok(seen[i].sequence > seen[i - 1].sequence);
  assert.deepEqual(seen.map((one) => one.status), ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]);
});

Deno.test("a new name of the studio is a change: it raises the SEQUENCE of every event that is still shown, and of no other studio's", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  await other.seat(await other.addClass(), person(2));
  await s.seat(await s.addClass({ inHours: 1 }));
  t.clock.advance(30 * DAY);
  await s.seat(await s.addClass({ inHours: 24 }));
  const [mine, theirs] = [await feedPath(s), await feedPath(other, person(2).email)];
  const read = async (at: string) => (await t.send("GET", at)).text;
  const before = [await read(mine), await read(theirs)];
  const changed = async (change: Record<string, string>) => {
    t.clock.advance(MINUTE);
    assert.equal((await s.manage("PATCH", "provider", change)).status, 200);
    return await read(mine);
  };
  assert.equal(await changed({ bio: "Reformer", displayName: "Sculpt Pilates Co." }), before[0], "the same name again");
  const after = await changed({ displayName: "Sculpt & Friends" });
  assert.match(after, /\r\nLOCATION:Sculpt & Friends\r\n/);
  assert.deepEqual(events(after), events(before[0]).map((one) => ({ ...one, sequence: one.sequence + 1 })));
  assert.equal(events(after).length, 2);
  const modified = (text: string) => text.match(/LAST-MODIFIED:\w+/g)!;
  for (const [i, line] of modified(after).entries()) assert.ok(line > modified(before[0])[i], line);
  assert.equal(await read(theirs), before[1]);
});

Deno.test("a new name of an instructor raises the SEQUENCE of their own classes", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const ids = [];
  for (const name of ["Ana", "Ben"]) ids.push((await s.manage("POST", "instructors", { name })).body.id);
  for (const [n, instructorId] of ids.entries()) {
    const classId = await s.addClass({ inHours: 48 + n });
    assert.equal((await s.manage("PATCH", `classes/${classId}`, { instructorId })).status, 200);
    await s.seat(classId);
  }
  const at = await feedPath(s);
  const before = events((await t.send("GET", at)).text);
  for (const name of ["Anna", "Anna"]) await changeInstructorName(t.ctx, s.id, ids[0], name);
  const { text } = await t.send("GET", at);
  assert.match(text, /DESCRIPTION:With Anna/);
  assert.deepEqual(events(text), before.map((one, n) => ({ ...one, sequence: one.sequence + (n === 0 ? 1 : 0) })));
});

Deno.test("holds are not in it; no-shows and completed classes are", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass({ inHours: 5 }));
  const [came, missed] = [await s.addClass({ inHours: 1 }), await s.addClass({ inHours: 2 })];
  const seats = [await s.seat(came), await s.seat(missed)];
  const at = await feedPath(s);
  const uids = async () => events((await t.send("GET", at)).text).map((one) => one.uid);
  assert.equal((await uids()).length, 2);
  assert.ok(!(await t.send("GET", at)).text.includes(held.id));
  t.clock.advance(3 * HOUR);
  await s.manage("POST", `classes/${came}/complete`);
  await s.manage("POST", `enrollments/${seats[1].id}/no-show`);
  const now = await uids();
  assert.equal(now.length, 2);
  for (const seat of seats) assert.ok(now.some((uid) => uid.includes(seat.id)));
});

Deno.test("a cancelled booking stays for 30 days, then goes", async () => {
  await using t = await studio();
  const { studio: s } = t;
  // The class is far away: only the cancellation's age counts.
  const seat = await s.seat(await s.addClass({ inHours: 90 * 24 }));
  const at = await feedPath(s);
  await s.cancel(seat.id, seat.cancelToken);
  t.clock.advance(30 * DAY - 1);
  assert.equal(events((await t.send("GET", at)).text)[0].status, "CANCELLED");
  t.clock.advance(1);
  assert.equal(events((await t.send("GET", at)).text).length, 0);
});

Deno.test("a session stays until 30 days after its end", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.seat(await s.addClass({ inHours: 1 }));
  const at = await feedPath(s);
  t.clock.advance(HOUR + 50 * MINUTE + 30 * DAY - 1);
  assert.equal(events((await t.send("GET", at)).text).length, 1);
  t.clock.advance(1);
  assert.equal(events((await t.send("GET", at)).text).length, 0);
});

Deno.test("each client has one feed of their own, which the owner can replace", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  await s.seat(classId, person(1));
  await s.seat(classId, person(2));
  const [mine, theirs] = [await feedPath(s, person(1).email), await feedPath(s, person(2).email)];
  assert.notEqual(mine, theirs);
  assert.equal(await feedPath(s, person(1).email), mine);
  assert.equal(events((await t.send("GET", mine)).text).length, 1);
  const id = (await s.manage("GET", `clients?q=${person(1).email}`)).body.items[0].id;
  const replaced = await s.manage("POST", `clients/${id}/calendar-feed`);
  assert.equal(replaced.status, 200);
  assert.notEqual(path(replaced.body.calendarFeedUrl), mine);
  refused(await t.send("GET", mine), 404);
  assert.equal((await t.send("GET", path(replaced.body.calendarFeedUrl))).status, 200);
});

Deno.test("an unknown token is 404, in whatever form it comes", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.seat(await s.addClass());
  const at = await feedPath(s);
  for (
    const wrong of [
      "/api/cal/none.ics",
      "/api/cal/.ics",
      "/api/cal/%00.ics",
      `/api/cal/${"x".repeat(3000)}.ics`,
      at.replace(".ics", ""),
      at.replace(".ics", ".ICS"),
      `${at}x`,
      at.toUpperCase().replace("/API/CAL/", "/api/cal/"),
      "/api/cal/..%2F..%2Fetc",
    ]
  ) refused(await t.send("GET", wrong), 404);
});

Deno.test("a studio's name can't write into the calendar", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.manage("PATCH", "provider", { displayName: "A, B; C\\nEND:VCALENDAR" });
  await s.seat(await s.addClass());
  const got = await t.send("GET", await feedPath(s));
  assert.ok(got.text.includes("\r\nX-WR-CALNAME:A\\, B\\; C\\\\nEND:VCALENDAR\r\n"), got.text);
  assert.equal(new ICAL.Component(ICAL.parse(got.text)).getAllSubcomponents("vevent").length, 1);
  assert.equal(got.text.match(/\nEND:VCALENDAR\r\n/g)!.length, 1);
});
