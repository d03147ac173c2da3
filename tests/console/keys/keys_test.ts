import assert from "node:assert/strict";
import { originAdvice, originMistake } from "../../../src/domain/origins.ts";
import { DAY, HOUR, MINUTE } from "../../../src/domain/time.ts";
import { formOf, readable, signIn } from "../../support/console.ts";
import { addStudio, ORIGIN, studio } from "../../support/studio.ts";

const KEYS = "/console/settings/keys";
const NASTY = `<b>"Site" & Co’s</b>`;

type World = Awaited<ReturnType<typeof studio>>;
// deno-lint-ignore no-explicit-any
const keysOf = async (t: World): Promise<any[]> => (await t.studio.manage("GET", "api-keys")).body.items;
const ask = (t: World, key: string, origin = ORIGIN) =>
  t.send("GET", `/api/classes?handle=${t.studio.handle}&from=2026-05-11&to=2026-05-18`, undefined, {
    "x-alera-key": key,
    origin,
  });
/** What the editor's rows hold. */
const rows = (html: string, action = KEYS) =>
  formOf(html, action).filter(([name]) => name === "origin").map(([, value]) => value);
const noteUse = (t: World) =>
  t.db.write("used_keys", async (tx) => {
    const { markKeysUsed } = await import("../../../src/domain/api_keys.ts");
    await markKeysUsed(tx, t.app.takeUsedKeys(), new Date(t.clock.now()).toISOString());
  });

Deno.test("a key is made, shown once with a request that works, and lists as new and not used", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(await owner.read(KEYS), /never in a page or an app/);
  const { text } = await owner.page(KEYS);
  const fields = new URLSearchParams([
    ...formOf(text, KEYS).filter(([name]) => !["label", "origin"].includes(name)),
    ["label", "Website 2026"],
    ["origin", " https://sculptpilates.example "],
    ["origin", ""],
    ["origin", "https://www.sculptpilates.example"],
    ["origin", "https://sculptpilates.example"],
  ]).toString();
  const made = await owner.send("POST", KEYS, fields);
  assert.equal(made.status, 200);
  assert.equal(made.headers.get("cache-control"), "no-store");
  const shown = readable(made.text);
  const [key] = /alr_[a-z0-9]{4}_[0-9A-Za-z]{30,}/.exec(shown)!;
  assert.match(shown, /Key created: Website 2026 Copy it now and keep it as ALERA_API_KEY .* shown only this once\./);
  assert.ok(
    shown.includes(
      `curl 'http://localhost:8000/api/classes?handle=${t.studio.handle}&from=2026-05-11&to=2026-05-18' \\ -H 'x-alera-key: ${key}' \\ -H 'Origin: https://sculptpilates.example'`,
    ),
    shown,
  );
  assert.match(
    shown,
    /Website 2026 New alr_\w+… · Not used yet https:\/\/sculptpilates\.example https:\/\/www\.sculptpilates/,
  );
  assert.match(made.text, /<button[^>]* data-copy="key" hidden/);
  assert.match(made.text, /id="copied" aria-live="polite"/);
  assert.deepEqual((await keysOf(t)).find((one) => one.label === "Website 2026").allowedOrigins, [
    "https://sculptpilates.example",
    "https://www.sculptpilates.example",
  ]);
  assert.equal((await ask(t, key, "https://sculptpilates.example")).status, 200);
  assert.equal((await ask(t, key, "https://other.example")).status, 403);

  // The page sent again, at once and later, shows the same key and makes no second.
  const again = await Promise.all([owner.send("POST", KEYS, fields), owner.send("POST", KEYS, fields)]);
  t.clock.advance(HOUR);
  again.push(await owner.send("POST", KEYS, fields));
  for (const one of again) assert.ok(readable(one.text).includes(key));
  assert.equal((await keysOf(t)).length, 2);
  assert.ok(!(await owner.page(KEYS)).text.includes(key), "it is shown only once");
});

