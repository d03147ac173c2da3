import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac, hkdfSync } from "node:crypto";
import {
  createTokens,
  hashSecret,
  hmacSha256,
  newApiKey,
  newFeedToken,
  newGiftCardCode,
  newOwnerToken,
  sameSecret,
  type TokenPurpose,
} from "../../src/domain/tokens.ts";

const SECRET = "a secret of the tests that has more than 32 bytes";
const OTHER = "another secret of the tests that has 32 bytes too";
const NOW = Date.parse("2026-05-18T11:00:00.000Z");
const tokens = createTokens(SECRET);
const PURPOSES: TokenPurpose[] = ["v1", "tip-v1", "cust-v1", "wl-v1"];

const raw = (token: string) => Buffer.from(token, "base64url").toString();
const encoded = (text: string) => Buffer.from(text).toString("base64url");

Deno.test("a token says purpose, record and expiry, and is verified until then", () => {
  for (const purpose of PURPOSES) {
    const token = tokens.sign(purpose, "enr-1", NOW);
    assert.match(token, /^[A-Za-z0-9_-]+$/);
    assert.match(raw(token), new RegExp(`^${purpose}\\|enr-1\\|${NOW / 1000}\\|[A-Za-z0-9_-]{43}$`));
    assert.deepEqual(tokens.verify(purpose, token, NOW - 1), { ok: true, record: "enr-1", expiresAtMs: NOW });
    assert.deepEqual(tokens.verify(purpose, token, NOW), { ok: false, reason: "expired", record: "enr-1" });
  }
  assert.equal(tokens.sign("v1", "enr-1", NOW), tokens.sign("v1", "enr-1", NOW), "the same question, the same token");
});

Deno.test("each purpose has a key of its own, made by HKDF: what is signed today is verified by every later release", () => {
  for (const purpose of PURPOSES) {
    const body = `${purpose}|enr-1|${NOW / 1000}`;
    const key = Buffer.from(hkdfSync("sha256", SECRET, "alera", `token:${purpose}`, 32));
    const signature = createHmac("sha256", key).update(body).digest("base64url");
    assert.equal(tokens.sign(purpose, "enr-1", NOW), encoded(`${body}|${signature}`));
  }
});

Deno.test("a token of one purpose passes for no other, not even when its text is changed to say so", () => {
  for (const one of PURPOSES) {
    for (const other of PURPOSES.filter((purpose) => purpose !== one)) {
      const token = tokens.sign(one, "enr-1", NOW);
      assert.equal(tokens.verify(other, token, 0).ok, false);
      const relabelled = encoded(raw(token).replace(one, other));
      assert.deepEqual(tokens.verify(other, relabelled, 0), { ok: false, reason: "bad-signature" });
    }
  }
});

Deno.test("no part of a token can be changed", () => {
  const [purpose, record, expiry, signature] = raw(tokens.sign("v1", "enr-1", NOW)).split("|");
  const forged = (parts: string[]) => tokens.verify("v1", encoded(parts.join("|")), 0);
  assert.deepEqual(forged([purpose, "enr-2", expiry, signature]), { ok: false, reason: "bad-signature" });
  assert.deepEqual(forged([purpose, record, String(Number(expiry) + 1), signature]), {
    ok: false,
    reason: "bad-signature",
  });
  assert.deepEqual(forged([purpose, record, expiry, signature.replace(/^./, (one) => one === "A" ? "B" : "A")]), {
    ok: false,
    reason: "bad-signature",
  });
  for (
    const parts of [
      [purpose, record, expiry],
      [purpose, record, expiry, signature, ""],
      [purpose, "", expiry, signature],
      [purpose, record, `${expiry}.5`, signature],
      [purpose, record, `-${expiry}`, signature],
      [purpose, record, expiry, ""],
      [purpose, record, expiry, signature.slice(1)],
      [purpose, record, expiry, `${signature}A`],
    ]
  ) assert.deepEqual(forged(parts), { ok: false, reason: "malformed" }, parts.join("|"));
});

Deno.test("what is no token is refused without a fault, and a token has one spelling only", () => {
  const token = tokens.sign("v1", "enr-1", NOW);
  const padded = token.length % 4 ? token.padEnd(token.length + 4 - token.length % 4, "=") : `${token}=`;
  for (
    const text of ["", " ", "é", "a", `${token} `, `${token}A`, padded, "A".repeat(1025), "\0", token.toUpperCase()]
  ) {
    assert.equal(tokens.verify("v1", text, 0).ok, false, text);
  }
  // The last letter holds bits that decoding drops: another letter there would be the same bytes.
  const spellings = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((last) =>
    token.slice(0, -1) + last
  );
  assert.equal(spellings.filter((one) => tokens.verify("v1", one, 0).ok).length, 1);
});

