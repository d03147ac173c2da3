/** The frame of the console's pages, and addresses that are none. */
import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";

Deno.test("More is marked while a page that lies under it is open", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const marked = async (path: string) =>
    /popovertarget="more"[^>]*aria-current="true"/.test((await owner.page(path)).text);
  for (const path of ["/console/appointments", "/console/payments", "/console/settings/keys"]) {
    assert.equal(await marked(path), true, path);
  }
  for (const path of ["/console", "/console/clients", "/console/sales"]) assert.equal(await marked(path), false, path);
});

Deno.test("a form's address opened as a page is told as a page, to programs as before", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 2 });
  const path = `/console/classes/${classId}/complete`;
  const shown = await owner.send("GET", path, undefined, { accept: "text/html" });
  assert.equal(shown.status, 405);
  assert.equal(shown.headers.get("allow"), "POST");
  assert.match(readable(shown.text), /The form is gone .* Nothing was done by that\. To the schedule/);
  const told = await owner.send("GET", path);
  assert.equal(told.status, 405);
  assert.match(told.text, /^\{"error"/);
  assert.equal((await t.studio.class(classId)).status, "Scheduled");
});