Deno.test("what is wrong with a form is said beside it, what was typed stays, and no key is made", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const refused = await owner.submit(KEYS, {
    label: NASTY,
    origin: ["http://sculptpilates.example/book-now", "", "https://fine.example", `x"><b>`],
  });
  assert.equal(refused.status, 400);
  const shown = readable(refused.text);
  assert.match(
    shown,
    /This has a path and is not secure\. Use https:\/\/sculptpilates\.example Remove|not secure\. Use https/,
  );
  assert.deepEqual(rows(refused.text), ["http://sculptpilates.example/book-now", "", "https://fine.example", `x"><b>`]);
  assert.equal(refused.text.match(/aria-invalid="true"/g)!.length, 2);
  assert.equal(Object.fromEntries(formOf(refused.text, KEYS)).label, NASTY);
  assert.ok(!refused.text.includes("<b>"));

  const empty = await owner.submit(KEYS, { label: " ", origin: "" });
  assert.equal(empty.status, 400);
  assert.match(readable(empty.text), /Name Fill this in\. .*Add the site that will use this key\./);
  const long = await owner.submit(KEYS, { label: "x".repeat(121), origin: ORIGIN });
  assert.match(readable(long.text), /At most 120 characters\./);
  const many = await owner.submit(KEYS, {
    label: "Many",
    origin: Array.from({ length: 21 }, (_, n) => `https://a${n}.example`),
  });
  assert.equal(many.status, 400);
  assert.match(readable(many.text), /A key has at most 20 sites\./);
  assert.equal((await keysOf(t)).length, 1);
});

Deno.test("rows are added, removed and repaired without script, and everything else stays", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const origin = ["Sculpt.example/", "https://b.example", "localhost:3000"];
  const press = async (button: Record<string, string>, of = origin) =>
    (await owner.submit(KEYS, { label: "Kept", origin: of, ...button })).text;

  const added = await press({ add: "1" });
  assert.deepEqual(rows(added), [...origin, ""]);
  assert.match(added, /aria-label="Site 4"[^>]* autofocus/);
  assert.deepEqual(rows(await press({ remove: "1" })), ["Sculpt.example/", "localhost:3000"]);
  assert.deepEqual(rows(await press({ remove: "0" }, ["https://a.example"])), [""], "there is always a row");
  const fixed = await press({ fix: "0" });
  assert.deepEqual(rows(fixed), ["https://sculpt.example", "https://b.example", "localhost:3000"]);
  assert.match(
    readable(fixed),
    /This has no http:\/\/ in front\. Use http:\/\/localhost:3000/,
    "the other mistake is still shown",
  );
  assert.deepEqual(rows(await press({ fix: "2" }))[2], "http://localhost:3000");
  for (const wrong of ["9", "-1", "x", "", "1e3"]) {
    const got = await owner.submit(KEYS, { label: "Kept", origin, fix: wrong });
    assert.ok([200, 400].includes(got.status), wrong);
    assert.deepEqual(rows(got.text), origin, wrong);
  }
  assert.match(readable(await press({ add: "1" }, Array(20).fill(ORIGIN))), /at most 20 sites\. Create a second key/);
  for (const page of [added, fixed]) assert.equal(Object.fromEntries(formOf(page, KEYS)).label, "Kept");
  // Enter in a field presses the first button of the form, which must not remove a site.
  assert.match(added, /name="once"[^>]*>\s*<button class="visually-hidden default-button"[^>]*>Create key</);
  assert.equal((await keysOf(t)).length, 1);
});

