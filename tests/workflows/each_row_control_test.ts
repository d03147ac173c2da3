/** The negative control of `each_row_test.ts`: where one row that fails stops the others, its tests fail for every kind of row. */
import assert from "node:assert/strict";
import config from "../../deno.json" with { type: "json" };
import { runChild } from "../support/child_process.ts";

const url = (path: string) => new URL(path, import.meta.url).href;

Deno.test("without `handleEachRow`, refunds, checkouts, reminders and messages are held up by one row that fails", async () => {
  const map = await Deno.makeTempFile({ suffix: ".json" });
  const imports = {
    // Written out: the folders of a package, which deno.json implies and an import map does not.
    ...Object.fromEntries(
      Object.entries(config.imports).flatMap(([name, at]) => [[name, at], [`${name}/`, `${at.replace(":", ":/")}/`]]),
    ),
    [url("../../src/workflows/each_row.ts")]: url("../support/careless_each_row.ts"),
  };
  await Deno.writeTextFile(map, JSON.stringify({ imports }));
  const tests = new URL("each_row_test.ts", import.meta.url).pathname;
  const args = ["test", "-A", "--no-check", "--quiet", `--import-map=${map}`, tests];
  const { code, out, err } = await runChild(Deno.execPath(), args, {
    env: { NO_COLOR: "1" },
    cwd: new URL("../..", import.meta.url),
  });
  await Deno.remove(map);
  assert.equal(code, 1, out + err);
  for (
    const held of [
      "the oldest refund, one whose processing throws,",
      "the oldest refund, one of which Stripe's answer is nonsense,",
      "the oldest refund, one that Stripe refuses,",
      "a checkout that can't be processed,",
      "a reminder that can't be written",
      "a mail that left and can't be noted",
    ]
  ) assert.match(out, new RegExp(`^${held}.* \\.\\.\\. FAILED`, "m"), out + err);
  assert.match(out, /^six checkouts at a time .* ok|^six checkouts at a time .* FAILED/m, "the whole file has run");
});
