/** The page of a class: when, who, how much; and what is hidden from other studios. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";
import { cancelPage, page } from "./class_pages.ts";

Deno.test("a class says when, who, how much, and how its seats are", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = (await t.studio.manage("POST", "instructors", { name: `Sarah <b>"Lee"&` })).body;
  const classId = await t.studio.addClass({ capacity: 3, inHours: 26 });
  await t.studio.manage("PATCH", `classes/${classId}`, {
    instructorId: sarah.id,
    publicNote: "Grip socks.\nUse <the> side door.",
  });
  await t.studio.seat(classId);
  await t.studio.hold(classId, person(2));
  await t.studio.seat(classId, person(3));
  await t.studio.wait(classId, person(4));
  const shown = await owner.page(page(classId));
  assert.match(shown.text, /<title>Pilates Class, Tue, May 12, 12:00 PM · Sculpt Pilates Co\.<\/title>/);
  assert.match(shown.text, /Sarah &lt;b&gt;&quot;Lee&quot;&amp;, \$20\.00, 3 seats/);
  assert.ok(shown.text.includes("Grip socks.\nUse &lt;the&gt; side door."));
  const text = readable(shown.text);
  assert.match(text, /Tomorrow, Tuesday, May 12, 12:00 – 12:50 PM ?\./);
  assert.match(text, /2 booked, 1 held, full, 1 waiting/);
  assert.ok(!text.includes("Starts in"));
  await t.pass(25 * HOUR + 30 * MINUTE);
  assert.match(await owner.read(page(classId)), /Today, Tuesday, May 12, 12:00 – 12:50 PM ?\. Starts in 30 minutes\./);
  await t.pass(40 * MINUTE);
  assert.match(await owner.read(page(classId)), /Began 10 minutes ago\./);
  await t.pass(HOUR);
  assert.match(await owner.read(page(classId)), /Over\./);
});

Deno.test("an empty class says that nobody has booked, and prints lines to write on", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const { text } = await owner.page(page(classId));
  assert.match(readable(text), /Nobody has booked yet\..*Free, 6 seats|Free, 6 seats.*Nobody has booked yet\./);
  assert.equal(text.match(/class="person print-only"/g)!.length, 6);
  assert.match(text, /<button type="button" class="button" data-print[^>]* hidden/);
});

Deno.test("names and notes are shown as they are written, never as markup", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const nasty = `<b>"Jane"& 'x'`;
  const booked = await t.studio.book(classId, { ...person(1), name: nasty });
  await t.db.write(null, (tx) => tx.run("UPDATE clients SET note = ?", ["Wrist <i>injury</i>"]));
  for (const path of [page(classId), cancelPage(booked.body.enrollmentId)]) {
    const { text } = await owner.page(path);
    assert.ok(!/<b>|<i>injury/.test(text.replaceAll(/<i><\/i>|<b><\/b>/g, "")), path);
    assert.ok(readable(text).includes(nasty), path);
  }
  assert.match((await owner.page(page(classId))).text, /class="note">Wrist &lt;i&gt;injury&lt;\/i&gt;</);
});

Deno.test("another studio's class, booking and waitlist entry are not there, whatever is sent", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const classId = await other.addClass({ priceCents: 0, capacity: 1 });
  const booked = await other.book(classId, person());
  await other.wait(classId, person(2));
  const entry = (await other.roster(classId)).waitlist[0].id;
  const mine = await t.studio.addClass();
  const owner = await signIn(t, t.studio);
  const hidden = new URLSearchParams(formOf((await owner.page(page(mine))).text, `${page(mine)}/cancel`));
  const body = `${hidden}&attendance=here&refund=full`;
  for (const path of [page(classId), `${page(classId)}/cancel`, cancelPage(booked.body.enrollmentId), page("nobody")]) {
    assert.equal((await owner.send("GET", path)).status, 404, path);
  }
  for (
    const path of [
      `${page(classId)}/complete`,
      `${page(classId)}/no-shows`,
      `${page(classId)}/cancel`,
      cancelPage(booked.body.enrollmentId),
      `/console/bookings/${booked.body.enrollmentId}/attendance`,
      `/console/waitlist/${entry}/promote`,
    ]
  ) assert.equal((await owner.send("POST", path, body)).status, 404, path);
  assert.equal(await other.statusOf(booked.body.enrollmentId), "Confirmed");
  assert.equal(await other.seats(classId), "1/0/0");
});
