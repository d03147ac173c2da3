/** Signed tokens, as the routes that take them see them. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createTokens } from "../../src/domain/tokens.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { type Answer, SECRET, startApp, type TestApp } from "../support/app.ts";
import { refused } from "../support/http.ts";
import { person, type Studio, studio } from "../support/studio.ts";

interface Tokens {
  enrollmentId: string;
  /** Each with the call that takes it. */
  cancel: string;
  tip: string;
  customer: string;
}

/** A late booking, whose cancel changes nothing but itself; a tippable visit; a signed-in customer. */
async function tokensOf(s: Studio): Promise<Tokens> {
  const booked = await s.book(await s.addClass({ priceCents: 0, inHours: 48 }), person());
  const { tipToken } = await s.completedAppointment(person());
  return {
    enrollmentId: booked.body.enrollmentId,
    cancel: booked.body.cancelToken,
    tip: tipToken,
    customer: await s.signIn(person().email),
  };
}

const cancel = (t: TestApp, id: string, token: string) =>
  t.send("POST", `/api/enrollments/${id}/cancel`, { cancelToken: token });
const tip = (t: TestApp, token: string) => t.send("POST", "/api/tip/start", { token, amountCents: 500 });
const me = (t: TestApp, token: string) => t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token });

const decode = (token: string) => Buffer.from(token, "base64url");
const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

Deno.test("a token is base64url of purpose, record, expiry and signature", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await tokensOf(s);
  const seconds = (ms: number) => String(Math.floor(ms / 1000));
  const parts = (token: string) => decode(token).toString().split("|");
  const now = t.clock.now();
  assert.deepEqual(parts(made.cancel).slice(0, 3), ["v1", made.enrollmentId, seconds(now + 48 * HOUR + 30 * DAY)]);
  assert.deepEqual([parts(made.tip)[0], parts(made.tip)[2]], ["tip-v1", seconds(now + 14 * DAY)]);
  assert.deepEqual([parts(made.customer)[0], parts(made.customer)[2]], ["cust-v1", seconds(now + 30 * DAY)]);
  assert.ok(parts(made.customer)[1].includes(s.id), "bound to the provider");
  for (const token of [made.cancel, made.tip, made.customer]) {
    assert.equal(parts(token).length, 4);
    assert.equal(Buffer.from(parts(token)[3], "base64url").length, 32);
  }
});

Deno.test("no bit of a token can be changed, cut or added", async () => {
  await using t = await studio();
  const made = await tokensOf(t.studio);
  const wrongOf = (token: string) => {
    const bytes = decode(token);
    const wrong: string[] = [];
    for (let i = 0; i < bytes.length; i++) {
      for (const bit of [1, 16, 128]) {
        const other = Buffer.from(bytes);
        other[i] ^= bit;
        wrong.push(encode(other));
      }
      wrong.push(encode(Buffer.concat([bytes.subarray(0, i), bytes.subarray(i + 1)])));
    }
    for (let i = 0; i < token.length; i++) {
      wrong.push(token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1));
    }
    return new Set([
      ...wrong,
      `${token}A`,
      `${token}=`,
      `${token}==`,
      `A${token}`,
      token + token,
      token.toUpperCase(),
      encode(Buffer.concat([bytes, Buffer.from("|")])),
      encode(Buffer.concat([bytes, Buffer.from([0])])),
    ]);
  };
  for (const token of wrongOf(made.cancel)) if (token) refused(await cancel(t, made.enrollmentId, token), 401);
  for (const token of wrongOf(made.tip)) if (token) refused(await tip(t, token), 403);
  for (const token of wrongOf(made.customer)) refused(await me(t, token), 401);
  // The right ones are right still.
  assert.equal((await me(t, made.customer)).status, 200);
  assert.equal((await tip(t, made.tip)).status, 200);
  assert.equal((await cancel(t, made.enrollmentId, made.cancel)).status, 200);
});

Deno.test("a token can't be written otherwise: padding bits, other alphabets, spaces", async () => {
  await using t = await studio();
  const made = await tokensOf(t.studio);
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (
    const [token, send, status] of [
      [made.cancel, (token: string) => cancel(t, made.enrollmentId, token), 401],
      [made.tip, (token: string) => tip(t, token), 403],
      [made.customer, (token: string) => t.send("GET", `/api/customer/me?token=${encodeURIComponent(token)}`), 401],
    ] as [string, (token: string) => Promise<Answer>, number][]
  ) {
    const others = [` ${token}`, `${token}\n`, `${token}\0`, decode(token).toString(), decode(token).toString("hex")];
    // Where the last character holds bits that say nothing, another one would decode alike.
    for (const last of ALPHABET) {
      const alike = token.slice(0, -1) + last;
      if (alike !== token && decode(alike).equals(decode(token))) others.push(alike);
    }
    const standard = decode(token).toString("base64");
    if (standard !== token) others.push(standard);
    for (const other of others) refused(await send(other), status);
    assert.equal((await send(token)).status, 200);
  }
});

