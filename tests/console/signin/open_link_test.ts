/** The mailed link, and the session it opens. */
import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../src/domain/time.ts";
import { Owner, readable, signIn, signinPath } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { ask, emailOf, visitor } from "./visitor.ts";

Deno.test("an owner signs in by the mailed link, after one click, and is at the schedule", async () => {
  await using t = await studio();
  const sent = await ask(t, `  ${(await emailOf(t)).toUpperCase()} `);
  assert.match(readable(sent.text), /Check your email .* works once, for 15 minutes/);
  await t.settle();
  const path = signinPath(t);
  assert.equal(t.mailer.of("owner_signin_link").length, 1);
  assert.equal(t.mailer.of("owner_signin_link")[0].to, await emailOf(t));

  // A mail scanner opens the link as often as it likes: nothing is used up.
  for (let i = 0; i < 3; i++) {
    const page = await visitor(t).page(path);
    assert.match(readable(page.text), /Welcome back .* Open Sculpt Pilates Co\./);
    assert.equal(page.headers.get("set-cookie"), null);
  }
  const opened = await visitor(t).send("POST", path, "");
  assert.equal(opened.status, 303);
  assert.equal(opened.to, "/console");
  const cookie = opened.headers.get("set-cookie")!;
  assert.match(cookie, /^__Host-alera=[0-9a-z]{40}; Path=\/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax$/);
  const owner = new Owner(t, t.studio, cookie.split(";")[0]);
  assert.match(await owner.read("/console"), /No classes this week/);
  // Signed in, the sign-in page leads on.
  assert.equal((await owner.send("GET", "/console/signin")).to, "/console");
});

Deno.test("a link works once, for 15 minutes, and only at its own address", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const path = signinPath(t);
  const tries = await Promise.all(Array.from({ length: 5 }, () => visitor(t).send("POST", path, "")));
  assert.equal(tries.filter((one) => one.status === 303).length, 1, "one of five clicks signs in");
  for (const late of tries.filter((one) => one.status !== 303)) {
    assert.equal(late.status, 410);
    assert.match(readable(late.text), /used or too old .* Email me a new link/);
    assert.equal(late.headers.get("set-cookie"), null);
  }
  assert.equal((await visitor(t).send("GET", path)).status, 410);

  await ask(t, await emailOf(t));
  await t.settle();
  const second = signinPath(t);
  assert.equal((await visitor(t).send("GET", `${second}x`)).status, 410);
  t.clock.advance(15 * MINUTE);
  assert.equal((await visitor(t).send("POST", second, "")).status, 410);

  // A link mailed to an address that is no longer the owner's opens nothing.
  await ask(t, await emailOf(t));
  await t.settle();
  const third = signinPath(t);
  await t.studio.manage("PATCH", "provider", { email: "new-owner@example.com" });
  assert.equal((await visitor(t).send("POST", third, "")).status, 410);
});

Deno.test("a session lasts 14 days; signing out ends it at once, and a forged cookie opens nothing", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await signIn(t, t.studio);
  const page = await owner.page("/console");
  assert.ok(!page.text.includes(owner.cookie.split("=")[1]), "no page holds the session's token");
  const csrf = /name="csrf" value="([^"]+)"/.exec((await owner.page("/console/settings/devices")).text)![1];

  const refusedForms: [string, Record<string, string>][] = [
    ["", {}],
    ["csrf=wrong", {}],
    [`csrf=${csrf}`, { origin: "https://evil.example" }],
    [`csrf=${csrf}`, { cookie: other.cookie }],
  ];
  for (const [body, headers] of refusedForms) {
    assert.equal((await owner.send("POST", "/console/signout", body, headers)).status, 403, body);
  }
  const out = await owner.send("POST", "/console/signout", `csrf=${csrf}`);
  assert.equal(out.to, "/console/signin");
  assert.match(out.headers.get("set-cookie")!, /^__Host-alera=; Path=\/; Max-Age=0; Secure; HttpOnly; SameSite=Lax$/);
  assert.equal((await owner.send("GET", "/console")).to, "/console/signin");

  assert.equal((await other.send("GET", "/console")).status, 200);
  t.clock.advance(14 * DAY - MINUTE);
  assert.equal((await other.send("GET", "/console")).status, 200);
  t.clock.advance(MINUTE);
  assert.equal((await other.send("GET", "/console")).to, "/console/signin");

  for (const cookie of ["__Host-alera=", "__Host-alera=0000", `__Host-alera=${"0".repeat(40)}`, "alera=x"]) {
    assert.equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin", cookie);
  }
  assert.equal(
    (await t.db.read("SELECT token_hash FROM console_sessions")).some((one) => other.cookie.includes(one.token_hash)),
    false,
  );
});
