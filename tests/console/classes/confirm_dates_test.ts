/** The conflicts of a new class, before it is created. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { fill, instructor, NEW_CLASS, sendOn, starts, taught } from "./new_class_pages.ts";

Deno.test("conflicts are listed first, each date with its own; only ticked dates are created", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-09T14:40:00.000Z"); // 9:40 AM
  await t.studio.manage("POST", "blackouts", {
    label: "Floor <work>",
    startsAt: "2026-06-16T13:00:00.000Z",
    endsAt: "2026-06-16T18:00:00.000Z",
    allDay: false,
    kind: "closure",
  });
  const list = await fill(owner, { instructorId: sarah, until: "2026-06-30" });
  assert.equal(list.status, 200);
  assert.deepEqual((await starts(t)).length, 1, "nothing is created yet");
  const text = readable(list.text);
  assert.match(
    text,
    /Create 5 classes\? Pilates Class, 50 minutes, with Sarah Lee\. 2 dates have conflicts and are left out/,
  );
  assert.match(text, /Tuesday, June 9, 9:00 – 9:50 AM Sarah Lee teaches Pilates Class at 9:40 AM\./);
  assert.match(text, /Tuesday, June 16, .* You are closed then: Floor <work>, 8:00 AM to 1:00 PM\./);
  assert.match(text, /Create 3 classes Change details/);

  // Without script the number on the button is stale when ticks change: it comes back once.
  const more = ["2026-06-02", "2026-06-09", "2026-06-30"];
  const once = await sendOn(owner, list.text, NEW_CLASS, { step: "make", on: [...more, "2026-06-23"] });
  assert.equal(once.status, 400);
  assert.match(readable(once.text), /Nothing was created yet: you changed the ticks\..*Create 4 classes/);
  const none = await sendOn(owner, list.text, NEW_CLASS, { step: "make", on: [] });
  assert.equal(none.status, 400);
  assert.match(readable(none.text), /Nothing is ticked\./);

  const done = await sendOn(owner, once.text, NEW_CLASS, { step: "make", on: more, said: "3" });
  assert.equal(done.to, "/console?week=2026-06-02&done=classes-made");
  assert.deepEqual(await starts(t), ["2026-06-02 09:00", "2026-06-09 09:00", "2026-06-09 09:40", "2026-06-30 09:00"]);

  // Its way back keeps what was typed.
  const change = await sendOn(owner, list.text, NEW_CLASS, { step: "change" });
  assert.equal(new URLSearchParams(formOf(change.text, NEW_CLASS)).get("until"), "2026-06-30");
});

Deno.test("one class with a conflict is created by one more click; sent twice it is created once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  const list = await fill(owner, { instructorId: sarah });
  assert.match(
    readable(list.text),
    /Create this class\?.*Sarah Lee teaches Pilates Class at 9:00 AM\. Create class anyway/,
  );
  const body = new URLSearchParams([...formOf(list.text, NEW_CLASS), ["step", "make"]]).toString();
  const got = await Promise.all([owner.send("POST", NEW_CLASS, body), owner.send("POST", NEW_CLASS, body)]);
  assert.deepEqual(got.map((one) => one.to), Array(2).fill("/console?week=2026-06-02&done=class-made"));
  assert.equal((await owner.send("POST", NEW_CLASS, body)).status, 303);
  assert.equal((await starts(t)).length, 2);
});

Deno.test("another class at the same time is no conflict, nor is one that ends as this begins, or is cancelled", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const [sarah, mia] = [await instructor(t), await instructor(t, "Mia")];
  await taught(t, mia, "2026-06-02T14:00:00.000Z");
  await taught(t, sarah, "2026-06-02T13:10:00.000Z"); // to 9:00
  await taught(t, sarah, "2026-06-02T14:50:00.000Z"); // from 9:50
  const gone = await taught(t, sarah, "2026-06-02T14:00:00.000Z");
  await t.studio.manage("POST", `classes/${gone}/cancel`);
  assert.equal((await fill(owner, { instructorId: sarah })).status, 303);
  assert.equal((await fill(owner, {})).status, 303, "nobody is named");
});

Deno.test("a class in the past, or on a day that is closed, is asked about", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(readable((await fill(owner, { date: "2026-05-11" })).text), /This is in the past\. Create class anyway/);
  await t.studio.manage("POST", "blackouts", {
    label: "Memorial Day",
    startsAt: "2026-05-25T05:00:00.000Z",
    endsAt: "2026-05-26T05:00:00.000Z",
    allDay: true,
    kind: "holiday",
  });
  const list = await fill(owner, { date: "2026-05-25", until: "2026-05-31" });
  assert.match(readable(list.text), /You are closed then: Memorial Day, all day\./);
  const all = await fill(owner, { date: "2026-05-04", until: "2026-05-11" });
  assert.match(readable(all.text), /Every date has conflicts\..*Create 2 classes anyway/);
  assert.deepEqual(await starts(t), []);
});

Deno.test("what the clocks do to a time is said before it is created", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const skipped = await fill(owner, { date: "2027-03-14", time: "02:30" });
  assert.match(
    readable(skipped.text),
    /2:30 AM does not exist on March 14: the class will be at 3:30 AM\. Create class Change details/,
  );
  const done = await sendOn(owner, skipped.text, NEW_CLASS, { step: "make" });
  assert.equal(done.to, "/console?week=2027-03-14&done=class-made");
  const twice = await fill(owner, { date: "2026-10-25", until: "2026-11-08", time: "01:30" });
  assert.match(readable(twice.text), /1:30 AM comes twice on November 1: the first is meant\..*Create 3 classes/);
  await sendOn(owner, twice.text, NEW_CLASS, { step: "make" });
  assert.deepEqual(await starts(t), ["2026-10-25 01:30", "2026-11-01 01:30", "2026-11-08 01:30", "2027-03-14 03:30"]);
  const [, first] = (await t.studio.manage("GET", "classes")).body.items;
  assert.equal(first.scheduledAt, "2026-11-01T06:30:00.000Z");
});
