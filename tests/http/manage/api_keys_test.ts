import assert from "node:assert/strict";
import { iso } from "../../../src/domain/time.ts";
import { OPERATOR, startApp, type TestApp } from "../../support/app.ts";
import { findInDatabase, invalid, refused } from "../../support/http.ts";
import { ORIGIN, studio } from "../../support/studio.ts";

const create = (t: TestApp, body: unknown, token = OPERATOR) =>
  t.send("POST", "/api/manage/providers", body, { authorization: `Bearer ${token}` });

const sculpt = {
  handle: "sculpt-co",
  displayName: "Sculpt Pilates Co.",
  email: "Owner@Example.com",
  timezone: "America/Chicago",
};

Deno.test("a key is shown once: its hash and its prefix are kept, and the list shows no key", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "api-keys", {
    label: "Shop",
    allowedOrigins: [ORIGIN, "http://localhost:3000", ORIGIN],
  });
  assert.equal(made.status, 201, made.text);
  const { id, key, prefix } = made.body;
  assert.deepEqual(made.body, {
    id,
    key,
    prefix,
    label: "Shop",
    kind: "secret",
    allowedOrigins: [ORIGIN, "http://localhost:3000"],
    createdAt: iso(t.clock.now()),
  });
  assert.match(key, /^alr_stud_[0-9a-z]{32,}$/);
  assert.ok(key.startsWith(prefix) && prefix.length < 16);
  assert.deepEqual(await findInDatabase(t, key), []);
  assert.deepEqual(await findInDatabase(t, key.slice(9)), []);
  const { items, nextCursor } = (await s.manage("GET", "api-keys")).body;
  assert.equal(nextCursor, null);
  assert.equal(items.length, 2);
  const { key: _, ...shown } = made.body;
  assert.deepEqual(items.find((one: { id: string }) => one.id === id), {
    ...shown,
    quota: null,
    lastUsedAt: null,
    revokedAt: null,
  });
  assert.ok(!JSON.stringify(items).includes(key.slice(20)));

  t.clock.advance(1000);
  const revoked = await s.manage("DELETE", `api-keys/${id}`);
  assert.deepEqual([revoked.status, revoked.text], [204, ""]);
  assert.equal((await s.manage("DELETE", `api-keys/${id}`)).status, 204);
  refused(await s.manage("DELETE", "api-keys/key-none"), 404);
  const after = (await s.manage("GET", "api-keys")).body.items.find((one: { id: string }) => one.id === id);
  assert.equal(after.revokedAt, iso(t.clock.now()));
});

Deno.test("the owner sees when a key was used last", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const used = () => t.app.takeUsedKeys().includes(s.keyId);
  used();
  assert.equal(used(), false);
  await s.call("GET", "/api/classes/class-none");
  assert.equal(used(), true);
  assert.equal(used(), false);
});

Deno.test("the letters of a key come from the handle, whatever it is made of", async () => {
  await using t = await startApp();
  for (const [handle, letters] of [["sculpt-co", "scul"], ["a-1-b", "abxx"], ["42", "xxxx"]]) {
    const made = await create(t, { ...sculpt, handle });
    const key = await t.send("POST", "/api/manage/api-keys", { label: "x", allowedOrigins: [ORIGIN] }, {
      authorization: `Bearer ${made.body.ownerToken}`,
    });
    assert.ok(key.body.key.startsWith(`alr_${letters}_`), key.body.key);
  }
});

Deno.test("an allowed origin is exactly scheme://host[:port]; http is for localhost", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const add = (...allowedOrigins: unknown[]) => s.manage("POST", "api-keys", { label: "x", allowedOrigins });
  for (
    const good of [
      "https://a.example",
      "https://a.example:8443",
      "http://localhost",
      "http://localhost:5173",
      "https://xn--bcher-kva.example",
    ]
  ) {
    assert.equal((await add(good)).status, 201, good);
  }
  for (
    const bad of [
      "http://a.example",
      "https://a.example/",
      "https://a.example/path",
      "https://a.example?x",
      "https://A.example",
      "https://a.example:443",
      "https://user@a.example",
      "https://*.example",
      "*",
      "null",
      "a.example",
      "//a.example",
      "ftp://a.example",
      "http://localhost.evil.example",
      "http://localhost:80",
      " https://a.example",
      "https://bücher.example",
      "",
      5,
    ]
  ) invalid(await add("https://good.example", bad), "allowedOrigins.1");
  invalid(await s.manage("POST", "api-keys", { label: "x", allowedOrigins: [] }), "allowedOrigins");
  invalid(await s.manage("POST", "api-keys", { label: "x", allowedOrigins: ORIGIN }), "allowedOrigins");
  invalid(await s.manage("POST", "api-keys", { label: "", allowedOrigins: [ORIGIN] }), "label");
});
