import assert from "node:assert/strict";
import { DAY } from "../../../../src/domain/time.ts";
import { jane, storefront } from "../visitor.ts";

Deno.test("the sign-in cookie is for the server only; a link that is old, cut off or signed out is no more", async () => {
  await using t = await storefront();
  await t.studio.book(await t.studio.addClass({ priceCents: 0 }), jane);
  const visitor = t.visitor();
  assert.match((await visitor.get("/me")).text, /No password: we email you a link/);
  assert.equal((await visitor.post("/me/link", { email: "jane" })).status, 400);
  for (const email of [jane.email, "nobody@example.com"]) {
    assert.match(
      (await visitor.post("/me/link", { email })).text,
      new RegExp(`If we know ${email} , we emailed you a link`),
    );
  }
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, 1);
  const link = t.link("signin_link", jane.email);
  const opened = await visitor.get(link);
  assert.deepEqual([opened.status, opened.to], [302, "/me"]);
  const [cookie] = opened.headers.getSetCookie();
  for (const word of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", `Max-Age=${30 * 24 * 3600}`]) {
    assert.ok(cookie.includes(word), cookie);
  }
  assert.match((await visitor.get("/me")).text, /Jane 1 jane1@example\.com Sign out/);
  assert.deepEqual((await visitor.post("/me/signout", {})).to, "/me?signed-out");
  assert.equal(visitor.cookie("customer"), undefined);
  assert.match((await visitor.get("/me?signed-out")).text, /You’re signed out\./);

  await visitor.get(link.slice(0, -3));
  assert.match((await visitor.get("/me")).text, /That link is incomplete, or its 30 days are over/);
  assert.equal(visitor.cookie("customer"), undefined);
  await visitor.get(link);
  t.clock.advance(31 * DAY);
  assert.match((await visitor.get("/me")).text, /its 30 days are over/);
});

Deno.test("a sign-in cookie that can't be one is forgotten, and the pages stay", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ priceCents: 0 });
  for (const cookie of ["customer=%00", "customer=%E2%80%80", "customer=%0d%0ax:y", "customer=a%20b"]) {
    const me = await t.ask("/me", { headers: { cookie } });
    assert.equal(me.status, 200, cookie);
    assert.match(me.headers.get("set-cookie") ?? "", /^customer=;.*Max-Age=0/, cookie);
    assert.equal((await t.ask(`/classes/${classId}/book`, { headers: { cookie } })).status, 200, cookie);
  }
});
