/** What is served as /embed.js: made from the sources, small, and complete in itself. */
import assert from "node:assert/strict";
import { bundleEmbed } from "../../src/embed/build.ts";
import { TEXTS } from "../../src/embed/words.ts";
import { studio } from "../support/studio.ts";

const COMMITTED = new URL("../../src/embed/embed_min.js", import.meta.url);

Deno.test("the module is what its sources make; `deno task embed` makes it", async () => {
  assert.equal(await Deno.readTextFile(COMMITTED), await bundleEmbed());
});

Deno.test("any page may load it, it is between 2 and 20 KB, and it knows no address but its own", async () => {
  await using t = await studio({ onboarded: false });
  const got = await t.send("GET", "/embed.js", undefined, { origin: "https://page.example" });
  assert.equal(got.status, 200);
  assert.equal(got.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert.equal(got.headers.get("access-control-allow-origin"), "*");
  assert.equal(got.headers.get("cross-origin-resource-policy"), "cross-origin");
  assert.match(got.headers.get("cache-control")!, /^public, max-age=3600/);
  assert.equal(got.headers.get("x-content-type-options"), "nosniff");
  const { length } = new TextEncoder().encode(got.text);
  assert.ok(length > 2_000 && length < 20_000, `${length} bytes`);
  assert.ok(!/https?:|\/\/[\w-]+\.[a-z]|@import|url\(|\bimport\s*[({"*]|\beval\b|innerHTML|\.style\b/.test(got.text));
  assert.ok(got.text.includes("import.meta.url"));
  const etag = got.headers.get("etag")!;
  assert.match(etag, /^"[\w-]+"$/);
  const again = await t.send("GET", "/embed.js", undefined, { "if-none-match": etag });
  assert.deepEqual([again.status, again.text, again.headers.get("access-control-allow-origin")], [304, "", "*"]);
  assert.equal((await t.send("HEAD", "/embed.js")).status, 200);
});

Deno.test("every word that is listed for replacing is said, and nothing else is", async () => {
  const text = await Deno.readTextFile(COMMITTED);
  for (const one of TEXTS) {
    // Statuses are said as the API names them.
    if (/^(Confirmed|Cancelled|Completed)$/.test(one)) continue;
    assert.ok(text.includes(`"${one}"`), one);
  }
  assert.equal(new Set(TEXTS).size, TEXTS.length);
});
