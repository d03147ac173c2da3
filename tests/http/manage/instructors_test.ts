import assert from "node:assert/strict";
import { invalid, isId } from "../../support/http.ts";
import { studio } from "../../support/studio.ts";

Deno.test("an instructor is added and listed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "instructors", { name: "  Sarah Lee " });
  isId(made.body.id, "ins");
  assert.deepEqual([made.status, made.body], [201, { id: made.body.id, name: "Sarah Lee" }]);
  const listed = await s.manage("GET", "instructors");
  assert.deepEqual([listed.status, listed.body], [200, { items: [made.body], nextCursor: null }]);
  invalid(await s.manage("POST", "instructors", {}), "name");
});
