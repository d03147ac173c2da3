import assert from "node:assert/strict";
import { type CachedRead, createReadCache, respondFromCache } from "../../src/http/read_cache.ts";

const NOW = Date.parse("2026-05-11T15:00:00.000Z");

function cache() {
  const versions = new Map<string, number>();
  const db = { version: (scope: string) => versions.get(scope) ?? 1 };
  return { versions, cache: createReadCache({ db } as Parameters<typeof createReadCache>[0]) };
}

function read(facts: Partial<CachedRead> = {}): CachedRead {
  return {
    url: "https://api.example/api/classes?handle=a",
    apiKey: "key-a",
    origin: "https://a.example",
    key: { id: "kid-a", providerId: "prov-a", kind: "secret", allowedOrigins: [], quota: null },
    cors: {},
    route: "get /api/classes",
    limit: 120,
    body: "[]",
    etag: '"1"',
    version: 1,
    goodUntil: NOW + 1000,
    ...facts,
  };
}

Deno.test("an entry answers its address, key and origin alone", () => {
  const { cache: reads } = cache();
  const mine = read();
  const other = read({ apiKey: "key-b" });
  const elsewhere = read({ origin: "https://b.example" });
  for (const one of [mine, other, elsewhere]) reads.keep(one);
  for (const one of [mine, other, elsewhere]) assert.equal(reads.find(one.url, one.apiKey, one.origin, NOW), one);
  assert.equal(reads.find(mine.url, "key-c", mine.origin, NOW), null);
  assert.equal(reads.find(mine.url, "key-b", "https://b.example", NOW), null, "a key and an origin of two entries");
  assert.equal(reads.find(`${mine.url}&x=1`, mine.apiKey, mine.origin, NOW), null);
});

Deno.test("it is gone with the studio's version and with its time, and a newer one takes its place", () => {
  const { cache: reads, versions } = cache();
  const find = (at = NOW) => reads.find(read().url, "key-a", "https://a.example", at);
  reads.keep(read());
  const newer = read({ body: "[1]" });
  reads.keep(newer);
  assert.equal(find(), newer);
  assert.equal(find(NOW + 999), newer);
  assert.equal(find(NOW + 1000), null);
  assert.equal(find(), null, "dropped, not only passed over");
  reads.keep(newer);
  versions.set("prov-b", 2);
  assert.equal(find(), newer, "another studio's write changes nothing");
  versions.set("prov-a", 2);
  assert.equal(find(), null);
});

Deno.test("the oldest go when there are too many entries or bytes, and what went is not counted on", () => {
  const { cache: reads } = cache();
  const at = (n: number, apiKey = "key-a") => read({ url: `https://api.example/api/classes?n=${n}`, apiKey });
  const kept = (n: number, apiKey = "key-a") => reads.find(at(n).url, apiKey, "https://a.example", NOW) !== null;
  for (let n = 0; n < 4_000; n++) reads.keep(at(n));
  for (let n = 0; n < 4_000; n++) reads.keep(at(n));
  assert.deepEqual([kept(0), kept(3_999)], [true, true], "the same again adds nothing");
  reads.keep(at(3_999, "key-b"));
  assert.deepEqual([kept(0), kept(1), kept(3_999), kept(3_999, "key-b")], [false, true, true, true]);
  const big = "x".repeat(40 * 1024 * 1024);
  reads.keep({ ...at(5_000), body: big });
  assert.deepEqual([kept(1), kept(5_000)], [false, true], "4,001 of them");
  reads.keep({ ...at(5_001), body: big });
  assert.deepEqual(
    [kept(3_999), kept(5_000), kept(5_001)],
    [false, false, true],
    "no room for both, and the small ones were older",
  );
  reads.keep(at(1));
  assert.deepEqual([kept(1), kept(5_001)], [true, true]);
});

Deno.test("each request has an answer of its own, whenever it is read", async () => {
  const kept = read({ body: "[1]", etag: '"two"' });
  const answers = ["a", "b", "c"].map((id) => respondFromCache(kept, id, { "ratelimit-remaining": id }));
  await answers[1].body!.cancel();
  assert.deepEqual(answers.map(({ headers }) => headers.get("x-request-id")), ["a", "b", "c"]);
  assert.deepEqual(answers.map(({ headers }) => headers.get("ratelimit-remaining")), ["a", "b", "c"]);
  assert.deepEqual([await answers[2].text(), await answers[0].text()], ["[1]", "[1]"]);
  answers[0].headers.set("etag", "changed");
  assert.equal(respondFromCache(kept, "d", { "ratelimit-remaining": "d" }).headers.get("etag"), '"two"');
});
