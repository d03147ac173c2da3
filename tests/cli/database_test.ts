/** Which command may change a schema, and how many processes may serve a file. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startServer } from "../journeys/server.ts";
import { endedWith, openShell, type Shell, succeeded } from "../support/cli.ts";

/** Every command that opens the database, but `serve` and `migrate`. */
const commands = (directory: string) => [
  ["provider", "list"],
  ["key", "list", "a"],
  ["demo"],
  ["doctor"],
  ["backup", `${directory}/b.db`],
  ["export", "a"],
  ["reconcile"],
  ["listen", "studio"],
];

function change(shell: Shell, sql: string): void {
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  db.exec(sql);
  db.close();
}

async function schemaOf(shell: Shell): Promise<unknown> {
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  const found = [db.prepare("SELECT * FROM schema_migrations").all(), db.prepare("SELECT * FROM sqlite_schema").all()];
  db.close();
  return await Promise.resolve(found);
}

Deno.test("on a database of another version every command but serve and migrate says so and stops", async () => {
  for (
    const [name, sql, line] of [
      [
        "older",
        "DELETE FROM schema_migrations",
        /older than this version: 0001_\w+ is not applied\. Run alera migrate\./,
      ],
      [
        "newer",
        "INSERT INTO schema_migrations VALUES ('9999_later', 'x', '2026-01-01T00:00:00.000Z')",
        /9999_later was applied to this database but is not here: this version is older/,
      ],
    ] as const
  ) {
    await using shell = await openShell();
    succeeded(await shell.alera(["migrate"]));
    change(shell, sql);
    const before = await schemaOf(shell);
    for (const command of commands(shell.directory)) {
      endedWith(await shell.alera(command), command[0] === "doctor" ? 2 : 1, line);
    }
    if (name === "newer") {
      for (const command of ["serve", "migrate"]) endedWith(await shell.alera([command]), 1, line);
    }
    assert.deepEqual(await schemaOf(shell), before);
  }
});

Deno.test("where no database is, only serve, migrate and the sample studio make one", async () => {
  await using shell = await openShell();
  const create = [
    "provider",
    "create",
    "--handle",
    "a",
    "--name",
    "A",
    "--email",
    "a@example.com",
    "--timezone",
    "UTC",
  ];
  endedWith(await shell.alera(create), 1, /database: there is none/);
  endedWith(await shell.alera(["key", "list", "a"]), 1, /database: there is none/);
  assert.deepEqual([...Deno.readDirSync(shell.directory)], []);
  succeeded(await shell.alera(["demo"]));
});

Deno.test("a second server on a file, under whatever name, waits and gives up with one line; a crash frees the file", async () => {
  await using server = await startServer();
  const other = `${server.directory}/other-name.db`;
  await Deno.symlink(`${server.directory}/alera.db`, other);
  await using shell = await openShell({ env: { LOG_LEVEL: "error" } });
  for (const path of [`${server.directory}/alera.db`, other]) {
    endedWith(
      await shell.alera(["serve"], { ALERA_DATABASE_URL: `file:${path}` }),
      1,
      /another process serves the database/,
    );
  }
  succeeded(await shell.alera(["doctor"], server.env));
  await server.stop("SIGKILL");
  await using next = await startServer({ directory: server.directory, demo: false });
  assert.equal(await next.stop(), 0, next.output());
});

Deno.test("a server that waits takes over when the first one ends", async () => {
  await using server = await startServer();
  const second = startServer({ directory: server.directory, demo: false });
  await server.stop();
  await using next = await second;
  assert.equal(await next.stop(), 0, next.output());
});