Deno.test("every address a person may paste is refused or taken as the API does, and repaired to one it takes", () => {
  const cases: [text: string, says: RegExp, use: string | null][] = [
    ["http://sculptpilates.example/book-now", /^This has a path and is not secure\.$/, "https://sculptpilates.example"],
    ["https://a.example/", /^This ends with a slash\.$/, "https://a.example"],
    ["http://a.example", /^This is not secure\.$/, "https://a.example"],
    ["a.example", /^This has no https:\/\/ in front\.$/, "https://a.example"],
    ["www.a.example:8443/x?y#z", /no https:\/\/ in front and has a path/, "https://www.a.example:8443"],
    ["https://*.a.example", /has a star/, "https://a.example"],
    ["https://*", /has a star/, null],
    ["HTTPS://A.Example", /capital letters/, "https://a.example"],
    ["https://a.example:443", /goes without saying/, "https://a.example"],
    ["http://a.example:80/", /not secure/, "https://a.example"],
    ["localhost:3000", /no http:\/\/ in front/, "http://localhost:3000"],
    ["http://localhost:3000/admin", /has a path/, "http://localhost:3000"],
    ["ftp://a.example", /does not begin with https/, "https://a.example"],
    ["https//a.example", /in front/, "https://a.example"],
    ["//a.example", /in front/, "https://a.example"],
    ["https://münchen.example", /differently by browsers/, "https://xn--mnchen-3ya.example"],
    ["https://a.example?x=1", /more after the name/, "https://a.example"],
    ["https://me:pw@a.example", /user name/, "https://a.example"],
    ["https://a.example, https://b.example", /Only one site fits in a row/, null],
    ["javascript:alert(1)", /no web address/, null],
    ["https://", /no web address/, null],
    ["", /no web address/, null],
  ];
  for (const [text, says, use] of cases) {
    const advice = originAdvice(text);
    assert.ok(originMistake(text) !== null && advice !== null, text);
    assert.match(advice!.says, says, text);
    assert.equal(advice!.use, use, text);
    if (use) assert.equal(originMistake(use), null, use);
  }
  for (const right of ["https://a.example", "http://localhost:3000", "https://a.example:8443", "http://127.0.0.1"]) {
    assert.equal(originAdvice(right), null);
    assert.equal(originMistake(right), null);
  }
});

Deno.test("a list says when each key was last used, which is quiet, and folds what is revoked", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  assert.match(await owner.read(KEYS), /Website alr_\w+… · Not used yet https:\/\/studio\.example/);
  assert.equal((await ask(t, t.studio.key)).status, 200);
  await noteUse(t);
  t.clock.advance(2 * MINUTE);
  const { text } = await owner.page(KEYS);
  assert.match(readable(text), /Last used 2 minutes ago/);
  assert.match(text, /<time datetime="2026-05-11T15:00:00\.000Z" title="Mon, May 11, 10:00 AM">2 minutes ago<\/time>/);
  assert.ok(!readable(text).includes("Not used for 90 days"));
  t.clock.advance(90 * DAY);
  const later = await signIn(t, t.studio);
  assert.match(await later.read(KEYS), /Website Not used for 90 days .* Last used Mon, May 11/);

  await t.studio.manage("DELETE", `api-keys/${t.studio.keyId}`);
  assert.match(
    await later.read(KEYS),
    /No site can use your studio yet\. .* 1 revoked key Website alr_\w+… · Revoked just now/,
  );
  const names = await t.studio.manage("POST", "api-keys", { label: NASTY, allowedOrigins: [ORIGIN] });
  assert.equal(names.status, 201);
  const nasty = (await later.page(KEYS)).text;
  assert.ok(readable(nasty).includes(NASTY) && !nasty.includes("<b>"));
});

