import assert from "node:assert/strict";
import { startServer } from "../journeys/server.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

Deno.test("a key that the command line makes or revokes works, or stops to, with the next request of a running server", async () => {
  await using server = await startServer();
  const { handle, origin, key: demoKey } = server.demo;
  await using shell = await openShell({ env: server.env });
  const ask = async (key: string, from = origin) => {
    const answer = await fetch(`${server.url}/api/classes?handle=${handle}&from=2026-01-01&to=2026-01-02`, {
      headers: { "x-alera-key": key, origin: from },
    });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.equal(await ask(demoKey), 200);

  const site = "https://second.example";
  const made = succeeded(
    await shell.alera(["key", "create", handle, "--origin", site, "--origin", origin, "--label", "Second", "--json"]),
  ).json;
  assert.match(made.key, /^alr_[a-z]{4}_[0-9a-z]{40}$/);
  assert.deepEqual(made.allowedOrigins, [site, origin]);
  assert.equal(await ask(made.key, site), 200, "works at once");
  assert.equal(await ask(made.key), 200, "and is kept in memory now");
  assert.equal(await ask(made.key, "https://third.example"), 403);

  const { items } = succeeded(await shell.alera(["key", "list", handle, "--json"])).json;
  assert.deepEqual(items.map((one: { label: string }) => one.label), ["Sample site", "Pages with embed.js", "Second"]);
  assert.ok(!JSON.stringify(items).includes(made.key), "a key is shown once");

  assert.match(succeeded(await shell.alera(["key", "revoke", made.id])).out, new RegExp(`^Revoked ${made.id}\\.`));
  assert.equal(await ask(made.key, site), 401, "refused with the next request");
  assert.equal(await ask(demoKey), 200, "the others stay");
  assert.deepEqual(
    succeeded(await shell.alera(["key", "revoke", made.id, "--json"])).json,
    { revoked: made.id },
    "twice is no error",
  );
  const after = succeeded(await shell.alera(["key", "list", handle])).out;
  assert.match(after, new RegExp(`${made.id} .*Second.*\\d{4}-\\d{2}-\\d{2}T`));
  assert.equal(await server.stop(), 0);
});

Deno.test("a key that can't be is refused in one line", async () => {
  await using shell = await openShell();
  const provider = [
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
  succeeded(await shell.alera(["migrate"]));
  succeeded(await shell.alera(provider));
  const wrong: [args: string[], line: RegExp][] = [
    [["key", "create", "a"], /--origin is required/],
    [["key", "create", "nobody", "--origin", "https://a.example"], /no provider nobody/],
    [["key", "create", "a", "--origin", "http://a.example"], /--origin http:\/\/a\.example: .*https/],
    [["key", "create", "a", "--origin", "https://a.example/"], /use https:\/\/a\.example/],
    [["key", "create", "a", "--origin", "https://*.a.example"], /\*/],
    [["key", "create", "a", "--origin", "https://a\n.example"], /^alera: --origin: Must be exactly/],
    [
      ["key", "create", "a", ...Array.from({ length: 21 }, (_, n) => ["--origin", `https://s${n}.example`]).flat()],
      /--origin: At most 20\./,
    ],
    [["key", "create", "a", "--origin", "https://a.example", "--label", ""], /--label: Must not be empty/],
    [["key", "create", "a", "--origin", "https://a.example", "--label", "x".repeat(121)], /--label: At most 120 char/],
    [["key", "create", "a", "--origin", "https://a.example", "--label", "a\tb"], /--label: Must not hold control/],
    [["key", "list", "nobody"], /no provider nobody/],
    [["key", "revoke", "key-nothing"], /no key key-nothing/],
  ];
  const ended = await Promise.all(wrong.map(([args]) => shell.alera(args)));
  for (const [i, [, line]] of wrong.entries()) endedWith(ended[i], 2, line);
  assert.equal(succeeded(await shell.alera(["key", "list", "a"])).out, "None.\n");
  assert.match(
    succeeded(await shell.alera(["key", "create", "a", "--origin", "http://localhost:3000"])).out,
    /^API key, shown once: alr_axxx_\S+\nId: key-\S+\nOrigins: http:\/\/localhost:3000\n$/,
  );
});
