/** Instructors at the console: added, renamed. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { bodyOf, itemsOf } from "./catalog_records.ts";

const INSTRUCTORS = "/console/settings/instructors";
const NASTY = `<b>"Flow" & Co’s</b>`;

Deno.test("instructors are added once and renamed everywhere", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const body = await bodyOf(owner, INSTRUCTORS, { name: ` ${NASTY} ` });
  const added = await Promise.all([owner.send("POST", INSTRUCTORS, body), owner.send("POST", INSTRUCTORS, body)]);
  for (const one of added) assert.equal(one.to, `${INSTRUCTORS}?done=made`);
  const [{ id, name }, ...more] = await itemsOf(t, "instructors");
  assert.equal(name, NASTY);
  assert.equal(more.length, 0);
  const page = await owner.page(INSTRUCTORS);
  assert.ok(readable(page.text).includes(NASTY) && !page.text.includes("<b>"));
  const wrong = await owner.submit(INSTRUCTORS, { name: "x".repeat(121) });
  assert.equal(wrong.status, 400);
  assert.equal(Object.fromEntries(formOf(wrong.text, INSTRUCTORS)).name, "x".repeat(121));

  const scheduledAt = iso(t.clock.now() + 24 * HOUR);
  const made = await t.studio.manage("POST", "classes", {
    serviceId: t.studio.serviceId,
    scheduledAt,
    instructorId: id,
  });
  const path = `${INSTRUCTORS}/${id}`;
  assert.equal((await owner.submit(path, { name: " " })).status, 400);
  const saved = await owner.submit(path, { name: "Sarah Lee" });
  assert.match(readable((await owner.follow(saved)).text), /Renamed, in every class\. Sarah Lee/);
  assert.equal((await t.studio.class(made.body.id)).instructor.name, "Sarah Lee");
  const shown = await t.studio.call("GET", `/api/classes?handle=${t.studio.handle}&from=2026-05-11&to=2026-05-18`);
  assert.match(shown.text, /Sarah Lee/);
});
