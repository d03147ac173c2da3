import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { hashSecret } from "../../src/domain/tokens.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";

const CREATE = [
  "provider",
  "create",
  "--handle",
  "sculpt-co",
  "--name",
  " Sculpt Co. ",
  "--email",
  " Owner@Example.com ",
];

Deno.test("a studio is created, shown with its owner token once, and listed", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  assert.equal(succeeded(await shell.alera(["provider", "list"])).out, "None.\n");
  assert.deepEqual(succeeded(await shell.alera(["provider", "list", "--json"])).json, { items: [] });
  const made =
    succeeded(await shell.alera([...CREATE, "--timezone", "Europe/Berlin", "--currency", "EUR", "--json"])).json;
  assert.match(made.ownerToken, /^alo_[0-9a-z]{40}$/);
  assert.match(made.provider.id, /^prov-/);
  assert.deepEqual(
    [made.provider.handle, made.provider.displayName, made.provider.email, made.provider.currency],
    ["sculpt-co", "Sculpt Co.", "owner@example.com", "eur"],
  );
  const second = [
    "provider",
    "create",
    "--handle",
    "b",
    "--name",
    "B",
    "--email",
    "b@example.com",
    "--timezone",
    "UTC",
  ];
  assert.match(
    succeeded(await shell.alera(second)).out,
    /^Created b \(prov-\S+\)\.\nOwner token, shown once: alo_\S+\n$/,
  );

  const { items } = succeeded(await shell.alera(["provider", "list", "--json"])).json;
  assert.deepEqual(items.map((one: { handle: string }) => one.handle), ["sculpt-co", "b"]);
  assert.equal(items[0].timezone, "Europe/Berlin");
  assert.equal(items[0].onboarded, false);
  assert.ok(!JSON.stringify(items).includes(made.ownerToken), "the token is shown once");
  const table = succeeded(await shell.alera(["provider", "list"])).out.trim().split("\n");
  assert.equal(table.length, 3);
  assert.match(table[0], /^id +handle +displayName/);
});

Deno.test("an owner token is replaced, shown once, and the old one is dead", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  const first = succeeded(await shell.alera([...CREATE, "--timezone", "UTC", "--json"])).json;
  const { provider, ownerToken } = succeeded(await shell.alera(["provider", "token", "sculpt-co", "--json"])).json;
  assert.equal(provider.id, first.provider.id);
  assert.match(ownerToken, /^alo_[0-9a-z]{40}$/);
  assert.notEqual(ownerToken, first.ownerToken);
  const told = succeeded(await shell.alera(["provider", "token", "sculpt-co"])).out;
  assert.match(told, /^Owner token of sculpt-co, shown once: alo_\S+\nThe old one no longer works\.\n$/);
  const last = /alo_\S+/.exec(told)![0];
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  const { hash } = { ...db.prepare("SELECT owner_token_hash AS hash FROM providers").get() };
  db.close();
  assert.equal(hash, hashSecret(last));
  endedWith(await shell.alera(["provider", "token", "nobody"]), 2, /there is no provider nobody/);
  endedWith(await shell.alera(["provider", "token"]), 2, /say create, list or token HANDLE/);
  endedWith(await shell.alera(["provider", "list", "sculpt-co"]), 2, /say create, list or token HANDLE/);
});

Deno.test("a studio that can't be is refused in one line, and nothing is written", async () => {
  await using shell = await openShell();
  succeeded(await shell.alera(["migrate"]));
  succeeded(await shell.alera([...CREATE, "--timezone", "UTC"]));
  const wrong: [args: string[], line: RegExp][] = [
    [[...CREATE, "--timezone", "UTC"], /handle sculpt-co is taken/],
    [CREATE, /--timezone is required/],
    [[...CREATE, "--timezone", "Mars/Olympus"], /--timezone: Must be an IANA/],
    [[...CREATE, "--timezone", "UTC", "--handle", "Sculpt Co"], /--handle: Lower-case/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x".repeat(63)], /--handle: .*at most 62/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--name", " "], /--name is required/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--name", "x".repeat(121)], /--name: At most 120 characters/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--name", "a\u0007b"], /--name: Must not hold control/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--email", "nobody"], /--email: Must be an email/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--email", "a..b@example.com"], /--email: Must be an email/],
    [
      [...CREATE, "--timezone", "UTC", "--handle", "x", "--email", `${"x".repeat(250)}@a.example`],
      /--email: At most 254 c/,
    ],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--currency", "dollars"], /--currency: Must be an ISO/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--currency", "zzz"], /--currency: Must be an ISO/],
    [[...CREATE, "--timezone", "UTC", "--handle", "x", "--currency", ""], /--currency: Must be an ISO/],
  ];
  const ended = await Promise.all(wrong.map(([args]) => shell.alera(args)));
  for (const [i, [, line]] of wrong.entries()) endedWith(ended[i], 2, line);
  assert.equal(succeeded(await shell.alera(["provider", "list", "--json"])).json.items.length, 1);
});
