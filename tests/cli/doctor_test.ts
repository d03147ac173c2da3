import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

Deno.test("doctor ends with 0 when all is well, else with 1 and a line for each breach", async () => {
  await using shell = await openShell();
  const { fullClassId } = succeeded(await shell.alera(["demo", "--json"])).json;
  const { sqlite } = { ...new DatabaseSync(":memory:").prepare("SELECT sqlite_version() AS sqlite").get() };
  assert.equal(succeeded(await shell.alera(["doctor"])).out, `All invariants hold (SQLite ${sqlite}).\n`);
  assert.deepEqual(succeeded(await shell.alera(["doctor", "--json"])).json, { ok: true, breaches: [], sqlite });

  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  db.prepare("UPDATE class_sessions SET enrolled_count = 1 WHERE id = ?").run(fullClassId);
  db.close();
  const told = await shell.alera(["doctor"]);
  assert.deepEqual([told.code, told.err], [1, ""]);
  const lines = told.out.trimEnd().split("\n");
  assert.equal(lines.length, 1, told.out);
  assert.match(lines[0], new RegExp(fullClassId));
  const json = await shell.alera(["doctor", "--json"]);
  assert.equal(json.code, 1);
  assert.deepEqual(json.json, { ok: false, breaches: lines, sqlite });
  assert.ok(!/example\.com/.test(told.out), "no personal data");
});

Deno.test("where no database is, doctor says so with 1 and makes none", async () => {
  await using shell = await openShell();
  const empty = `${shell.directory}/empty.db`;
  await Deno.writeTextFile(empty, "");
  for (const path of [`${shell.directory}/none.db?authToken=topsecret`, `${shell.directory}/no/such/place.db`, empty]) {
    const env = { ALERA_DATABASE_URL: `file:${path}` };
    const [told, json] = await Promise.all([shell.alera(["doctor"], env), shell.alera(["doctor", "--json"], env)]);
    assert.deepEqual([told.code, told.err, json.code, json.err], [1, "", 1, ""], told.out + json.out);
    assert.match(told.out, /^database: there is none [^\n]*ALERA_DATABASE_URL[^\n]*\n$/);
    assert.deepEqual(json.json, { ok: false, breaches: [told.out.trimEnd()], sqlite: null });
    assert.ok(!told.out.includes("topsecret") && !told.out.includes(shell.directory), told.out);
  }
  assert.deepEqual([...Deno.readDirSync(shell.directory)].map(({ name }) => name), ["empty.db"]);
  assert.equal(Deno.statSync(empty).size, 0);
});

Deno.test("a file that can't be read as a database is a breach; a place that can't hold one is a wrong setting", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  const whole = await Deno.readFile(`${shell.directory}/alera.db`);
  const damaged: Record<string, Uint8Array> = {
    "text.db": new TextEncoder().encode("this is no database, but a text that is long enough for a header ".repeat(40)),
    "cut.db": whole.slice(0, 8192),
    "zeroed.db": whole.slice().fill(0, 100, 4096),
  };
  for (const [name, bytes] of Object.entries(damaged)) {
    await Deno.writeFile(`${shell.directory}/${name}`, bytes);
    const env = { ALERA_DATABASE_URL: `file:${shell.directory}/${name}` };
    const [told, json] = await Promise.all([shell.alera(["doctor"], env), shell.alera(["doctor", "--json"], env)]);
    assert.deepEqual([told.code, told.err, json.code, json.err], [1, "", 1, ""], name + told.err + json.err);
    assert.match(told.out, /^database: it can't be opened: [^\n]*ALERA_DATABASE_URL[^\n]*\n$/, name);
    assert.deepEqual(json.json, { ok: false, breaches: [told.out.trimEnd()], sqlite: null });
    assert.deepEqual(await Deno.readFile(`${shell.directory}/${name}`), bytes, `${name} is left as it is`);
  }
  endedWith(await shell.alera(["doctor"], { ALERA_DATABASE_URL: `file:${shell.directory}` }), 2, /ALERA_DATABASE_URL/);
  endedWith(await shell.alera(["doctor"], { ALERA_DATABASE_URL: "file:///a%ZZ" }), 2, /ALERA_DATABASE_URL/);
});
