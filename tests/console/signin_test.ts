import { match, ok as truth, strictEqual as equal } from "node:assert";
import { deviceOf } from "../../src/console/signin.tsx";
import { DAY, HOUR, MINUTE } from "../../src/domain/time.ts";
import { Owner, readable, signIn, signinPath } from "../support/console.ts";
import { addStudio, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
const visitor = (t: World) => new Owner(t, t.studio, "");
const ask = (t: World, email: string, headers: Record<string, string> = {}) =>
  visitor(t).send("POST", "/console/signin", new URLSearchParams({ email }).toString(), headers);
const emailOf = async (t: World) => (await t.studio.manage("GET", "provider")).body.email as string;

Deno.test("an owner signs in by the mailed link, after one click, and is at the schedule", async () => {
  await using t = await studio();
  const sent = await ask(t, `  ${(await emailOf(t)).toUpperCase()} `);
  match(readable(sent.text), /Look in your mail .* works once, for 15 minutes/);
  await t.settle();
  const path = signinPath(t);
  equal(t.mailer.of("owner_signin_link").length, 1);
  equal(t.mailer.of("owner_signin_link")[0].to, await emailOf(t));

  // A mail scanner opens the link as often as it likes: nothing is used up.
  for (let i = 0; i < 3; i++) {
    const page = await visitor(t).page(path);
    match(readable(page.text), /Welcome back .* Open Sculpt Pilates Co\./);
    equal(page.headers.get("set-cookie"), null);
  }
  const opened = await visitor(t).send("POST", path, "");
  equal(opened.status, 303);
  equal(opened.to, "/console");
  const cookie = opened.headers.get("set-cookie")!;
  match(cookie, /^__Host-alera=[0-9a-z]{40}; Path=\/; Max-Age=1209600; Secure; HttpOnly; SameSite=Lax$/);
  const owner = new Owner(t, t.studio, cookie.split(";")[0]);
  match(await owner.read("/console"), /No classes this week/);
  // Signed in, the sign-in page leads on.
  equal((await owner.send("GET", "/console/signin")).to, "/console");
});

Deno.test("a link works once, for 15 minutes, and only at its own address", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const path = signinPath(t);
  const tries = await Promise.all(Array.from({ length: 5 }, () => visitor(t).send("POST", path, "")));
  equal(tries.filter((one) => one.status === 303).length, 1, "one of five clicks signs in");
  for (const late of tries.filter((one) => one.status !== 303)) {
    equal(late.status, 410);
    match(readable(late.text), /used or too old .* Email me a new link/);
    equal(late.headers.get("set-cookie"), null);
  }
  equal((await visitor(t).send("GET", path)).status, 410);

  await ask(t, await emailOf(t));
  await t.settle();
  const second = signinPath(t);
  equal((await visitor(t).send("GET", `${second}x`)).status, 410);
  t.clock.advance(15 * MINUTE);
  equal((await visitor(t).send("POST", second, "")).status, 410);

  // A link mailed to an address that is no longer the owner's opens nothing.
  await ask(t, await emailOf(t));
  await t.settle();
  const third = signinPath(t);
  await t.studio.manage("PATCH", "provider", { email: "new-owner@example.com" });
  equal((await visitor(t).send("POST", third, "")).status, 410);
});

Deno.test("unknown addresses get the same answer, and no mail; a bad one is told how to be right, and kept", async () => {
  await using t = await studio();
  const known = await ask(t, await emailOf(t));
  const unknown = await ask(t, "nobody@example.com");
  equal(
    readable(unknown.text).replace("nobody@example.com", "X"),
    readable(known.text).replace(await emailOf(t), "X"),
  );
  await t.settle();
  equal(t.mailer.sent.length, 1);
  for (const bad of ["", "cynthia", "cynthia@sculptpilates", "<b>@x"]) {
    const got = await ask(t, bad);
    equal(got.status, 400);
    match(got.text, /aria-invalid="true" aria-describedby="email-error"/);
    truth(got.text.includes(`value="${bad.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`), got.text);
  }
});

