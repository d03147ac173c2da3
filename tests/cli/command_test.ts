import assert from "node:assert/strict";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

Deno.test("alera alone and --help tell every command, and each one's --help its usage and options", async () => {
  await using shell = await openShell();
  const overview = succeeded(await shell.alera(["--help"])).out;
  const commands = [...overview.matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, name]) => name);
  for (const name of ["serve", "migrate", "demo", "provider", "key", "doctor", "openapi", "version"]) {
    assert.ok(commands.includes(name), `${name} is not told`);
  }
  const alone = await shell.alera([]);
  assert.deepEqual([alone.code, alone.out], [2, overview], "no command is a wrong call");
  assert.deepEqual(succeeded(await shell.alera(["help"])).out, overview);
  const helps = await Promise.all(commands.map((name) => shell.alera([name, "--help"])));
  for (const [i, name] of commands.entries()) {
    const { out } = succeeded(helps[i]);
    assert.match(out, new RegExp(`^Usage: alera ${name}\\b`, "m"));
    assert.match(out, /^ {2}--help +Shows this\.$/m);
    for (const [, option] of out.match(/^Usage:[\s\S]*?\n\n/m)![0].matchAll(/(--\w+)/g)) {
      assert.match(out, new RegExp(`^ {2}${option}\\b`, "m"), `${name} ${option} is in the usage only`);
    }
  }
  const files = [...Deno.readDirSync(shell.directory)].map((entry) => entry.name);
  assert.deepEqual(files, [], "help touches nothing");
});

Deno.test("what is called wrongly ends with 2 and one line", async () => {
  await using shell = await openShell();
  const wrong: [args: string[], line: RegExp][] = [
    [["bok"], /no command bok.*--help/],
    [["migrate", "--fast"], /--fast/],
    [["migrate", "--json=yes"], /--json/],
    [["migrate", "now"], /'now'/],
    [["version", "please"], /'please'/],
    [["provider"], /create, list or token/],
    [["provider", "delete"], /create, list or token/],
    [["key", "create"], /create HANDLE/],
    [["key", "list", "a", "b"], /'b'/],
  ];
  const ended = await Promise.all(wrong.map(([args]) => shell.alera(args)));
  for (const [i, [, line]] of wrong.entries()) endedWith(ended[i], 2, line);
});

Deno.test("a bad setting ends every command with 2 and one line that names it", async () => {
  await using shell = await openShell();
  await using refusing = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(null, { status: 401 }),
  );
  const [port, secret, server] = await Promise.all([
    shell.alera(["serve"], { PORT: "eighty" }),
    shell.alera(["serve"], { ALERA_SECRET: "topsecret" }),
    shell.alera(["migrate"], {
      ALERA_DATABASE_URL: `http://127.0.0.1:${refusing.addr.port}`,
      ALERA_DATABASE_AUTH_TOKEN: "topsecret",
    }),
  ]);
  endedWith(port, 2, /PORT must be a whole number/);
  endedWith(secret, 2, /ALERA_SECRET must have at least 32 bytes/);
  endedWith(server, 2, /ALERA_DATABASE_URL/);
  assert.ok(!/topsecret/.test(secret.err + server.err));
  const text = `${shell.directory}/text.db`;
  await Deno.writeTextFile(text, "this is no database, but a text that is long enough for a header ".repeat(40));
  endedWith(await shell.alera(["migrate"], { ALERA_DATABASE_URL: `file:${text}` }), 2, /ALERA_DATABASE_URL/);
});

Deno.test("version and openapi print what they say, without a database", async () => {
  await using shell = await openShell({ env: { ALERA_ENV: "" } });
  const [plain, flag, json, openapi] = await Promise.all([
    shell.alera(["version"]),
    shell.alera(["--version"]),
    shell.alera(["version", "--json"]),
    shell.alera(["openapi"]),
  ]);
  const { version } = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  assert.equal(succeeded(plain).out, `alera ${version}\n`);
  assert.equal(succeeded(flag).out, plain.out);
  assert.equal(succeeded(json).json.version, version);
  const document = succeeded(openapi).json;
  assert.match(document.openapi, /^3\.1\./);
  assert.equal(document.info.version, version);
  assert.ok(document.paths["/api/classes/{id}/book"].post);
  assert.deepEqual([...Deno.readDirSync(shell.directory)], []);
});
