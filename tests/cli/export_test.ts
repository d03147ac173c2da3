import assert from "node:assert/strict";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

Deno.test("a studio is exported to standard output and to a file alike", async () => {
  await using shell = await openShell();
  const { handle } = succeeded(await shell.alera(["demo", "--json"])).json;
  const { out } = succeeded(await shell.alera(["export", handle]));
  const rows = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.ok(rows.length > 20 && rows.some((row) => JSON.stringify(row).includes(handle)));
  const file = `${shell.directory}/studio.ndjson`;
  assert.deepEqual(succeeded(await shell.alera(["export", handle, file, "--json"])).json, { file, lines: rows.length });
  assert.equal(await Deno.readTextFile(file), out);
  assert.equal(Deno.statSync(file).mode! & 0o777, 0o600);
  endedWith(await shell.alera(["export", handle, file]), 1, /exists already/);
  assert.equal(await Deno.readTextFile(file), out);
});

Deno.test("an export that can't be made is one line and leaves nothing", async () => {
  await using shell = await openShell();
  endedWith(await shell.alera(["export"]), 2, /HANDLE/);
  endedWith(await shell.alera(["export", "nobody"]), 1, /there is none/);
  succeeded(await shell.alera(["migrate"]));
  endedWith(await shell.alera(["export", "nobody", `${shell.directory}/a.ndjson`]), 2, /no provider nobody/);
  assert.deepEqual([...Deno.readDirSync(shell.directory)].map(({ name }) => name).sort(), [
    "alera.db",
    "alera.db.lock",
  ]);
});
