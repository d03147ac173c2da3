/** The page on which the owner says how open seats go to who waits. */
import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";

const PAGE = "/console/settings/waitlists";

Deno.test("the owner turns automatic offers on, and the seat that is open is offered", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(readable((await owner.page("/console/settings")).text), /Waitlists You choose who gets an open seat/);
  const classId = await t.studio.addClass({ capacity: 1 });
  const seat = await t.studio.seat(classId, person(1));
  await t.studio.wait(classId, person(2));
  await t.studio.cancel(seat.id, seat.cancelToken);
  await t.settle();
  assert.equal(await t.studio.seats(classId), "0/0/1");

  const saved = await owner.submit(PAGE, {
    waitlistMode: "automatic",
    waitlistOfferMinutes: "45",
    waitlistUsesPacks: "on",
  });
  assert.match(readable((await owner.follow(saved)).text), /Saved\./);
  const { body } = await t.studio.manage("GET", "provider");
  assert.deepEqual(
    [body.waitlistMode, body.waitlistOfferMinutes, body.waitlistCutoffHours, body.waitlistUsesPacks],
    ["automatic", 45, 2, true],
  );
  await t.settle();
  assert.equal(await t.studio.seats(classId), "0/1/0");
});

Deno.test("what can't be is said at its field, and nothing is saved", async () => {
  await using t = await studio({ onboarded: false });
  const owner = await signIn(t, t.studio);
  assert.match(readable((await owner.page(PAGE)).text), /only seats in free classes are offered/);
  const refused = await owner.submit(PAGE, { waitlistMode: "automatic", waitlistOfferMinutes: "5" });
  assert.equal(refused.status, 400);
  assert.match(refused.text, /aria-invalid/);
  assert.equal((await t.studio.manage("GET", "provider")).body.waitlistMode, "manual");
});
