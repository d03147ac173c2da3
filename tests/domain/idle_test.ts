import { deepStrictEqual as same, rejects, strictEqual as equal } from "node:assert";
import { whileCommitting } from "../../src/domain/idle.ts";

Deno.test("what is done while committing comes after what is done now, and its result to whoever awaits it", async () => {
  const done: string[] = [];
  const later = whileCommitting(() => done.push("later"));
  await Promise.resolve().then(() => done.push("now"));
  equal(await later, 2);
  same(done, ["now", "later"]);
});

Deno.test("what fails then fails for whoever awaits it, and nobody has to", async () => {
  const fail = () => whileCommitting(() => JSON.parse("{"));
  fail();
  const awaited = fail();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await rejects(awaited, SyntaxError);
});
