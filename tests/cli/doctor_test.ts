import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import Libsql from "libsql";
import { openShell, succeeded } from "../support/cli.ts";

Deno.test("doctor ends with 0 when all is well, else with 1 and a line for each breach", async () => {
  await using shell = await openShell();
  const { fullClassId } = succeeded(await shell.alera(["demo", "--json"])).json;
  equal(succeeded(await shell.alera(["doctor"])).out, "All invariants hold.\n");
  same(succeeded(await shell.alera(["doctor", "--json"])).json, { ok: true, breaches: [] });

  const db = new Libsql(`${shell.directory}/alera.db`);
  db.prepare("UPDATE class_sessions SET enrolled_count = 1 WHERE id = ?").run(fullClassId);
  db.close();
  const told = await shell.alera(["doctor"]);
  same([told.code, told.err], [1, ""]);
  const lines = told.out.trimEnd().split("\n");
  equal(lines.length, 1, told.out);
  match(lines[0], new RegExp(fullClassId));
  const json = await shell.alera(["doctor", "--json"]);
  equal(json.code, 1);
  same(json.json, { ok: false, breaches: lines });
  truth(!/example\.com/.test(told.out), "no personal data");
});
