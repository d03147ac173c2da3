/** After the class: no-shows, and its completion. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { mark, page } from "./class_pages.ts";

Deno.test("after the end the rest is marked as no-show, and the class completed; each twice changes nothing more", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 2, priceCents: 0 });
  const ids: string[] = [];
  for (let i = 1; i <= 4; i++) ids.push((await t.studio.book(classId, person(i))).body.enrollmentId);
  await mark(owner, classId, ids[0], "here");
  await t.pass(2 * HOUR + 49 * MINUTE);
  const hidden = new URLSearchParams(
    formOf((await owner.page(page(classId))).text, `/console/bookings/${ids[0]}/attendance`),
  ).toString();
  const early = await owner.send("POST", `${page(classId)}/no-shows`, hidden);
  assert.equal(early.status, 409);
  assert.match(readable(early.text), /not over yet/);
  assert.ok(!early.text.includes("Complete class"));
  await t.pass(MINUTE);
  assert.match(await owner.read(page(classId)), /Mark the other 3 as no-show Complete class Completing is final/);
  const marked = await owner.submit(page(classId), {}, `${page(classId)}/no-shows`);
  assert.match(readable((await owner.follow(marked)).text), /Everybody who was not here is marked as a no-show/);
  assert.deepEqual(await Promise.all(ids.map((id) => t.studio.statusOf(id))), [
    "Confirmed",
    "NoShow",
    "NoShow",
    "NoShow",
  ]);
  assert.equal((await owner.send("POST", `${page(classId)}/no-shows`, hidden)).status, 303);
  const completed = await owner.submit(page(classId), {}, `${page(classId)}/complete`);
  const after = readable((await owner.follow(completed)).text);
  assert.match(after, /The class is completed\./);
  assert.ok(!/Complete class|Cancel this class|Edit|Mark the other/.test(after), after);
  assert.equal(await t.studio.statusOf(ids[0]), "Completed");
  assert.equal((await owner.send("POST", `${page(classId)}/complete`, hidden)).status, 303);
});
