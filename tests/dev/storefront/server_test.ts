import assert from "node:assert/strict";
import { ORIGIN } from "../../support/studio.ts";
import { API, jane, storefront } from "./visitor.ts";

Deno.test("every page that mails and checkouts lead to is there", async () => {
  await using t = await storefront();
  for (
    const path of [
      ...["/book/confirm", "/book/confirm?class=class-none&session_id=cs_1", "/book/cancelled", "/packages/confirm"],
      ...[
        "/packages/cancelled",
        "/gift-cards/confirm",
        "/gift-cards/cancelled",
        "/tip",
        "/tip/thanks",
        "/tip/cancelled",
      ],
      ...["/cancel/enr-none", "/me", "/packs", "/gift-cards"],
    ]
  ) {
    const seen = await t.visitor().get(path);
    assert.equal(seen.status, 200, path);
    assert.match(
      seen.headers.get("content-security-policy")!,
      /^default-src 'none'; style-src 'self'; script-src 'self'/,
    );
    assert.equal(seen.headers.get("cache-control"), "no-store");
    assert.equal(seen.headers.get("referrer-policy"), "same-origin");
  }
  for (const [path, type] of [["/storefront.css", "text/css"], ["/storefront.js", "text/javascript"]]) {
    const first = await t.visitor().get(path);
    assert.ok(first.headers.get("content-type")!.startsWith(type));
    const site = t.visitor().site;
    const again = await site(
      new Request(`${ORIGIN}${path}`, { headers: { "if-none-match": first.headers.get("etag")! } }),
    );
    assert.equal(again.status, 304);
  }
});

Deno.test("a form of another site changes nothing", async () => {
  await using t = await storefront();
  const classId = await t.studio.addClass({ priceCents: 0 });
  await t.studio.book(classId, jane);
  await t.studio.signIn(jane.email);
  const visitor = t.visitor();
  await visitor.get(t.link("signin_link", jane.email));
  const cancel = /href="(\/cancel\/[^"]+)"/.exec((await visitor.get("/me")).html)![1];
  for (const origin of ["https://evil.example", "null", `${ORIGIN}.evil.example`]) {
    assert.equal((await visitor.post(cancel, {}, { origin })).status, 403);
    assert.equal((await visitor.post("/me/signout", {}, { origin })).status, 403);
  }
  assert.equal((await t.studio.class(classId)).enrolledCount, 1);
  assert.ok(visitor.cookie("customer"));
  assert.equal((await visitor.post(`/classes/${classId}/book`, { name: "x".repeat(70_000) })).status, 413);
});

Deno.test("of a visitor's request nothing goes along to the API but what the page is for", async () => {
  const sent: { url: string; method?: string; headers: Headers }[] = [];
  await using t = await storefront({
    fetch: (input, init) => {
      sent.push({ url: String(input), method: init?.method, headers: new Headers(init?.headers) });
      return Promise.resolve(t.app.request(String(input).slice(API.length), init));
    },
  });
  const classId = await t.studio.addClass();
  const headers = {
    "x-alera-key": "alr_evil",
    "x-customer-token": "evil",
    "x-forwarded-for": "192.0.2.1",
    authorization: "Bearer evil",
    cookie: "other=evil",
    host: "evil.example",
    "user-agent": "evil",
  };
  const paths = ["/", `/classes/${classId}/book`, "/classes/..%2f..%2fmetrics/book", "/book/confirm?class=..", "/me"];
  for (const path of [...paths, "/book/confirm?class=..%2f..%2fmetrics", "/book/confirm?class=http://evil.example"]) {
    await t.ask(path, { headers });
  }
  const body = new URLSearchParams({ ...jane, successUrl: "https://evil.example", origin: "https://evil.example" });
  const booked = await t.ask(`/classes/${classId}/book`, {
    method: "POST",
    body,
    headers: { ...headers, origin: ORIGIN },
  });
  assert.equal(booked.status, 303);
  assert.ok(booked.headers.get("location")!.startsWith(t.stripe.url));
  const { success_url } = [...t.stripe.sessions.values()].at(-1)!.session;
  assert.ok(success_url!.startsWith(`${ORIGIN}/book/confirm`), success_url!);
  assert.ok(sent.length >= 8);
  for (const { url, method, headers } of sent) {
    assert.ok(url.startsWith(`${API}/api/`) && new URL(url).pathname.startsWith("/api/"), url);
    assert.equal(headers.get("x-alera-key"), t.studio.key);
    assert.equal(headers.get("origin"), ORIGIN);
    const sentHeaders = [...headers.keys()].filter((name) => name !== "content-type").sort();
    const repeatable = method === "POST" ? ["idempotency-key"] : [];
    assert.deepEqual(sentHeaders, [...repeatable, "origin", "x-alera-key"], url);
  }
});

Deno.test("each visitor has limits of their own: the site says for whom it asks", async () => {
  const sent: (string | null)[] = [];
  await using t = await storefront({
    fetch: (_, init) => {
      sent.push(new Headers(init?.headers).get("x-alera-client-ip"));
      return Promise.resolve(Response.json({}, { status: 404 }));
    },
  });
  await t.ask("/packs", {}, "203.0.113.7");
  await t.ask("/packs", {});
  assert.deepEqual([...new Set(sent)], ["203.0.113.7", null]);
});

Deno.test("a class can be put into one's calendar", async () => {
  await using t = await storefront();
  await t.studio.manage("PATCH", "provider", { address: "1847 North Halsted Street, Chicago" });
  const id = await t.studio.addClass();
  const got = await t.ask(`/classes/${id}/calendar.ics`, {});
  assert.equal(got.headers.get("content-type"), "text/calendar; charset=utf-8");
  const text = await got.text();
  for (const line of ["DTSTART:20260514T150000Z", "DTEND:20260514T155000Z", "SUMMARY:Pilates Class"]) {
    assert.ok(text.includes(`${line}\r\n`), text);
  }
  assert.ok(text.includes("LOCATION:1847 North Halsted Street\\, Chicago\r\n"), text);
});
