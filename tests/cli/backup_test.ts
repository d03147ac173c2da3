/** Backups, when asked for and on the timer. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startServer, until } from "../journeys/server.ts";
import { endedWith, openShell, type Shell, succeeded } from "../support/cli.ts";

const names = (shell: Shell) => [...Deno.readDirSync(shell.directory)].map(({ name }) => name).sort();

Deno.test("a backup is whole, readable for its owner alone, and replaces no file", async () => {
  await using shell = await openShell();
  const { handle } = succeeded(await shell.alera(["demo", "--json"])).json;
  const file = `${shell.directory}/b.db`;
  const made = succeeded(await shell.alera(["backup", file, "--json"])).json;
  const { size, mode } = Deno.statSync(file);
  assert.deepEqual(made, { file, bytes: size });
  assert.equal(mode! & 0o777, 0o600);
  const listed = succeeded(await shell.alera(["provider", "list", "--json"], { ALERA_DATABASE_URL: `file:${file}` }));
  assert.deepEqual(listed.json.items.map((one: { handle: string }) => one.handle), [handle]);
  const before = await Deno.readFile(file);
  endedWith(await shell.alera(["backup", file]), 1, /exists already/);
  assert.deepEqual(await Deno.readFile(file), before);
  const second = `${shell.directory}/c.db`;
  assert.match(
    succeeded(await shell.alera(["backup", second])).out,
    /^Wrote \S+c\.db: \d+ bytes, proven by the doctor\.\n$/,
  );
});

Deno.test("a backup that can't be made is one line and leaves nothing", async () => {
  await using shell = await openShell();
  endedWith(await shell.alera(["backup"]), 2, /FILE/);
  endedWith(await shell.alera(["backup", `${shell.directory}/b.db`]), 1, /there is none/);
  assert.deepEqual(names(shell), []);
  succeeded(await shell.alera(["migrate"]));
  endedWith(await shell.alera(["backup", `${shell.directory}/no/b.db`]), 1, /backup \S+no\/b\.db: No such file/);
  assert.deepEqual(names(shell), ["alera.db", "alera.db.lock"]);
  const server = { ALERA_DATABASE_URL: "http://127.0.0.1:1" };
  endedWith(await shell.alera(["backup", `${shell.directory}/b.db`], server), 2, /names a server/);
  assert.match(succeeded(await shell.alera(["backup", "--help"])).out, /alera backup FILE/);
});

Deno.test("a copy in which the doctor finds a breach takes no backup's name, and is kept under another", async () => {
  await using shell = await openShell();
  const { fullClassId } = succeeded(await shell.alera(["demo", "--json"])).json;
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  db.prepare("UPDATE class_sessions SET enrolled_count = 1 WHERE id = ?").run(fullClassId);
  db.close();
  const file = `${shell.directory}/b.db`;
  endedWith(await shell.alera(["backup", file]), 1, new RegExp(`breach in it: .*${fullClassId}`));
  assert.deepEqual(names(shell).filter((name) => name.startsWith("b.db")), ["b.db.unproven"]);
  // Nor is it restored, unless that is what is meant.
  endedWith(await shell.alera(["restore", `${file}.unproven`]), 1, /breach in it/);
  succeeded(await shell.alera(["restore", `${file}.unproven`, "--force"]));
});

Deno.test("a backup is made and proven while a server runs", async () => {
  await using server = await startServer();
  await using shell = await openShell({ env: server.env });
  const file = `${shell.directory}/b.db`;
  succeeded(await shell.alera(["backup", file]));
  succeeded(await shell.alera(["doctor"], { ALERA_DATABASE_URL: `file:${file}` }));
  succeeded(await shell.alera(["doctor"]));
});

Deno.test("a server with ALERA_BACKUP_DIR backs up at its start, and tells how old the newest backup is", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-backups-" });
  try {
    await using server = await startServer({ env: { ALERA_BACKUP_DIR: `${directory}/own` } });
    const made = () => [...Deno.readDirSync(`${directory}/own`)].map(({ name }) => name);
    await until(() => Promise.resolve(server.output().includes("backup_made")), server.output);
    assert.match(made().join(), /^alera-\d{8}T\d{6}Z\.db$/);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /^alera_backup_age_seconds \d/m);
    await using shell = await openShell({ env: server.env });
    succeeded(await shell.alera(["doctor"], { ALERA_DATABASE_URL: `file:${directory}/own/${made()[0]}` }));
    assert.equal(await server.stop(), 0, server.output());
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