Deno.test("revoking says what it does, asks first, and takes effect on the next request", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const path = `${KEYS}/${t.studio.keyId}/revoke`;
  assert.match((await owner.page(KEYS)).text, new RegExp(`href="${path}"[^>]*data-dialog`));
  assert.equal((await ask(t, t.studio.key)).status, 200);
  assert.match(await owner.read(path), /It is new\./);
  await noteUse(t);
  t.clock.advance(2 * MINUTE);
  const page = await owner.page(path);
  assert.match(page.text, /<div data-dialog-body/);
  assert.match(page.text, /data-keep[^>]*>Keep key</);
  assert.match(
    readable(page.text),
    /Revoke the key “Website”\? It was used 2 minutes ago ?\. From the next second, studio\.example can’t show classes or take bookings with it\. Bookings already made stay\. .*To change keys without a gap: create a new one, put it on your server, then revoke this one\. Revoke key Keep key/,
  );
  assert.equal((await ask(t, t.studio.key)).status, 200, "asking revokes nothing");
  const done = await owner.submit(path);
  assert.match(readable((await owner.follow(done)).text), /The key is revoked: no site can use it any more\./);
  assert.equal((await ask(t, t.studio.key)).status, 401);

  // A second click is no error, and the page of a revoked key says that it is.
  assert.match(await owner.read(path), /This key was revoked just now\. No site can use it any more\./);
  assert.match(await owner.read(`${KEYS}/${t.studio.keyId}`), /This key was revoked/);
  const csrf = formOf((await owner.page(KEYS)).text, KEYS);
  assert.equal((await owner.send("POST", path, new URLSearchParams(csrf).toString())).status, 303);
  const change = await owner.send(
    "POST",
    `${KEYS}/${t.studio.keyId}`,
    new URLSearchParams([...csrf, ["label", "Back"], ["origin", ORIGIN]]).toString(),
  );
  assert.equal(change.status, 410);
  assert.equal((await keysOf(t))[0].label, "Website");

  const unused = await t.studio.manage("POST", "api-keys", {
    label: "Four",
    allowedOrigins: [1, 2, 3, 4].map((n) => `https://a${n}.example`),
  });
  t.clock.advance(5 * MINUTE);
  assert.match(
    await owner.read(`${KEYS}/${unused.body.id}/revoke`),
    /Up to a minute ago it was never used\. From the next second, its 4 sites can’t/,
  );
});

Deno.test("a key's name and sites change from the next request", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const path = `${KEYS}/${t.studio.keyId}`;
  assert.equal((await ask(t, t.studio.key)).status, 200);
  assert.equal((await ask(t, t.studio.key, "https://new.example")).status, 403);
  assert.deepEqual(rows((await owner.page(path)).text, path), [ORIGIN]);

  const refused = await owner.submit(path, { label: "", origin: ["new.example"] });
  assert.equal(refused.status, 400);
  assert.match(readable(refused.text), /Fill this in\. .* Use https:\/\/new\.example/);
  const added = await owner.submit(path, { label: "Renamed", origin: [ORIGIN], add: "1" });
  assert.deepEqual(rows(added.text, path), [ORIGIN, ""]);
  assert.equal(Object.fromEntries(formOf(added.text, path)).label, "Renamed");
  assert.equal((await ask(t, t.studio.key, "https://new.example")).status, 403, "nothing changed yet");

  const saved = await owner.submit(path, { label: "Renamed", origin: ["https://new.example", ""] });
  assert.match(
    readable((await owner.follow(saved)).text),
    /Saved\. It applies from the next request\. .* Renamed alr_/,
  );
  assert.equal((await ask(t, t.studio.key, "https://new.example")).status, 200);
  assert.equal((await ask(t, t.studio.key)).status, 403);
});

Deno.test("another studio's keys are nothing here", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const owner = await signIn(t, t.studio);
  const form = formOf((await owner.page(KEYS)).text, KEYS);
  const body = new URLSearchParams([...form, ["label", "Mine"], ["origin", "https://evil.example"]]).toString();
  for (const id of [other.keyId, "key-none"]) {
    for (const path of [`${KEYS}/${id}`, `${KEYS}/${id}/revoke`]) {
      assert.equal((await owner.send("GET", path)).status, 404, path);
      assert.equal((await owner.send("POST", path, body)).status, 404, path);
    }
  }
  const [key] = (await other.manage("GET", "api-keys")).body.items;
  assert.equal(key.label, "Website");
  assert.equal(key.revokedAt, null);
});
