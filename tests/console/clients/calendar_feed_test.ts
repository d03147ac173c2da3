import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { JANE, visitor } from "./visitor.ts";

Deno.test("a new calendar address asks first, and ends the old one at once, once", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const page = `/console/clients/${await visitor(s, JANE)}`;
  const address = async () => /<code id="feed-address">([^<]+)<\/code>/.exec((await owner.page(page)).text)![1];
  const old = await address();
  assert.equal((await t.send("GET", new URL(old).pathname)).status, 200);
  const { text } = await owner.page(page);
  assert.ok(/<button[^>]*data-copy="feed-address"[^>]* hidden/.test(text), "copying needs script");
  assert.ok(text.includes(`href="${page}/calendar-feed" data-dialog`));

  const ask = await owner.page(`${page}/calendar-feed`);
  assert.ok(ask.text.includes("data-dialog-body") && ask.text.includes("data-keep"));
  assert.match(readable(ask.text), /The old one stops working at once.* This can’t be undone\..* Keep address/);
  assert.equal(await address(), old, "asking changes nothing");
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(ask.text)!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const first = await owner.send("POST", `${page}/calendar-feed`, body);
  assert.match(readable((await owner.follow(first)).text), /has a new calendar address, below/);
  const fresh = await address();
  assert.ok(fresh !== old);
  assert.equal((await t.send("GET", new URL(old).pathname)).status, 404);
  assert.equal((await t.send("GET", new URL(fresh).pathname)).status, 200);
  assert.equal((await owner.send("POST", `${page}/calendar-feed`, body)).status, 303);
  assert.equal(await address(), fresh, "the second click makes no third address");
});
