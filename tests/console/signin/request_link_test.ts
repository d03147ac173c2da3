/** The sign-in page, and the mail it sends. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn, signinPath } from "../../support/console.ts";
import { addStudio, studio } from "../../support/studio.ts";
import { ask, emailOf, visitor } from "./visitor.ts";

Deno.test("unknown addresses get the same answer, and no mail; a bad one is shown how to be right, and kept", async () => {
  await using t = await studio();
  const known = await ask(t, await emailOf(t));
  const unknown = await ask(t, "nobody@example.com");
  assert.equal(
    readable(unknown.text).replace("nobody@example.com", "X"),
    readable(known.text).replace(await emailOf(t), "X"),
  );
  await t.settle();
  assert.equal(t.mailer.sent.length, 1);
  for (const bad of ["", "cynthia", "cynthia@sculptpilates", "<b>@x"]) {
    const got = await ask(t, bad);
    assert.equal(got.status, 400);
    assert.match(got.text, /aria-invalid="true" aria-describedby="email-error"/);
    assert.ok(got.text.includes(`value="${bad.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`), got.text);
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
  assert.equal(subjects.join(), "Sign in to Sculpt Pilates Co.,Sign in to Second Studio");
  for (let i = 0; i < 20; i++) await ask(t, email);
  await t.settle();
  assert.equal(t.mailer.of("owner_signin_link").length, 12, "six an hour and studio");
  await t.pass(HOUR + MINUTE);
  await ask(t, email);
  await t.settle();
  assert.equal(t.mailer.of("owner_signin_link").length, 14);
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
    assert.equal((await visitor(t).send("POST", path, "", headers)).status, 403);
    assert.equal((await ask(t, await emailOf(t), headers)).status, 403);
  }
  await t.settle();
  assert.equal(t.mailer.sent.length, 1);
  assert.equal(
    (await visitor(t).send("POST", path, "", { origin: "null", "sec-fetch-site": "same-origin" })).status,
    303,
  );
});

Deno.test("after signing in one is where one wanted to be, but never off the console", async () => {
  await using t = await studio();
  const nobody = visitor(t);
  assert.equal(
    (await nobody.send("GET", "/console/clients?q=jane")).to,
    "/console/signin?next=%2Fconsole%2Fclients%3Fq%3Djane",
  );
  const owner = await signIn(t, t.studio);
  assert.equal(
    (await owner.send("GET", "/console/signin?next=%2Fconsole%2Fclients%3Fq%3Djane")).to,
    "/console/clients?q=jane",
  );
  for (
    const evil of ["//evil.example", "https://evil.example", "/console/../docs", "/docs", "/console//evil", "/consolex"]
  ) {
    const to = (await owner.send("GET", `/console/signin?next=${encodeURIComponent(evil)}`)).to!;
    assert.ok(new URL(to, "http://localhost:8000").href.startsWith("http://localhost:8000/console"), `${evil} → ${to}`);
  }
});
