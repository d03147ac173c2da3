import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startServer } from "../journeys/server.ts";
import { contentsOf, differences } from "../db/upgrade.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

const ROOT = new URL("../../", import.meta.url);

Deno.test("migrate applies what is missing, says what, and has nothing to do the second time", async () => {
  await using shell = await openShell();
  assert.match(succeeded(await shell.alera(["migrate"])).out, /^Applied 0001_initial\b.*\.\n$/);
  assert.equal(succeeded(await shell.alera(["migrate"])).out, "Up to date.\n");
  assert.deepEqual(succeeded(await shell.alera(["migrate", "--json"])).json, { applied: [] });
});

Deno.test("two that migrate at the same time apply each migration once", async () => {
  await using shell = await openShell();
  const both = await Promise.all([shell.alera(["migrate", "--json"]), shell.alera(["migrate", "--json"])]);
  assert.equal(both.flatMap((one) => succeeded(one).json.applied).filter((name) => name === "0001_initial").length, 1);
});

Deno.test("migrate changes no schema below a running server; one that is up to date it leaves alone", async () => {
  await using server = await startServer({ demo: false });
  await using shell = await openShell({ env: server.env });
  assert.equal(succeeded(await shell.alera(["migrate"])).out, "Up to date.\n");
  const file = new DatabaseSync(`${server.directory}/alera.db`, { timeout: 5_000 });
  file.exec("DELETE FROM schema_migrations");
  endedWith(await shell.alera(["migrate"]), 1, /another process serves the database/);
  assert.equal(file.prepare("SELECT count(*) AS n FROM schema_migrations").get()!.n, 0);
  file.close();
});

/** A copy of this tree, as a later version of it would be; `alera` runs it on the shell's database. */
async function laterVersion(copy: string): Promise<string[]> {
  for (const directory of ["src", "migrations", "client"]) {
    await copyTree(new URL(directory, ROOT).pathname, `${copy}/${directory}`);
  }
  for (const file of ["deno.json", "deno.lock"]) await Deno.copyFile(new URL(file, ROOT), `${copy}/${file}`);
  await Deno.symlink(new URL("node_modules", ROOT).pathname, `${copy}/node_modules`);
  return [Deno.execPath(), "run", "-A", `${copy}/src/main.ts`];
}

Deno.test("an upgrade by migrate keeps every row; until then the later version stops, from then on the older one", async () => {
  const copy = await Deno.makeTempDir({ prefix: "alera-tree-" });
  try {
    await using older = await openShell();
    succeeded(await older.alera(["demo", "--json"]));
    const later = await openShell({ env: older.env, command: await laterVersion(copy) });
    await Deno.remove(later.directory);
    const sql = "ALTER TABLE providers ADD COLUMN motto TEXT NOT NULL DEFAULT '';\n";
    await Deno.writeTextFile(`${copy}/migrations/${await nextNumber(copy)}_motto.sql`, sql);
    const path = `${older.directory}/alera.db`;
    const before = contentsOf(path);
    const reading = [["doctor"], ["provider", "list"], ["provider", "token", "sculpt-co"], ["backup", `${path}.copy`]];

    for (const command of reading) {
      endedWith(await later.alera(command), command[0] === "doctor" ? 2 : 1, /older than this version: \d+_motto/);
    }
    assert.deepEqual(contentsOf(path), before);
    assert.match(succeeded(await later.alera(["migrate"])).out, /^Applied \d+_motto\.\n$/);
    assert.deepEqual(differences(before, contentsOf(path)), []);
    succeeded(await later.alera(["doctor"]));
    const after = contentsOf(path);
    for (const command of [...reading, ["serve"], ["migrate"]]) {
      endedWith(
        await older.alera(command),
        command[0] === "doctor" ? 2 : 1,
        /_motto was applied .* this version is older/,
      );
    }
    assert.deepEqual(contentsOf(path), after);
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

Deno.test("a migration that was changed or is missing stops the start with one line, and leaves the database as it is", async () => {
  const copy = await Deno.makeTempDir({ prefix: "alera-tree-" });
  try {
    await using shell = await openShell({ command: await laterVersion(copy) });
    const second = `${copy}/migrations/9999_second.sql`.replace("9999", await nextNumber(copy));
    await Deno.writeTextFile(second, "CREATE TABLE second (id INTEGER PRIMARY KEY);\n");
    assert.match(succeeded(await shell.alera(["migrate"])).out, /second/);

    await Deno.writeTextFile(second, "CREATE TABLE second (id INTEGER PRIMARY KEY, more TEXT);\n");
    endedWith(await shell.alera(["serve"]), 1, /second was changed after it had been applied/);
    endedWith(await shell.alera(["provider", "list"]), 1, /second was changed/);

    await Deno.remove(second);
    endedWith(await shell.alera(["serve"]), 1, /second was applied to this database but is not here/);

    await Deno.writeTextFile(second, "CREATE TABLE second (id INTEGER PRIMARY KEY);\n");
    await Deno.writeTextFile(`${copy}/migrations/0000_gap.sql`, "");
    endedWith(await shell.alera(["migrate"]), 1, /numbered without gap/);
    await Deno.remove(`${copy}/migrations/0000_gap.sql`);
    assert.equal(succeeded(await shell.alera(["migrate"])).out, "Up to date.\n");

    const third = second.replace(
      /\d{4}_second/,
      `${String(Number(/(\d{4})_second/.exec(second)![1]) + 1).padStart(4, "0")}_third`,
    );
    await Deno.writeTextFile(third, "CREATE TABLE third (id INTEGER PRIMARY KEY);\nCREATE TABLE second (id TEXT);\n");
    endedWith(await shell.alera(["serve"]), 1, /third failed: .*second already exists/);
    await Deno.remove(third);
    assert.equal(succeeded(await shell.alera(["migrate"])).out, "Up to date.\n", "nothing of it was applied");
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
});

async function nextNumber(copy: string): Promise<string> {
  let count = 0;
  for await (const _ of Deno.readDir(`${copy}/migrations`)) count++;
  return String(count + 1).padStart(4, "0");
}

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const entry of Deno.readDir(from)) {
    if (entry.isDirectory) await copyTree(`${from}/${entry.name}`, `${to}/${entry.name}`);
    else await Deno.copyFile(`${from}/${entry.name}`, `${to}/${entry.name}`);
  }
}
