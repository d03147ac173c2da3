import assert from "node:assert/strict";
import { SOURCE_COMMAND } from "../journeys/server.ts";
import { DatabaseSync } from "node:sqlite";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

/** With these, too: Deno then takes a URI, and the file is looked at in place. */
const ALL_PERMISSIONS = SOURCE_COMMAND.map((word) => word === "-P" ? "-A" : word);

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
  assert.equal(lines.pop(), `Found by SQLite ${sqlite}.`);
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

/** What lies in the directory, byte by byte. */
function contents(directory: string): [string, string][] {
  return [...Deno.readDirSync(directory)].filter(({ isFile }) => isFile).map(({ name }): [string, string] => [
    name,
    Deno.readFileSync(`${directory}/${name}`).toBase64(),
  ]).sort();
}

for (const [permissions, command] of [["shipped", undefined], ["all", ALL_PERMISSIONS]] as const) {
  const title =
    `doctor changes nothing, neither in the file nor beside it, and looks where nothing may be written: ${permissions} permissions`;
  Deno.test(title, async () => {
    await using shell = await openShell({ command });
    succeeded(await shell.alera(["demo", "--json"]));
    const before = contents(shell.directory);
    succeeded(await shell.alera(["doctor"]));
    assert.deepEqual(contents(shell.directory), before);

    const kept = `${shell.directory}/kept ?#%`;
    await Deno.mkdir(kept);
    await Deno.copyFile(`${shell.directory}/alera.db`, `${kept}/alera.db`);
    await Deno.chmod(`${kept}/alera.db`, 0o444);
    await Deno.chmod(kept, 0o555);
    try {
      succeeded(await shell.alera(["doctor"], { ALERA_DATABASE_URL: `file:${kept}/alera.db` }));
      assert.deepEqual([...Deno.readDirSync(kept)].map(({ name }) => name), ["alera.db"]);
    } finally {
      await Deno.chmod(kept, 0o755);
    }
  });
}

Deno.test("doctor sees what is only in the log, and says so with 2 when the books are of another version", async () => {
  await using shell = await openShell();
  const { fullClassId } = succeeded(await shell.alera(["demo", "--json"])).json;
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  db.exec("PRAGMA wal_autocheckpoint = 0");
  db.prepare("UPDATE class_sessions SET enrolled_count = 1 WHERE id = ?").run(fullClassId);
  const told = await shell.alera(["doctor"]);
  assert.equal(told.code, 1, told.err);
  assert.match(told.out, new RegExp(fullClassId));
  db.exec("UPDATE schema_migrations SET checksum = 'another'");
  endedWith(await shell.alera(["doctor"]), 2, /./);
  db.close();
  const before = contents(shell.directory);
  endedWith(await shell.alera(["doctor"]), 2, /./);
  assert.deepEqual(contents(shell.directory), before);
});