Deno.test("one mail for each studio of an address, and not without end", async () => {
  await using t = await studio();
  const email = await emailOf(t);
  const second = await addStudio(t);
  await second.manage("PATCH", "provider", { email, displayName: "Second Studio" });
  await ask(t, email);
  await t.settle();
  const subjects = t.mailer.of("owner_signin_link").map((one) => one.subject).sort();
  equal(subjects.join(), "Sign in to Sculpt Pilates Co.,Sign in to Second Studio");
  for (let i = 0; i < 20; i++) await ask(t, email);
  await t.settle();
  equal(t.mailer.of("owner_signin_link").length, 12, "six an hour and studio");
  await t.pass(HOUR + MINUTE);
  await ask(t, email);
  await t.settle();
  equal(t.mailer.of("owner_signin_link").length, 14);
});

Deno.test("a form of another site signs nobody in and asks for no link", async () => {
  await using t = await studio();
  await ask(t, await emailOf(t));
  await t.settle();
  const path = signinPath(t);
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "null", "sec-fetch-site": "cross-site" },
    { origin: "http://localhost:8000.evil.example" },
  ];
  for (const headers of foreign) {
    equal((await visitor(t).send("POST", path, "", headers)).status, 403);
    equal((await ask(t, await emailOf(t), headers)).status, 403);
  }
  await t.settle();
  equal(t.mailer.sent.length, 1);
  equal((await visitor(t).send("POST", path, "", { origin: "null", "sec-fetch-site": "same-origin" })).status, 303);
});

Deno.test("a session lasts 14 days; signing out ends it at once, and a forged cookie opens nothing", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const other = await signIn(t, t.studio);
  const page = await owner.page("/console");
  truth(!page.text.includes(owner.cookie.split("=")[1]), "no page holds the session's token");
  const csrf = /name="csrf" value="([^"]+)"/.exec((await owner.page("/console/settings/devices")).text)![1];

  const refusedForms: [string, Record<string, string>][] = [
    ["", {}],
    ["csrf=wrong", {}],
    [`csrf=${csrf}`, { origin: "https://evil.example" }],
    [`csrf=${csrf}`, { cookie: other.cookie }],
  ];
  for (const [body, headers] of refusedForms) {
    equal((await owner.send("POST", "/console/signout", body, headers)).status, 403, body);
  }
  const out = await owner.send("POST", "/console/signout", `csrf=${csrf}`);
  equal(out.to, "/console/signin");
  match(out.headers.get("set-cookie")!, /^__Host-alera=; Path=\/; Max-Age=0; Secure; HttpOnly; SameSite=Lax$/);
  equal((await owner.send("GET", "/console")).to, "/console/signin");

  equal((await other.send("GET", "/console")).status, 200);
  t.clock.advance(14 * DAY - MINUTE);
  equal((await other.send("GET", "/console")).status, 200);
  t.clock.advance(MINUTE);
  equal((await other.send("GET", "/console")).to, "/console/signin");

  for (const cookie of ["__Host-alera=", "__Host-alera=0000", `__Host-alera=${"0".repeat(40)}`, "alera=x"]) {
    equal((await new Owner(t, t.studio, cookie).send("GET", "/console")).to, "/console/signin", cookie);
  }
  equal(
    (await t.db.read("SELECT token_hash FROM console_sessions")).some((one) => other.cookie.includes(one.token_hash)),
    false,
  );
});

Deno.test("after signing in one is where one wanted to be, but never off the console", async () => {
  await using t = await studio();
  const nobody = visitor(t);
  equal(
    (await nobody.send("GET", "/console/clients?q=jane")).to,
    "/console/signin?next=%2Fconsole%2Fclients%3Fq%3Djane",
  );
  const owner = await signIn(t, t.studio);
  equal(
    (await owner.send("GET", "/console/signin?next=%2Fconsole%2Fclients%3Fq%3Djane")).to,
    "/console/clients?q=jane",
  );
  for (
    const evil of ["//evil.example", "https://evil.example", "/console/../docs", "/docs", "/console//evil", "/consolex"]
  ) {
    const to = (await owner.send("GET", `/console/signin?next=${encodeURIComponent(evil)}`)).to!;
    truth(new URL(to, "http://localhost:8000").href.startsWith("http://localhost:8000/console"), `${evil} → ${to}`);
  }
});

Deno.test("devices are named in words", () => {
  equal(
    deviceOf("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"),
    "Safari on iPhone",
  );
  equal(
    deviceOf("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"),
    "Chrome on Linux",
  );
  equal(deviceOf(""), "A browser");
});
