import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startServer } from "../journeys/server.ts";
import { endedWith, openShell, type Shell, succeeded } from "../support/cli.ts";

const names = (shell: Shell) => [...Deno.readDirSync(shell.directory)].map(({ name }) => name).sort();

const create = (
  handle: string,
) => ["provider", "create", "--handle", handle, "--name", handle, "--email", "a@example.com", "--timezone", "UTC"];

async function handles(shell: Shell, file = `${shell.directory}/alera.db`): Promise<string[]> {
  const { json } = succeeded(await shell.alera(["provider", "list", "--json"], { ALERA_DATABASE_URL: `file:${file}` }));
  return json.items.map((one: { handle: string }) => one.handle).sort();
}

/** A database with one studio, and its backup. */
async function backedUp(shell: Shell): Promise<string> {
  succeeded(await shell.alera(["migrate"]));
  succeeded(await shell.alera(create("first")));
  const file = `${shell.directory}/b.db`;
  succeeded(await shell.alera(["backup", file]));
  return file;
}

function restores(shell: Shell): number {
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  const { n } = { ...db.prepare("SELECT count(*) AS n FROM restores").get() };
  db.close();
  return Number(n);
}

Deno.test("a restore over a newer database is refused unless forced, and what it replaces is kept with all that it knew", async () => {
  await using shell = await openShell();
  const file = await backedUp(shell);
  succeeded(await shell.alera(create("second")));
  endedWith(await shell.alera(["restore", file]), 1, /that is there is newer: .*see --force/);
  assert.deepEqual(await handles(shell), ["first", "second"]);
  assert.equal(restores(shell), 0);

  // What only the log holds, as after a crash, is kept, too.
  const crashed = new DatabaseSync(`${shell.directory}/alera.db`);
  crashed.exec("UPDATE providers SET handle = 'third' WHERE handle = 'second'");
  const { restored, replaced } = succeeded(await shell.alera(["restore", file, "--force", "--json"])).json;
  crashed.close();
  assert.equal(restored, file);
  assert.match(replaced, /alera\.db\.replaced-\d{8}T\d{6}Z$/);
  assert.deepEqual(await handles(shell), ["first"]);
  assert.equal(restores(shell), 1, "from now on the doctor asks for a reconciliation");
  assert.deepEqual(await handles(shell, replaced), ["first", "third"]);
  assert.equal(Deno.statSync(`${shell.directory}/alera.db`).mode! & 0o777, 0o600);
  assert.deepEqual(names(shell).filter((name) => name.includes("restoring") || name.endsWith("-wal")), []);
  assert.deepEqual(await handles(shell, file), ["first"], "the backup stays as it was");
});

Deno.test("where the database is gone, or can't be read, a restore needs no force, and an old log is not read into it", async () => {
  await using shell = await openShell();
  const file = await backedUp(shell);
  const path = `${shell.directory}/alera.db`;
  const left = new DatabaseSync(path);
  left.exec("PRAGMA wal_autocheckpoint = 0; UPDATE providers SET handle = 'stale'");
  await Deno.remove(path);
  assert.ok(Deno.statSync(`${path}-wal`).size > 0);
  assert.equal(succeeded(await shell.alera(["restore", file, "--json"])).json.replaced, null);
  left.close();
  assert.deepEqual(await handles(shell), ["first"]);

  await Deno.writeTextFile(path, "this is no database, but a text that is long enough ".repeat(100));
  const { replaced } = succeeded(await shell.alera(["restore", file, "--json"])).json;
  assert.match(await Deno.readTextFile(replaced), /^this is no database/);
  assert.deepEqual(await handles(shell), ["first"]);
});

Deno.test("what can't be restored is refused in one line, and nothing changes", async () => {
  await using shell = await openShell();
  const file = await backedUp(shell);
  const bytes = await Deno.readFile(file);
  const write = async (name: string, content: Uint8Array) => {
    await Deno.writeFile(`${shell.directory}/${name}`, content);
    return `${shell.directory}/${name}`;
  };
  const other = await write("other.db", bytes);
  const db = new DatabaseSync(other);
  db.exec("UPDATE schema_migrations SET name = '9999_later'");
  db.close();
  const before = await Deno.readFile(`${shell.directory}/alera.db`);
  for (
    const [from, line] of [
      [`${shell.directory}/none.db`, /No such file/],
      [await write("empty.db", new Uint8Array()), /the file is empty/],
      [await write("text.db", new TextEncoder().encode("no database ".repeat(500))), /not a database/],
      [await write("cut.db", bytes.slice(0, 8192)), /malformed|breach/],
      [other, /9999_later was applied to this database but is not here/],
      [`${shell.directory}/alera.db`, /the database itself/],
    ] as const
  ) endedWith(await shell.alera(["restore", from]), 1, line);
  endedWith(await shell.alera(["restore"]), 2, /FILE/);
  assert.deepEqual(await Deno.readFile(`${shell.directory}/alera.db`), before);
  assert.deepEqual(names(shell).filter((name) => /restoring|replaced/.test(name)), []);
});

Deno.test("while a server runs nothing is restored, whatever the force", async () => {
  await using server = await startServer();
  await using shell = await openShell({ env: server.env });
  const file = `${shell.directory}/b.db`;
  succeeded(await shell.alera(["backup", file]));
  for (const force of [[], ["--force"]]) {
    endedWith(await shell.alera(["restore", file, ...force]), 1, /another process serves the database/);
  }
  assert.equal(await server.stop(), 0);
  succeeded(await shell.alera(["restore", file, "--force"]));
});
