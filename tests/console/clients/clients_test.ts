/** Clients, listed and found. */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";
import { JANE } from "./visitor.ts";

const namesOf = (html: string) =>
  [...html.matchAll(/<div class="who"><a href="\/console\/clients\/[^"]+">([^<]*)<\/a>/g)].map((one) => one[1]);

Deno.test("an empty list teaches how clients are added", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page("/console/clients");
  assert.match(
    readable(text),
    /No clients yet\. They are added automatically, with their first booking.* Add a client/,
  );
  assert.doesNotMatch(text, /data-search/);
});

Deno.test("clients are listed newest first or by name, and found by name, email or phone", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const free = await s.addClass({ priceCents: 0 });
  for (
    const who of [
      JANE,
      { name: "ann Smith", email: "ann@example.org", phone: "5559998877" },
      { name: `<b>"Zoë" & co`, email: "zoe@example.com", phone: "4915112345678" },
    ]
  ) {
    assert.equal((await s.book(free, who)).status, 200);
    t.clock.advance(MINUTE);
  }
  const { text } = await owner.page("/console/clients");
  const zoe = "&lt;b&gt;&quot;Zoë&quot; &amp; co";
  assert.deepEqual(namesOf(text), [zoe, "ann Smith", "Jane Doe"]);
  assert.match(readable(text), /3 clients Newest first By name .* zoe@example\.com \+4915112345678 Since Mon, May 11/);
  assert.ok(text.includes("(555) 555-0142"));
  assert.deepEqual(namesOf((await owner.page("/console/clients?sort=name")).text), [zoe, "ann Smith", "Jane Doe"]);

  for (
    const [q, found] of [["jane", ["Jane Doe"]], ["EXAMPLE.ORG", ["ann Smith"]], ["(555) 999", ["ann Smith"]], [
      "<b>",
      [zoe],
    ]] as [string, string[]][]
  ) {
    const got = await owner.page(`/console/clients?q=${encodeURIComponent(q)}`);
    assert.deepEqual(namesOf(got.text), found, q);
    assert.ok(readable(got.text).includes(`1 client found for “${q}”`), readable(got.text));
  }
  const none = await owner.page("/console/clients?q=%3Ci%3Enobody");
  assert.match(readable(none.text), /Nobody found for “<i>nobody”\. A part of a name.* Clear search/);
  assert.ok(none.text.includes('value="&lt;i&gt;nobody"') && !none.text.includes("<i>nobody"));
  const long = await owner.send("GET", `/console/clients?q=${"x".repeat(121)}`);
  assert.equal(long.status, 400);
  assert.match(readable(long.text), /Search for at most 120 characters/);
  assert.equal((await owner.send("GET", "/console/clients?q=%00")).status, 400);
  assert.equal((await owner.send("GET", "/console/clients?cursor=nonsense")).status, 400);
});

Deno.test("a long list has a next page, in either order, and loses nobody", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const free = await s.addClass({ priceCents: 0, capacity: 60 });
  for (let n = 0; n < 53; n++) await s.book(free, { ...person(n), name: `${n % 2 ? "Jane" : "jane"} ${n}` });
  for (const order of ["", "?sort=name", "?q=jane"]) {
    const first = await owner.page(`/console/clients${order}`);
    assert.match(readable(first.text), /50 clients (found for “jane” )?on this page/);
    const next = /href="([^"]+)" rel="next"/.exec(first.text)![1].replaceAll("&amp;", "&");
    const second = await owner.page(next);
    assert.match(readable(second.text), /3 clients (found for “jane” )?on this page.* First page/);
    assert.doesNotMatch(second.text, /rel="next"/);
    const all = [...namesOf(first.text), ...namesOf(second.text)];
    assert.equal(new Set(all).size, 53, order);
    if (order === "?sort=name") {
      assert.deepEqual(all.map((one) => one.toLowerCase()), all.map((one) => one.toLowerCase()).sort());
    }
  }
});
