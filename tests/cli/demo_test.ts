import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { fillSampleStudio } from "../../src/dev/sample_studio/fill.ts";
import { DAY } from "../../src/domain/time.ts";
import { startServer } from "../journeys/server.ts";
import { endedWith, openShell, succeeded } from "../support/cli.ts";
import { startApp } from "../support/app.ts";

Deno.test("demo fills the studio once; again, it prints the same keys and links", async () => {
  await using shell = await openShell();
  const first = succeeded(await shell.alera(["demo", "--json"])).json;
  assert.ok(first.onboarded);
  for (const name of ["key", "ownerToken", "tipToken", "paidClassId", "freeClassId", "fullClassId", "packageTypeId"]) {
    assert.ok(first[name], `no ${name}`);
  }
  const plain = succeeded(await shell.alera(["demo"])).out;
  assert.ok(plain.includes(first.key) && plain.includes(first.ownerToken) && plain.includes(first.tipToken));
  assert.match(plain, /curl -s '?http:\/\/localhost:\d+\/api\/classes\?handle=sculpt-co/);
  assert.deepEqual(succeeded(await shell.alera(["demo", "--json"])).json, first);
  assert.equal(succeeded(await shell.alera(["provider", "list", "--json"])).json.items.length, 1);
  assert.equal(succeeded(await shell.alera(["key", "list", "sculpt-co", "--json"])).json.items.length, 2);
  succeeded(await shell.alera(["doctor"]));
});

Deno.test("days later the demo tops its weeks up: nothing is there twice, and there is something to book again", async () => {
  await using t = await startApp({ settings: { development: true } });
  const finishOnboarding = async (url: string) => {
    await (await fetch(url)).body?.cancel();
    await (await fetch(`${url}/finish`, { method: "POST", redirect: "manual" })).body?.cancel();
  };
  const first = await fillSampleStudio(t.ctx, { remembered: null, finishOnboarding });
  const classes =
    async () => (await t.db.read("SELECT id, service_id, scheduled_at FROM class_sessions WHERE status = 'Scheduled'"));
  const before = await classes();
  await t.pass(6 * DAY);
  const second = await fillSampleStudio(t.ctx, { remembered: first, finishOnboarding });
  assert.equal(second.key, first.key);
  assert.ok(second.fullClassId !== first.fullClassId);
  const after = await classes();
  assert.ok(after.length > before.length, "the weeks to come are filled");
  assert.equal(new Set(after.map((one) => `${one.service_id} ${one.scheduled_at}`)).size, after.length);
  for (const table of ["services", "instructors"]) {
    const names = (await t.db.read(`SELECT name FROM ${table}`)).map((one) => one.name);
    assert.equal(new Set(names).size, names.length, names.join());
  }
});

Deno.test("when the file with its keys is lost, demo makes new ones, and the old owner token is no more", async () => {
  await using shell = await openShell();
  const first = succeeded(await shell.alera(["demo", "--json"])).json;
  await Deno.remove(`${shell.directory}/demo.json`);
  const second = succeeded(await shell.alera(["demo", "--json"])).json;
  assert.equal(second.providerId, first.providerId);
  assert.equal(second.serviceId, first.serviceId);
  assert.equal(second.fullClassId, first.fullClassId, "only what is missing is made");
  assert.ok(second.key !== first.key && second.ownerToken !== first.ownerToken);
  const mode = Deno.statSync(`${shell.directory}/demo.json`).mode!;
  assert.equal(mode & 0o077, 0, "nobody else may read the keys");
  await using server = await startServer({ directory: shell.directory, demo: false });
  const provider = async (token: string) => {
    const answer = await fetch(`${server.url}/api/manage/provider`, { headers: { authorization: `Bearer ${token}` } });
    await answer.body?.cancel();
    return answer.status;
  };
  assert.deepEqual([await provider(first.ownerToken), await provider(second.ownerToken)], [401, 200]);
});

Deno.test("demo beside a running server speaks to the server's simulator, and what it prints works there", async () => {
  await using server = await startServer({ demo: false });
  await using shell = await openShell({ env: server.env });
  const { key, origin, paidClassId } = succeeded(await shell.alera(["demo", "--json"])).json;
  const booked = await fetch(`${server.url}/api/classes/${paidClassId}/book`, {
    method: "POST",
    headers: { "x-alera-key": key, origin, "content-type": "application/json" },
    body: JSON.stringify({ name: "Jo", email: "jo@example.com", phone: "5555550100" }),
  });
  const { checkoutUrl } = await booked.json();
  assert.ok(checkoutUrl?.startsWith(server.simulatorUrl), checkoutUrl);
});

Deno.test("serve --demo shows the studio's own site; its key allows both origins, and links lead to the site", async () => {
  await using first = await startServer();
  const { key, handle, origin, storefrontUrl } = first.demo;
  assert.equal(origin, storefrontUrl);
  assert.match(first.output(), new RegExp(`Storefront   ${storefrontUrl}  ← start here\\n  Console `));
  assert.equal(first.output().match(/storefront_listening/g)?.length, 1);
  const home = await fetch(storefrontUrl);
  assert.equal(home.status, 200);
  assert.match(await home.text(), /Reformer Flow/);
  for (const from of [storefrontUrl, first.url]) {
    const answer = await fetch(`${first.url}/api/classes?handle=${handle}&from=2026-01-01&to=2026-01-02`, {
      headers: { "x-alera-key": key, origin: from },
    });
    await answer.body?.cancel();
    assert.equal(answer.status, 200, from);
  }
  await using shell = await openShell({ env: first.env });
  assert.deepEqual(
    succeeded(await shell.alera(["demo", "--json"])).json,
    first.demo,
    "the command prints what the server has made",
  );

  const { directory, env } = first;
  assert.equal(await first.stop(), 0, first.output());
  await using again = await startServer({ directory, env });
  assert.equal(again.demo.key, key);
  assert.equal(await again.stop(), 0, again.output());
  await using elsewhere = await startServer({ directory, env: { ...env, ALERA_STOREFRONT_PORT: "0" } });
  assert.ok(elsewhere.demo.key !== key && elsewhere.demo.origin !== origin, "a site elsewhere needs another key");
  assert.equal(
    (await fetch(elsewhere.demo.storefrontUrl).then(async (it) => (await it.body?.cancel(), it))).status,
    200,
  );
});

Deno.test("demo where no site runs has the server's own origin", async () => {
  await using shell = await openShell({ env: { ALERA_STOREFRONT_PORT: "0" } });
  const { json } = succeeded(await shell.alera(["demo", "--json"]));
  assert.deepEqual([json.storefrontUrl, json.origin], [null, json.publicUrl]);
  assert.ok(!succeeded(await shell.alera(["demo"])).out.includes("Storefront"));
});

Deno.test("demo and serve --demo are refused in production, before anything is opened or written", async () => {
  await using shell = await openShell({
    env: {
      ALERA_ENV: "production",
      ALERA_SECRET: "the secret of production, which has 32 bytes",
      STRIPE_SECRET_KEY: "sk_live_topsecret",
      STRIPE_WEBHOOK_SECRET: "whsec_topsecret",
      STRIPE_API_BASE: "http://127.0.0.1:1",
      MAIL_TRANSPORT: "smtp",
      SMTP_URL: "smtp://127.0.0.1:1",
    },
  });
  // Also where nobody says which it is, and what production must have is missing.
  const bare = { ALERA_ENV: "", ALERA_SECRET: "", STRIPE_SECRET_KEY: "", STRIPE_API_BASE: "" };
  for (const env of [{}, bare]) {
    const [filled, served] = await Promise.all([shell.alera(["demo"], env), shell.alera(["serve", "--demo"], env)]);
    endedWith(filled, 2, /sample studio is for development: set ALERA_ENV=development/);
    endedWith(served, 2, /sample studio is for development: set ALERA_ENV=development/);
  }
  assert.deepEqual([...Deno.readDirSync(shell.directory)], []);

  await using t = await startApp();
  await assert.rejects(fillSampleStudio(t.ctx, { remembered: null }), {
    name: "ConfigError",
    message: "the sample studio is for development: set ALERA_ENV=development",
  });
  assert.deepEqual(await t.db.read("SELECT id FROM providers"), []);
});

/** Every row of every table. */
function everything(file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(file);
  try {
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
    return Object.fromEntries(tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    db.close();
  }
}

Deno.test("a real studio that has the sample's handle is never touched", async () => {
  await using shell = await openShell({ env: { LOG_LEVEL: "error", ALERA_STOREFRONT_PORT: "0" } });
  const real = ["--handle", "sculpt-co", "--name", "Ours", "--email", "ours@example.com", "--timezone", "UTC"];
  succeeded(await shell.alera(["migrate"]));
  const { provider } = succeeded(await shell.alera(["provider", "create", ...real, "--json"])).json;
  const before = everything(`${shell.directory}/alera.db`);
  assert.equal(before.providers.length, 1);
  const refusal = /the studio sculpt-co .*is not the sample studio/;
  endedWith(await shell.alera(["demo"]), 2, refusal);
  // Before it listens: a port that is taken would be refused there.
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  for (const env of [shell.env, { PORT: String(port) }]) {
    endedWith(await shell.alera(["serve", "--demo"], env), 2, refusal);
  }
  // Another database's sample studio is remembered beside this one.
  await Deno.writeTextFile(`${shell.directory}/demo.json`, JSON.stringify({ providerId: "prov-other", key: "alr_x" }));
  endedWith(await shell.alera(["demo"]), 2, refusal);
  assert.deepEqual(everything(`${shell.directory}/alera.db`), before);
  assert.equal(before.api_keys.length, 0);
  assert.equal((before.providers[0] as { id: string }).id, provider.id);
});

Deno.test("the sample studio whose owner has another address is known by the file with its keys, and by that only", async () => {
  await using shell = await openShell();
  const first = succeeded(await shell.alera(["demo", "--json"])).json;
  const db = new DatabaseSync(`${shell.directory}/alera.db`);
  db.prepare("UPDATE providers SET email = 'me@example.com'").run();
  db.close();
  assert.deepEqual(succeeded(await shell.alera(["demo", "--json"])).json, first);
  await Deno.remove(`${shell.directory}/demo.json`);
  endedWith(await shell.alera(["demo"]), 2, /is not the sample studio/);
});
