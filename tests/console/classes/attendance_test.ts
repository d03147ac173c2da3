/** Here, No-show and Undo. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { checkedIn, mark, page, rowOf } from "./class_pages.ts";

Deno.test("Here ticks somebody off on the day of the class, and a second click takes it back", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 26 });
  const { id } = await t.studio.seat(classId);
  assert.ok(!(await owner.page(page(classId))).text.includes('value="here"'), "not the day before");
  await t.pass(20 * HOUR);
  const done = await mark(owner, classId, id, "here");
  assert.equal(done.to, `${page(classId)}#b-${id}`);
  const shown = await owner.page(page(classId));
  assert.match(readable(shown.text), /1 of 1 here/);
  assert.match(shown.text, /name="attendance" value="undo" aria-pressed="true"/);
  const at = (await t.studio.books("enrollments"))[0].checked_in_at;
  await t.pass(MINUTE);
  await mark(owner, classId, id, "here");
  assert.equal((await t.studio.books("enrollments"))[0].checked_in_at, at, "ticked once");
  await mark(owner, classId, id, "undo");
  await mark(owner, classId, id, "undo");
  assert.equal(await checkedIn(t, id), false);
  assert.match(await owner.read(page(classId)), /0 of 1 here/);
});

Deno.test("what can't be marked is refused and changes nothing", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ inHours: 50 });
  const { id } = await s.seat(classId);
  const held = await s.hold(classId, person(2));
  const gone = await s.seat(classId, person(3));
  await s.cancel(gone.id, gone.cancelToken);
  const form = new URLSearchParams(
    formOf((await owner.page(page(classId))).text, `/console/bookings/${id}/attendance`),
  );
  const send = (enrollment: string, attendance: string) =>
    owner.send("POST", `/console/bookings/${enrollment}/attendance`, `${form}&attendance=${attendance}`);
  const cases: [string, string, number, RegExp][] = [
    [id, "here", 409, /on the day of the class/],
    [id, "no-show", 409, /has not started yet/],
    [id, "constructor", 400, /Nothing was chosen/],
    [held.id, "here", 409, /not paid yet/],
    [held.id, "undo", 409, /not paid yet/],
    [gone.id, "here", 410, /holds no seat any more/],
    [gone.id, "undo", 410, /holds no seat any more/],
  ];
  for (const [enrollment, attendance, status, says] of cases) {
    const got = await send(enrollment, attendance);
    assert.equal(got.status, status, attendance);
    assert.match(readable(got.text), says);
    assert.match(got.text, /<h1>Pilates Class<\/h1>/);
  }
  assert.equal(await s.statusOf(id), "Confirmed");
  assert.equal(await checkedIn(t, id), false);
});

Deno.test("a no-show is marked from the start of the class, is not here, and can be undone", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 2 });
  const { id } = await t.studio.seat(classId);
  await mark(owner, classId, id, "here");
  assert.ok(!(await owner.page(page(classId))).text.includes('value="no-show"'));
  await t.pass(2 * HOUR);
  await mark(owner, classId, id, "no-show");
  assert.equal(await t.studio.statusOf(id), "NoShow");
  assert.equal(await checkedIn(t, id), false);
  const shown = await owner.page(page(classId));
  assert.match(rowOf(shown, id), /^Jane 1 No-show Paid \$20\.00 Undo no-show of Jane 1$/);
  assert.equal((await mark(owner, classId, id, "here")).status, 409, "undo it first");
  await mark(owner, classId, id, "undo");
  assert.equal(await t.studio.statusOf(id), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/5");

  await mark(owner, classId, id, "no-show");
  await t.studio.manage("POST", `classes/${classId}/complete`);
  await mark(owner, classId, id, "undo");
  assert.equal(await t.studio.statusOf(id), "Completed", "the class is completed");
});
