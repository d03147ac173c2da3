import assert from "node:assert/strict";
import { newId, randomText } from "../../src/domain/ids.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Chi-squared of how often each letter of the alphabet came. */
function chiSquared(text: string, alphabet: string): number {
  const counts = new Map([...alphabet].map((letter) => [letter, 0]));
  for (const letter of text) counts.set(letter, counts.get(letter)! + 1);
  const expected = text.length / alphabet.length;
  return [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
}

Deno.test("an id is its prefix and 24 letters without look-alikes", () => {
  for (const prefix of ["class", "enr", "cli", "prov", "wl", "pkg", "ins", "bo"] as const) {
    assert.ok(new RegExp(`^${prefix}-[${ALPHABET}]{24}$`).test(newId(prefix)));
  }
});

Deno.test("ids are all different, and so are the 100 bits that are an id's own", () => {
  const many = Array.from({ length: 50_000 }, () => newId("enr"));
  assert.equal(new Set(many).size, many.length);
  assert.equal(new Set(many.map((id) => id.slice(-20))).size, many.length);
});

Deno.test("an id's own part is random in every place: no counter, no clock", () => {
  const many = Array.from({ length: 4_000 }, () => newId("enr").slice(-20));
  for (let place = 0; place < 20; place++) {
    // 31 degrees of freedom: beyond 90 comes once in ten million runs.
    assert.ok(chiSquared(many.map((id) => id[place]).join(""), ALPHABET) < 90, `place ${place}`);
  }
  const rising = many.filter((id, i) => i > 0 && id > many[i - 1]).length;
  assert.ok(Math.abs(rising - 2_000) < 200, `${rising} of 4000 are greater than the one before`);
});

Deno.test("ids made together begin alike for 256 at most, and those beginnings tell no order", () => {
  const beginnings = Array.from({ length: 5_000 }, () => newId("enr").slice(4, 8));
  const runs: string[] = [];
  let longest = 0;
  for (let i = 0, run = 0; i < beginnings.length; i++) {
    if (beginnings[i] === beginnings[i - 1]) run++;
    else runs.push(beginnings[i]), run = 1;
    longest = Math.max(longest, run);
  }
  assert.ok(longest > 1 && longest <= 512, `${longest} ids in a row begin alike`); // two clusters may draw the same
  assert.ok(runs.length >= 5_000 / 257 - 1);
  const rising = runs.filter((one, i) => i > 0 && one > runs[i - 1]).length;
  assert.ok(rising > 0 && rising < runs.length - 1, "beginnings neither only rise nor only fall");
});

Deno.test("random text has the length and the alphabet that is asked, and every letter as often", () => {
  for (const length of [0, 1, 40, 64, 4096]) assert.equal(randomText(length).length, length);
  const text = Array.from({ length: 200 }, () => randomText(500)).join("");
  assert.ok(chiSquared(text, ALPHABET) < 90);
  assert.equal(new Set(Array.from({ length: 10_000 }, () => randomText(24))).size, 10_000);
});
