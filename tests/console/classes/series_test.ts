/** A class that belongs to a series: only this one, or this and those that follow. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

async function weekly(s: Studio, weeks: number): Promise<{ id: string; scheduledAt: string }[]> {
  const made = await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    scheduledAt: iso(s.t.clock.now() + 3 * DAY),
    repeat: { weekly: weeks },
  });
  return made.body.items;
}

Deno.test("the edit form asks what changes; conflicts of every date stand before anything is saved", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const { body: sarah } = await s.manage("POST", "instructors", { name: "Sarah" });
  const classes = await weekly(s, 3);
  await s.manage("POST", "classes", {
    serviceId: s.serviceId,
    instructorId: sarah.id,
    scheduledAt: iso(Date.parse(classes[2].scheduledAt) + HOUR),
  });
  const path = `/console/classes/${classes[1].id}/edit`;
  assert.match(await owner.read(path), /What changes Only this class This and those that follow: 2 classes/);
  assert.doesNotMatch(await owner.read(`/console/classes/${await s.addClass()}/edit`), /What changes/);
  const fields = { apply: "following", durationMin: "70", instructorId: sarah.id };
  const asked = await owner.submit(path, fields);
  assert.match(readable(asked.text), /Nothing is saved yet\..*: Sarah teaches/);
  assert.equal((await s.class(classes[2].id)).durationMin, 50);
  const checked = /name="checked" value="([^"]+)"/.exec(asked.text)![1];
  const saved = await owner.submit(path, { ...fields, checked });
  assert.equal(saved.status, 303, readable(saved.text));
  assert.deepEqual(await Promise.all(classes.map(async ({ id }) => (await s.class(id)).durationMin)), [50, 70, 70]);
  for (const n of [1, 2]) await s.seat(classes[2].id, person(n));
  const few = await owner.submit(path, { apply: "following", capacity: "1" });
  assert.match(readable(few.text), /Nothing was changed: more seats than that are taken or held on/);
});

Deno.test("this and those that follow are cancelled after every refund was shown", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classes = await weekly(s, 3);
  for (const { id } of classes) await s.seat(id);
  const path = `/console/classes/${classes[1].id}`;
  assert.ok((await owner.page(path)).text.includes(`href="${path}/cancel-series"`));
  assert.match(await owner.read(`${path}/cancel-series`), /Cancel 2 classes\?.*1 person \$20\.00.*2 classes \$40\.00/);
  const done = await owner.submit(`${path}/cancel-series`, { message: "We move house." });
  assert.match(readable((await owner.follow(done)).text), /Cancelled\./);
  await t.settle();
  assert.deepEqual(await Promise.all(classes.map(async ({ id }) => (await s.class(id)).status)), [
    "Scheduled",
    "Cancelled",
    "Cancelled",
  ]);
  const [mail] = t.mailer.of("series_cancelled", person().email);
  assert.match(mail.text, /We move house\./);
  assert.equal(t.stripe.refunds.size, 2);
});
