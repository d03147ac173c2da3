/** Processes that serve one database of a libSQL server. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { startServer, until } from "../journeys/server.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";
import { serveHrana } from "../support/hrana_server.ts";

async function openServer() {
  const directory = await Deno.makeTempDir({ prefix: "alera-server-" });
  const server = serveHrana(`${directory}/alera.db`);
  /** Past everybody. */
  const ask = (sql: string) => {
    const file = new DatabaseSync(`${directory}/alera.db`, { timeout: 5_000 });
    try {
      return file.prepare(sql).all();
    } finally {
      file.close();
    }
  };
  return {
    env: { ALERA_DATABASE_URL: server.url, LOG_LEVEL: "info" },
    lease: () => ask("SELECT fence, expires_at FROM server_lease")[0] as { fence: number; expires_at: number },
    ask,
    async [Symbol.asyncDispose]() {
      await server.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}

Deno.test("over a server: a second server, and migrate with work to do, wait and give up with one line; a stop or a crash lets the next in", async () => {
  await using data = await openServer();
  await using shell = await openShell({ env: data.env });
  await using server = await startServer({ env: data.env, demo: false });
  const renewed = data.lease().expires_at;
  endedWith(await shell.alera(["serve"], { LOG_LEVEL: "error" }), 1, /another process serves the database/);
  assert.ok(data.lease().expires_at > renewed, "it was renewed, or the second would have got it");
  assert.equal(succeeded(await shell.alera(["migrate"])).out, "Up to date.\n");
  succeeded(await shell.alera(["doctor"]));
  data.ask("UPDATE schema_migrations SET name = '0000_older' RETURNING name");
  endedWith(await shell.alera(["migrate"]), 1, /another process serves the database/);
  data.ask("UPDATE schema_migrations SET name = '0001_initial' RETURNING name");
  assert.equal(await server.stop(), 0, server.output());
  assert.equal(data.lease().expires_at, 0, "given up");

  await using next = await startServer({ env: data.env, demo: false });
  await next.stop("SIGKILL");
  await using last = await startServer({ env: data.env, demo: false });
  assert.equal(data.lease().fence, 3);
  assert.equal(await last.stop(), 0, last.output());
});

Deno.test("over a server: a process that was paused while another took its place ends with one line", async () => {
  await using data = await openServer();
  await using paused = await startServer({ env: data.env, demo: false });
  paused.process.kill("SIGSTOP");
  await using next = await startServer({ env: data.env, demo: false });
  paused.process.kill("SIGCONT");
  const { code } = await paused.process.status;
  assert.equal(code, 1);
  await until(() => Promise.resolve(paused.output().includes("database_lease_lost")));
  const lines = paused.output().trim().split("\n").filter((line) => / error /.test(line));
  assert.equal(lines.length, 1, paused.output());
  assert.match(lines[0], /Another process serves the database now/);
  assert.equal(await next.stop(), 0, next.output());
});
