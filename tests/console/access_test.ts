/** Who may see and do what at the console: every route under it is walked, so that none can be forgotten. */
import assert from "node:assert/strict";
import { Owner, readable, signIn } from "../support/console.ts";
import { consoleRecordsOf, type ConsoleRoute, pathOf } from "../support/console_records.ts";
import { addStudio, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
const name = ({ method, path }: ConsoleRoute) => `${method} ${path}`;

/** Pages and files for whoever is not signed in. */
const OPEN = [
  "GET /console/console.css",
  "GET /console/console.js",
  "GET /console/signin",
  "POST /console/signin",
  "GET /console/signin/:token",
  "POST /console/signin/:token",
];
const routesOf = (t: World) =>
  t.app.routes().filter((one) => one.path === "/console" || one.path.startsWith("/console/"));
const guarded = (t: World) => routesOf(t).filter((one) => !OPEN.includes(name(one)));

/** The console's own pages know no record of another's: they name a kind of message. */
const NO_RECORD = /^\/console\/settings\/messages\/:kind/;

Deno.test("whoever is not signed in is led to the sign-in page, from every page and every form", async () => {
  await using t = await studio();
  const nobody = new Owner(t, t.studio, "");
  const routes = guarded(t);
  assert.ok(routes.length >= 2);
  for (const { method, path } of routes) {
    const got = await nobody.send(method, path.replace(/:\w+/, "x"), method === "POST" ? "" : undefined);
    assert.equal(got.status, 303, `${method} ${path}: ${got.text}`);
    assert.match(got.to!, /^\/console\/signin(\?next=|$)/, path);
    assert.equal(got.headers.get("set-cookie"), null);
  }
});

Deno.test("every page of the console has the strict policy, is kept by nobody and framed by nobody", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const its = await consoleRecordsOf(t.studio);
  const pages = guarded(t).filter((one) => one.method === "GET" && !one.path.endsWith(".csv"));
  for (const page of pages) {
    const path = NO_RECORD.test(page.path) ? page.path.replace(":kind", "signin_link") : pathOf(its, page);
    const got = await owner.send("GET", path);
    assert.ok(got.status < 500, `${path}: ${got.status}`);
    if (got.status === 303) continue;
    if (path.endsWith("/html")) continue; // a mail's own markup, in a sandbox: settings' tests
    const policy = got.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; style-src 'self'; script-src 'self';/, path);
    assert.match(policy, /form-action 'self'; base-uri 'none'; frame-ancestors 'none'/, path);
    assert.equal(got.headers.get("cache-control"), "no-store", path);
    assert.ok(!/\sstyle="/.test(got.text) && !/\son[a-z]+="/.test(got.text) && !/<script>/.test(got.text), path);
    assert.ok(!got.text.includes(owner.cookie.split("=")[1]), path);
  }
});

Deno.test("another studio gets 404 for every record that a page or a form names, and changes nothing", async () => {
  await using t = await studio();
  const { studio: mine } = t;
  const owner = await signIn(t, mine);
  const its = await consoleRecordsOf(mine);
  const other = await signIn(t, await addStudio(t));
  const { csrf } = hiddenOf((await other.page("/console/settings/devices")).text);
  const everything = async () => (await mine.manage("GET", "export")).text;
  const before = await everything();
  for (const route of guarded(t).filter((one) => one.path.includes(":") && !NO_RECORD.test(one.path))) {
    const path = pathOf(its, route);
    const body = new URLSearchParams({ csrf, once: "0".repeat(32), step: "save" }).toString();
    const got = await other.send(route.method, path, route.method === "POST" ? body : undefined);
    assert.equal(got.status, 404, `${name(route)}: ${readable(got.text)}`);
    assert.ok(!got.text.includes("Jane"), name(route));
    if (route.method === "GET") {
      const own = await owner.send("GET", path);
      assert.ok([200, 303, 409, 410].includes(own.status), `${name(route)}: ${own.status} ${readable(own.text)}`);
    }
  }
  assert.equal(await everything(), before);
});

Deno.test("a list shows a studio its own, and nothing of another's", async () => {
  await using t = await studio();
  await recordsOfSignedIn(t);
  const other = await signIn(t, await addStudio(t));
  for (const { path } of guarded(t).filter((one) => one.method === "GET" && !one.path.includes(":"))) {
    const got = await other.send("GET", path);
    assert.ok(got.status === 200 || got.status === 303 || got.status === 404, `${path}: ${got.status}`);
    assert.ok(!got.text.includes(t.studio.id) && !got.text.includes("Jane") && !got.text.includes("jane1@"), path);
  }
});

Deno.test("no form is taken without its mark, with another visit's, or from another site; and nothing changes", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await signIn(t, t.studio);
  const its = await consoleRecordsOf(t.studio);
  const { csrf } = hiddenOf((await owner.page("/console/settings/devices")).text);
  const others = hiddenOf((await other.page("/console/settings/devices")).text).csrf;
  const everything = async () => (await t.studio.manage("GET", "export")).text;
  const before = await everything();
  for (const route of guarded(t).filter((one) => one.method === "POST")) {
    const path = pathOf(its, route);
    const foreign: [fields: Record<string, string>, headers: Record<string, string>][] = [
      [{}, {}],
      [{ csrf: "" }, {}],
      [{ csrf: others }, {}],
      [{ csrf }, { origin: "https://evil.example" }],
      [{ csrf }, { origin: "null", "sec-fetch-site": "cross-site" }],
      [{ csrf }, { origin: "null" }],
    ];
    for (const [fields, headers] of foreign) {
      const body = new URLSearchParams({ once: "0".repeat(32), ...fields }).toString();
      assert.equal((await owner.send("POST", path, body, headers)).status, 403, `${path} ${JSON.stringify(headers)}`);
    }
    const json = await owner.send("POST", path, JSON.stringify({ csrf }), { "content-type": "application/json" });
    assert.equal(json.status, 415, path);
    const huge = await owner.send("POST", path, `csrf=${csrf}&x=${"x".repeat(70_000)}`);
    assert.equal(huge.status, 413, path);
  }
  assert.equal(await everything(), before);
  assert.equal((await owner.send("GET", "/console")).status, 200, "still signed in");
});

async function recordsOfSignedIn(t: World) {
  await signIn(t, t.studio);
  return await consoleRecordsOf(t.studio);
}

function hiddenOf(html: string): { csrf: string } {
  return { csrf: /name="csrf" value="([^"]+)"/.exec(html)![1] };
}
