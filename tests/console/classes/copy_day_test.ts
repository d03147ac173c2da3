/** Copying a day of the week before. */
import assert from "node:assert/strict";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";
import { COPY, instructor, sendOn, starts, taught } from "./new_class_pages.ts";

Deno.test("a day is copied from a week before: the list first, then one click; twice creates them once", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-05-26T14:00:00.000Z");
  await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: "2026-05-26T22:00:00.000Z",
    capacity: 3,
    priceCents: 0,
    durationMin: 30,
    publicNote: "Socks",
  });
  const off = await taught(t, sarah, "2026-05-26T18:00:00.000Z");
  await s.manage("POST", `classes/${off}/cancel`);
  const list = await owner.page(`${COPY}?to=2026-06-02`);
  assert.match(
    readable(list.text),
    /Copy to Tuesday, June 2 The classes of Tuesday, May 26,.* 9:00 AM Pilates Class Sarah Lee, 50 minutes, \$20\.00, 6 seats 5:00 PM Pilates Class 30 minutes, free, 3 seats Copy 2 classes Copy nothing/,
  );
  assert.equal((await starts(t)).length, 3, "nothing is created yet");
  const body = new URLSearchParams(formOf(list.text, COPY)).toString();
  for (let i = 0; i < 2; i++) {
    assert.equal((await owner.send("POST", COPY, body)).to, "/console?week=2026-06-02&done=classes-made");
  }
  assert.deepEqual((await starts(t)).slice(3), ["2026-06-02 09:00", "2026-06-02 17:00"]);
  const copy = (await s.manage("GET", "classes")).body.items.at(-1);
  assert.deepEqual([copy.capacity, copy.priceCents, copy.durationMin, copy.publicNote, copy.enrolledCount], [
    3,
    0,
    30,
    "Socks",
    0,
  ]);

  const again = await owner.page(`${COPY}?to=2026-06-02`);
  assert.match(readable(again.text), /This is on the schedule already\..*Tick a class first/);
  assert.equal((await sendOn(owner, again.text, COPY)).status, 400);
  assert.equal((await starts(t)).length, 5);
});

Deno.test("copying keeps the time on the clock across a change, and shows conflicts", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = await instructor(t);
  await taught(t, sarah, "2026-10-28T14:00:00.000Z"); // 9:00 AM, daylight time
  await taught(t, sarah, "2026-11-04T15:30:00.000Z"); // 9:30 AM, standard time
  const list = await owner.page(`${COPY}?to=2026-11-04`);
  assert.match(readable(list.text), /9:00 AM Pilates Class .*Sarah Lee teaches Pilates Class at 9:30 AM\./);
  const [id] = /value="(class-[^"]+)"/.exec(list.text)!.slice(1);
  const done = await sendOn(owner, list.text, COPY, { on: id, said: "1" });
  assert.equal(done.to, "/console?week=2026-11-04&done=class-made");
  assert.deepEqual(await starts(t), ["2026-10-28 09:00", "2026-11-04 09:00", "2026-11-04 09:30"]);
});

Deno.test("a day without classes has nothing to copy; another studio’s class can’t be", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const shown = await owner.page(`${COPY}?to=2026-06-03`);
  assert.match(readable(shown.text), /There were no classes on Wednesday, May 27, the week before\./);
  assert.match(shown.text, /href="\/console\/classes\/new\?date=2026-06-03"/);
  assert.equal((await owner.send("GET", COPY)).to, "/console");
  assert.equal((await owner.send("GET", `${COPY}?to=2026-02-30`)).to, "/console");

  const other = await addStudio(t);
  const foreign = await other.addClass({ inHours: 24 });
  await t.studio.addClass({ inHours: 24 });
  const list = await owner.page(`${COPY}?to=2026-05-19`);
  assert.ok(!list.text.includes(foreign));
  const got = await sendOn(owner, list.text, COPY, { on: foreign, said: "1" });
  assert.equal(got.status, 400);
  assert.match(readable(got.text), /Nothing was copied: the classes of that day have changed\./);
  assert.equal((await starts(t)).length, 1);
});