Deno.test("a token of one purpose passes for no other, and for no other record", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await tokensOf(s);
  const other = await s.book(await s.addClass({ priceCents: 0 }), person(2));
  refused(await cancel(t, made.enrollmentId, made.tip), 401);
  refused(await cancel(t, made.enrollmentId, made.customer), 401);
  refused(await cancel(t, made.enrollmentId, other.body.cancelToken), 401);
  refused(await cancel(t, other.body.enrollmentId, made.cancel), 401);
  for (const token of [made.cancel, made.customer]) refused(await tip(t, token), 403);
  for (const token of [made.cancel, made.tip]) refused(await me(t, token), 401);
  // Also when the record is the right one and signed by us, for another purpose.
  const until = t.clock.now() + DAY;
  const record = decode(made.customer).toString().split("|")[1];
  refused(await cancel(t, made.enrollmentId, t.ctx.tokens.sign("tip-v1", made.enrollmentId, until)), 401);
  refused(await cancel(t, made.enrollmentId, t.ctx.tokens.sign("cust-v1", made.enrollmentId, until)), 401);
  refused(await tip(t, t.ctx.tokens.sign("v1", decode(made.tip).toString().split("|")[1], until)), 403);
  refused(await me(t, t.ctx.tokens.sign("v1", record, until)), 401);
  assert.equal((await me(t, t.ctx.tokens.sign("cust-v1", record, until))).status, 200);
  // The purpose renamed, under the signature of the other one.
  const [, id, expiry, signature] = decode(t.ctx.tokens.sign("tip-v1", made.enrollmentId, until)).toString().split("|");
  refused(await cancel(t, made.enrollmentId, encode(Buffer.from(`v1|${id}|${expiry}|${signature}`))), 401);
  // A longer life, under the old signature.
  const [, , , old] = decode(made.cancel).toString().split("|");
  refused(await cancel(t, made.enrollmentId, encode(Buffer.from(`v1|${made.enrollmentId}|99999999999|${old}`))), 401);
});

Deno.test("an erased expiry, a negative one or a far one helps nobody without the secret", async () => {
  await using t = await studio();
  const made = await tokensOf(t.studio);
  const forger = createTokens("a secret that somebody else has, of 32 bytes and more");
  const until = t.clock.now() + DAY;
  refused(await cancel(t, made.enrollmentId, forger.sign("v1", made.enrollmentId, until)), 401);
  refused(await tip(t, forger.sign("tip-v1", decode(made.tip).toString().split("|")[1], until)), 403);
  refused(await me(t, forger.sign("cust-v1", decode(made.customer).toString().split("|")[1], until)), 401);
  for (const expiry of ["", "-1", "1e12", "Infinity", "9".repeat(20), " 1"]) {
    refused(await cancel(t, made.enrollmentId, encode(Buffer.from(`v1|${made.enrollmentId}|${expiry}|x`))), 401);
  }
  // Signed by us, but over. A cancel token lives as long as its class wants, so that one is of a booking that is not there.
  refused(await cancel(t, "enr-x", t.ctx.tokens.sign("v1", "enr-x", t.clock.now())), 401);
  refused(await cancel(t, made.enrollmentId, t.ctx.tokens.sign("v1", "enr-x", t.clock.now())), 401);
  refused(await tip(t, t.ctx.tokens.sign("tip-v1", "appt-x", t.clock.now() - 1)), 403);
});

Deno.test("during a rotation old tokens pass, new ones are signed with the new secret; afterwards old ones don't", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  const databasePath = `${directory}/alera.db`;
  const next = "the next secret, which has more than 32 bytes as well";
  try {
    let made: Tokens;
    let s: Studio;
    let fresh: string;
    {
      await using t = await studio({ databasePath });
      s = t.studio;
      made = await tokensOf(s);
    }
    {
      await using t = await startApp({ databasePath, secret: next, secretPrevious: SECRET });
      assert.equal((await me(t, made.customer)).status, 200);
      fresh = await s.seenBy(t).signIn(person().email);
      assert.equal((await me(t, fresh)).status, 200);
      const past = createTokens(SECRET).verify("cust-v1", fresh, t.clock.now());
      assert.deepEqual(past, { ok: false, reason: "bad-signature" });
      assert.equal((await cancel(t, made.enrollmentId, made.cancel)).status, 200);
    }
    {
      await using t = await startApp({ databasePath, secret: next });
      refused(await me(t, made.customer), 401);
      refused(await cancel(t, made.enrollmentId, made.cancel), 401);
      refused(await tip(t, made.tip), 403);
      assert.equal((await me(t, fresh)).status, 200);
    }
    {
      // Rolled back without the new one.
      await using t = await startApp({ databasePath });
      refused(await me(t, fresh), 401);
      assert.equal((await me(t, made.customer)).status, 200);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
