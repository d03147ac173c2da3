/** Attacks on signing in: getting in, or keeping the owner out. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { Owner, readable, signIn, signinPath } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";
import { csrfOf, once } from "../guarded.ts";
import { ask, emailOf, visitor } from "./visitor.ts";

Deno.test("a stranger who asks for links without end never keeps the owner out", async () => {
  await using t = await studio();
  const email = await emailOf(t);
  for (let i = 0; i < 10; i++) await ask(t, email);
  for (let minutes = 0; minutes < 120; minutes += 5) {
    await ask(t, email);
    await t.pass(5 * MINUTE);
    // Whatever the stranger did: once the owner asks, the newest mail has a link that works.
    await ask(t, email);
    await t.settle();
    assert.equal((await visitor(t).send("GET", signinPath(t))).status, 200, `after ${minutes} minutes`);
  }
  const mailed = t.mailer.of("owner_signin_link").length;
  assert.ok(mailed <= 24, `${mailed} mails in two hours`);
});

Deno.test("how long the answer takes does not tell whether an address is an owner's", async () => {
  await using t = await studio();
  const email = await emailOf(t);
  const took = async (asked: string) => {
    const from = performance.now();
    await ask(t, asked);
    return performance.now() - from;
  };
  // The first is mailed, the last are over the limit, and nobody's is looked up only: none of them is back at once.
  for (let i = 0; i < 8; i++) {
    assert.ok(await took(email) >= 35, "an owner's");
    assert.ok(await took(`nobody${i}@example.com`) >= 35, "nobody's");
  }
});

Deno.test("whoever signed in by the old address is signed out when the owner's address changes", async () => {
  await using t = await studio();
  const before = await signIn(t, t.studio);
  const owner = await signIn(t, t.studio);
  const elsewhere = await addStudio(t);
  const stranger = await signIn(t, elsewhere);
  await owner.submit("/console/settings/profile", { displayName: "Sculpt" });
  assert.equal((await before.send("GET", "/console")).status, 200, "another name changes nothing");

  const saved = await owner.submit("/console/settings/profile", { email: "new@studio.example" });
  assert.match(readable((await owner.follow(saved)).text), /Every other device is signed out/);
  assert.equal((await before.send("GET", "/console")).to, "/console/signin");
  assert.equal((await owner.send("GET", "/console")).status, 200, "who changed it stays");
  assert.equal((await stranger.send("GET", "/console")).status, 200, "another studio's stay");

  // By the API it is no device that asks: all end.
  await t.studio.manage("PATCH", "provider", { email: "third@studio.example" });
  assert.equal((await owner.send("GET", "/console")).to, "/console/signin");
});

Deno.test("a link that is being opened while the address changes opens nothing that stays", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const [opened] = await Promise.all([
    visitor(t).send("POST", signinPath(t), ""),
    t.studio.manage("PATCH", "provider", { email: "new@studio.example" }),
  ]);
  const cookie = opened.headers.get("set-cookie")?.split(";")[0];
  if (cookie) assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin");
  assert.equal((await visitor(t).send("GET", signinPath(t))).status, 410);
});

Deno.test("a sister site's cookie passes for ours by no trick of spaces", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const stranger = await signIn(t, await addStudio(t));
  const forged = stranger.cookie;
  // Browsers keep `__Host-` from sister sites, but only where the name begins with it to the letter.
  for (const space of ["\u00a0", "\u0085", "\u00c2\u00a0", "\u00e2\u0080\u0080", "=", "$", "%20", '"']) {
    const alone = await new Owner(t, t.studio, `a=b; ${space}${forged}`).send("GET", "/console");
    assert.equal(alone.to, "/console/signin", JSON.stringify(space));
    const both = await new Owner(t, t.studio, `${space}${forged}; ${owner.cookie}`).send("GET", "/console/settings");
    assert.equal(both.status, 200);
    assert.ok(both.text.includes(await emailOf(t)), JSON.stringify(space));
  }
  const others = ["__host-alera", "__Host-alera2", "x__Host-alera", "__Secure-alera", "alera"];
  for (const name of others) {
    const cookie = `${name}=${owner.cookie.split("=")[1]}`;
    assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin", name);
  }
  // Among others, and twice, it is found.
  for (const cookie of [`a=b; ${owner.cookie}`, `${owner.cookie};c=d`, `${owner.cookie}; ${owner.cookie}`]) {
    assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).status, 200, cookie);
  }
});

Deno.test("a session begins with a token nobody knew before, whatever cookie came along", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const planted = `__Host-alera=${"a".repeat(40)}`;
  const opened = await new Owner(t, t.studio, planted).send("POST", signinPath(t), "");
  assert.equal(opened.status, 303);
  assert.ok(!opened.headers.get("set-cookie")!.startsWith(planted));
  assert.equal((await new Owner(t, t.studio, planted).send("GET", "/console")).to, "/console/signin");
});

Deno.test("neither the page of a link nor its answer to HEAD uses it up, and no answer to a scanner signs in", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const path = signinPath(t);
  for (const method of ["GET", "HEAD", "OPTIONS", "PUT"]) {
    assert.equal((await visitor(t).send(method, path)).headers.get("set-cookie"), null, method);
  }
  // A scanner that sends forms is no browser on our page.
  assert.equal((await t.app.request(path, { method: "POST" })).status, 403);
  const page = await visitor(t).page(path);
  assert.equal(page.headers.get("referrer-policy"), "same-origin", "the link's token is told to no other site");
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal((await visitor(t).send("POST", path, "")).status, 303);
});

Deno.test("links are made of the configured address, whatever Host the request names", async () => {
  await using t = await studio({ settings: { publicUrl: "https://booking.example" } });
  const email = await emailOf(t);
  const host = { host: "evil.example", origin: "http://evil.example", "x-forwarded-host": "evil.example" };
  await ask(t, email, host);
  await t.settle();
  for (const mail of t.mailer.sent) assert.doesNotMatch(mail.text, /evil/);
  assert.match(t.mailer.sent.at(-1)!.text, /https:\/\/booking\.example\/console\/signin\//);
});

Deno.test("a form is ours by the browser's word: not of a sister site, nor of our own name without its lock", async () => {
  await using t = await studio({ settings: { publicUrl: "https://booking.example" } });
  const owner = await signInAt(t, "https://booking.example");
  const csrf = await csrfOf(owner);
  const send = (headers: Record<string, string>) =>
    owner.send("POST", "/console/settings/devices/others", new URLSearchParams({ csrf, once: once() }).toString(), {
      host: "booking.example",
      ...headers,
    });
  const foreign: Record<string, string>[] = [
    { origin: "http://booking.example" },
    { origin: "https://booking.example:8443" },
    { origin: "https://booking.example.evil.example" },
    { origin: "https://sister.booking.example", "sec-fetch-site": "same-site" },
    { origin: "https://booking.example", "sec-fetch-site": "cross-site" },
    { origin: "https://booking.example", "sec-fetch-site": "same-site" },
    { origin: "null", "sec-fetch-site": "none" },
    { origin: "nonsense" },
    { origin: "" },
  ];
  for (const headers of foreign) assert.equal((await send(headers)).status, 403, JSON.stringify(headers));
  const ours: Record<string, string>[] = [
    { origin: "https://booking.example" },
    { origin: "https://booking.example", "sec-fetch-site": "same-origin" },
    { origin: "null", "sec-fetch-site": "same-origin" },
    // In the local network, by its address.
    { origin: "http://192.168.0.7:8000", host: "192.168.0.7:8000" },
  ];
  for (const headers of ours) assert.equal((await send(headers)).status, 303, JSON.stringify(headers));
});

/** Signs in where the public address is another than the tests' usual one. */
async function signInAt(t: Awaited<ReturnType<typeof studio>>, origin: string): Promise<Owner> {
  await ask(t, await emailOf(t), { origin });
  await t.settle();
  const opened = await visitor(t).send("POST", signinPath(t), "", { origin });
  assert.equal(opened.status, 303, readable(opened.text));
  return new Owner(t, t.studio, opened.headers.get("set-cookie")!.split(";")[0]);
}

Deno.test("attempts at the door are limited by the address behind the proxy, and not by what a client claims", async () => {
  await using t = await studio({ rateLimits: true, trustProxy: "x-forwarded-for" });
  const from = (address: string) => ask(t, "nobody@example.com", { "x-forwarded-for": address });
  for (let i = 0; i < 10; i++) assert.equal((await from(`1.2.3.${i}, 203.0.113.9`)).status, 200);
  const refused = await from("198.51.100.1, 203.0.113.9");
  assert.equal(refused.status, 429);
  assert.match(readable(refused.text), /More than 10 requests in a minute/);
  assert.ok(Number(refused.headers.get("retry-after")) > 0);
  assert.equal((await from("203.0.113.10")).status, 200);
});
