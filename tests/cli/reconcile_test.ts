import assert from "node:assert/strict";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

Deno.test("reconcile compares, repairs and says so, in words and as JSON", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["demo", "--json"]));
  const first = await shell.alera(["reconcile", "--json"]);
  assert.equal(first.code, 0, first.out + first.err);
  assert.equal(first.json.ok, true);
  assert.deepEqual(Object.keys(first.json), ["ok", "since", "accounts", "repaired", "closed", "left"]);
  assert.equal(first.json.accounts.length, 1);
  assert.equal(first.json.accounts[0].error, null);
  assert.deepEqual(first.json.left, []);
  const since = "2020-01-01T00:00:00.000Z";
  const { out } = succeeded(await shell.alera(["reconcile", "--since", "2020-01-01"]));
  assert.ok(out.startsWith(`Compared with Stripe since ${since}: accounts 1, sessions `), out);
  assert.ok(out.endsWith("The books agree with Stripe.\n"), out);
  assert.match(succeeded(await shell.alera(["reconcile", "--help"])).out, /--since TEXT/);
});

Deno.test("a time that is none is refused in one line; where no database is, none is made", async () => {
  await using shell = await openShell();
  const times = ["yesterday", "2026-13-45", "5"];
  for (const ended of await Promise.all(times.map((time) => shell.alera(["reconcile", "--since", time])))) {
    endedWith(ended, 2, /--since: Must be a time/);
  }
  endedWith(await shell.alera(["reconcile"]), 1, /database: there is none/);
  assert.deepEqual([...Deno.readDirSync(shell.directory)].filter(({ name }) => name.endsWith(".db")), []);
});
