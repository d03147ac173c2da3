/** Editing a class. */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";
import { instructor, sendOn, taught } from "./new_class_pages.ts";

const editPage = (classId: string) => `/console/classes/${classId}/edit`;

Deno.test("a class is changed; who is booked is notified of a new time, and how many is said before", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const sarah = await instructor(t);
  const classId = await s.addClass();
  await s.seat(classId);
  await s.hold(classId, person(2));
  const shown = await owner.page(editPage(classId));
  assert.match(
    readable(shown.text),
    /A new date or time is mailed to 2 people booked or paying\. They keep their seats\..*2 seats are taken or held\./,
  );
  const noted = await owner.submit(editPage(classId), { publicNote: "Bring <socks>", capacity: "8", price: "25" });
  assert.equal(noted.to, `/console/classes/${classId}?done=saved`);
  assert.match(readable((await owner.follow(noted)).text), /8 seats.*Saved\..*Bring <socks>/);
  await t.settle();
  assert.equal(t.mailer.of("class_moved").length, 0);
  const before = await s.class(classId);
  assert.deepEqual([before.capacity, before.priceCents, before.publicNote], [8, 2500, "Bring <socks>"]);

  const body = new URLSearchParams(formOf((await owner.page(editPage(classId))).text, editPage(classId)));
  body.set("date", "2026-05-15");
  body.set("time", "18:30");
  body.set("instructorId", sarah);
  body.set("publicNote", "");
  const moved = await owner.send("POST", editPage(classId), body.toString());
  assert.match(
    readable((await owner.follow(moved)).text),
    /Friday, May 15, 6:30 – 7:20 PM.*Everybody booked is notified of the new time by email\./,
  );
  assert.equal((await owner.send("POST", editPage(classId), body.toString())).status, 303, "the second click");
  await t.settle();
  assert.equal(t.mailer.of("class_moved").length, 2);
  const after = await s.class(classId);
  assert.deepEqual([after.scheduledAt, after.instructor.id, after.publicNote], [
    "2026-05-15T23:30:00.000Z",
    sarah,
    null,
  ]);
});

Deno.test("conflicts of a change are shown first; another time is checked again", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  const classId = await taught(t, sarah, "2026-06-02T16:00:00.000Z"); // 11:00 AM
  const asked = await owner.submit(editPage(classId), { time: "09:30" });
  assert.equal(asked.status, 200);
  assert.match(
    readable(asked.text),
    /Nothing is saved yet\. Sarah Lee teaches Pilates Class at 9:00 AM\..*Save anyway/,
  );
  const other = await sendOn(owner, asked.text, editPage(classId), { time: "09:15" });
  assert.match(readable(other.text), /Nothing is saved yet\./);
  assert.equal((await t.studio.class(classId)).scheduledAt, "2026-06-02T16:00:00.000Z");
  assert.equal((await sendOn(owner, other.text, editPage(classId))).status, 303);
  assert.equal((await t.studio.class(classId)).scheduledAt, "2026-06-02T14:15:00.000Z");
  // A conflict that stands already is not asked about when something else is changed.
  assert.equal((await owner.submit(editPage(classId), { publicNote: "Socks" })).status, 303);
  assert.match(
    readable((await owner.submit(editPage(classId), { date: "2026-05-11", time: "09:59" })).text),
    /This is in the past\./,
  );
  assert.match(
    readable((await owner.submit(editPage(classId), { date: "2027-03-14", time: "02:30" })).text),
    /2:30 AM does not exist on March 14/,
  );
});

Deno.test("the second pass of a repeated hour and odd seconds stay where they are", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  for (const at of ["2026-11-01T07:30:00.000Z", "2026-06-02T14:00:30.000Z"]) {
    const made = await t.studio.manage("POST", "classes", { serviceId: t.studio.serviceId, scheduledAt: at });
    assert.equal((await owner.submit(editPage(made.body.id), { capacity: "9" })).status, 303);
    assert.equal((await t.studio.class(made.body.id)).scheduledAt, at);
  }
});

Deno.test("fewer seats than are taken, and every other mistake, is shown beside the field and kept", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  await instructor(t);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  await t.studio.hold(classId, person(2));
  const cases: [Record<string, string>, string, RegExp][] = [
    [{ capacity: "1" }, "capacity", /2 seats are taken or held already, so it can’t be fewer than 2\./],
    [{ capacity: "" }, "capacity", /Fill this in\./],
    [{ price: "" }, "price", /Fill this in\./],
    [{ price: "free" }, "price", /Write an amount/],
    [{ durationMin: "0" }, "durationMin", /At least 1\./],
    [{ date: "" }, "date", /Choose a date\./],
    [{ time: "9" }, "time", /Choose a time/],
    [{ instructorId: "nobody" }, "instructorId", /Choose somebody/],
    [{ publicNote: "\u0007" }, "publicNote", /control characters/],
  ];
  const before = await t.studio.class(classId);
  for (const [fields, name, says] of cases) {
    const got = await owner.submit(editPage(classId), { publicNote: "Socks", ...fields });
    assert.equal(got.status, 400, name);
    assert.match(new RegExp(`id="${name}-error">([^<]*)<`).exec(got.text)?.[1] ?? "", says);
    if (name !== "instructorId") {
      assert.equal(new URLSearchParams(formOf(got.text, editPage(classId))).get(name), fields[name]);
    }
  }
  assert.deepEqual(await t.studio.class(classId), before);
});

Deno.test("a class that is cancelled, completed or another studio’s can’t be changed", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 1 });
  const body = new URLSearchParams(formOf((await owner.page(editPage(classId))).text, editPage(classId)));
  body.set("capacity", "9");
  await t.pass(HOUR);
  await t.studio.manage("POST", `classes/${classId}/complete`);
  for (
    const got of [await owner.send("GET", editPage(classId)), await owner.send("POST", editPage(classId), `${body}`)]
  ) {
    assert.equal(got.status, 410);
    assert.match(readable(got.text), /This class is completed and can’t be changed any more\./);
  }
  const foreign = await (await addStudio(t)).addClass();
  assert.equal((await owner.send("GET", editPage(foreign))).status, 404);
  assert.equal((await owner.send("POST", editPage(foreign), `${body}`)).status, 404);
});