Deno.test("the previous secret verifies and opens what it made, and makes nothing", () => {
  const old = createTokens(OTHER);
  const rotated = createTokens(SECRET, OTHER);
  const token = old.sign("cust-v1", "prov-1:cli-1", NOW);
  assert.deepEqual(rotated.verify("cust-v1", token, 0), { ok: true, record: "prov-1:cli-1", expiresAtMs: NOW });
  assert.equal(rotated.open("gift-card-code", old.seal("gift-card-code", "CODE")), "CODE");
  assert.equal(rotated.sign("v1", "enr-1", NOW), tokens.sign("v1", "enr-1", NOW));
  assert.deepEqual(
    tokens.verify("cust-v1", token, 0),
    { ok: false, reason: "bad-signature" },
    "when the rotation has ended",
  );
  assert.equal(tokens.open("gift-card-code", old.seal("gift-card-code", "CODE")), null);
});

Deno.test("sealed text opens under its own purpose only, unchanged only, and looks different each time", () => {
  const sealed = tokens.seal("idempotency", '{"name":"Jané 🧘"}');
  assert.equal(tokens.open("idempotency", sealed), '{"name":"Jané 🧘"}');
  assert.notEqual(tokens.seal("idempotency", "same"), tokens.seal("idempotency", "same"));
  assert.equal(tokens.open("gift-card-code", sealed), null);
  assert.ok(!Buffer.from(sealed, "base64url").toString("latin1").includes("name"));
  const bytes = Buffer.from(sealed, "base64url");
  for (const place of [0, 12, 28, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[place] ^= 1;
    assert.equal(tokens.open("idempotency", changed.toString("base64url")), null, `byte ${place}`);
  }
  for (const text of ["", "AAAA", "not sealed at all, and yet of some length ...."]) {
    assert.equal(tokens.open("idempotency", text), null);
  }
  assert.equal(tokens.open("idempotency", tokens.seal("idempotency", "")), "");
});

Deno.test("credentials have their form and enough random bits", () => {
  const { key, prefix } = newApiKey("sculpt-co", "secret");
  assert.match(key, /^alr_scul_[0-9a-hjkmnp-tv-z]{40}$/);
  assert.equal(prefix, key.slice(0, "alr_scul_".length + 4));
  assert.match(newApiKey("7-a", "secret").key, /^alr_axxx_/);
  assert.match(newApiKey("42", "secret").key, /^alr_xxxx_/);
  assert.match(newOwnerToken(), /^alo_[0-9a-hjkmnp-tv-z]{40}$/);
  assert.match(newFeedToken(), /^[0-9a-hjkmnp-tv-z]{32}$/);
  const bits = (text: string) => text.length * 5;
  assert.ok(bits(key.slice(9)) - bits(prefix.slice(9)) >= 160, "also without the part that is shown");
  assert.ok(bits(newFeedToken()) >= 160);
  assert.equal(new Set(Array.from({ length: 1_000 }, () => newApiKey("a", "secret").key)).size, 1_000);
});

Deno.test("secrets are compared whole, and kept as SHA-256", () => {
  assert.equal(sameSecret("let-me-in", "let-me-in"), true);
  for (const wrong of ["let-me-i", "let-me-in ", "LET-ME-IN", ""]) assert.equal(sameSecret(wrong, "let-me-in"), false);
  assert.equal(hashSecret("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

Deno.test("a gift card's code has 16 letters of an alphabet without look-alikes, each as often as any other", () => {
  const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  const codes = Array.from({ length: 8_000 }, newGiftCardCode);
  assert.ok(codes.every((code) => new RegExp(`^[${alphabet}]{16}$`).test(code)));
  assert.ok(!/[01OIL]/.test(alphabet) && !/[01OIL]/.test(codes.join("")));
  assert.equal(new Set(codes).size, codes.length);
  const counts = new Map([...alphabet].map((letter) => [letter, 0]));
  for (const letter of codes.join("")) counts.set(letter, counts.get(letter)! + 1);
  const expected = codes.length * 16 / alphabet.length;
  const chi = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  assert.ok(chi < 90, `chi-squared ${chi}: with 256 % 31 left in, the first letters came more often`);
});

Deno.test("the HMAC of two hashes is that of node:crypto", () => {
  for (const length of [0, 1, 20, 32, 63, 64]) {
    const key = crypto.getRandomValues(new Uint8Array(length));
    for (const body of ["", "v1|enr-1|1790000000", "é€🙂".repeat(50)]) {
      assert.equal(hmacSha256(key)(body).digest("hex"), createHmac("sha256", key).update(body).digest("hex"));
    }
  }
});
