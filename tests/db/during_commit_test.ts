import assert from "node:assert/strict";
import { duringCommit } from "../../src/db/during_commit.ts";

Deno.test("what is done while committing comes after what is done now, and its result to whoever awaits it", async () => {
  const done: string[] = [];
  const later = duringCommit(() => done.push("later"));
  await Promise.resolve().then(() => done.push("now"));
  assert.equal(await later, 2);
  assert.deepEqual(done, ["now", "later"]);
});

Deno.test("what fails then fails for whoever awaits it, and nobody has to", async () => {
  const fail = () => duringCommit(() => JSON.parse("{"));
  fail();
  const awaited = fail();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await assert.rejects(awaited, SyntaxError);
});
