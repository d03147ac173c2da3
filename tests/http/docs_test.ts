/** The reference page: complete, self-contained, and harmless in production. */
import assert from "node:assert/strict";
import type { DocsSample } from "../../src/http/services.ts";
import { createApp } from "../../src/app.ts";
import { type Answer, OPERATOR, type TestApp } from "../support/app.ts";
import { ORIGIN, person, studio } from "../support/studio.ts";

const DEVELOPMENT = { settings: { development: true } };

// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;

function attempt(t: TestApp, order: Json, headers: Record<string, string> = {}): Promise<Answer> {
  return t.send("POST", "/docs/try", order, headers);
}

Deno.test("the page names every operation of the document, with all its fields and errors", async () => {
  await using t = await studio({ onboarded: false });
  const page = (await t.send("GET", "/docs")).text;
  const { paths } = (await t.send("GET", "/openapi.json")).body as Json;
  const operations = Object.values<Json>(paths).flatMap((item) => Object.values<Json>(item));
  assert.ok(operations.length > 40);
  const articles = new Map(
    page.split('<article class="operation" id="').slice(1).map((text) => [text.slice(0, text.indexOf('"')), text]),
  );
  assert.equal(articles.size, operations.length);
  for (const operation of operations) {
    const article = articles.get(operation.operationId)!;
    assert.ok(article, operation.operationId);
    const schema = operation.requestBody?.content["application/json"].schema;
    const names = [
      ...(operation.parameters ?? []).filter((one: Json) => one.name).map((one: Json) => one.name),
      ...Object.keys(schema?.properties ?? {}),
    ];
    for (const name of names) assert.ok(article.includes(`>${name}</code>`), `${operation.operationId}: ${name}`);
    for (const status of Object.keys(operation.responses)) {
      if (/^[45]/.test(status)) {
        assert.ok(article.includes(`<dt>${status}</dt>`), `${operation.operationId}: ${status}`);
      }
    }
    if (operation["x-example"]) assert.ok(article.includes("curl "), operation.operationId);
    const limit = operation["x-rate-limit-per-minute"];
    if (limit) assert.ok(article.includes(`${limit} a minute`), operation.operationId);
  }
});

Deno.test("the page loads nothing from elsewhere and allows nothing inline", async () => {
  for (const options of [{}, DEVELOPMENT]) {
    await using t = await studio({ onboarded: false, ...options });
    const answer = await t.send("GET", "/docs");
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(
      answer.headers.get("content-security-policy"),
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
    const { text } = answer;
    const loaded = [...text.matchAll(/<(?:link|script|img|iframe|source|video|audio|object|embed)\b[^>]*>/g)].map((
      [tag],
    ) => /(?:href|src)="([^"]*)"/.exec(tag)?.[1]);
    assert.equal(loaded.join(" "), "data:, /docs/docs.css /docs.md /docs/docs.js");
    assert.ok(!/ style=/.test(text) && !/<style/.test(text), "no inline styles");
    assert.ok(!/ on\w+="/.test(text) && !/<script(?![^>]* src=)/.test(text), "no inline script");
    for (const [, address] of text.matchAll(/href="([^"]*)"/g)) assert.ok(/^(#|\/|data:,$)/.test(address), address);
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, "ids are unique");
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.includes(target), `#${target} exists`);
    for (const [, target] of text.matchAll(/<label for="([^"]+)"/g)) {
      assert.ok(ids.includes(target), `${target} has its input`);
    }

    for (const [asset, type] of [["docs.css", "text/css"], ["docs.js", "text/javascript"]]) {
      const given = await t.send("GET", `/docs/${asset}`);
      assert.equal(given.headers.get("content-type"), `${type}; charset=utf-8`);
      assert.ok(!/https?:\/\/[a-z]|@import|url\(/.test(given.text), `${asset} is self-contained`);
      const again = await t.send("GET", `/docs/${asset}`, undefined, { "if-none-match": given.headers.get("etag")! });
      assert.equal(again.status, 304);
    }
  }
});

Deno.test("in production nothing can be sent from the page, and it says why", async () => {
  await using t = await studio({ onboarded: false });
  const page = (await t.send("GET", "/docs")).text;
  assert.ok(!page.includes("<form"));
  assert.ok(page.includes("an API key is a credential of your server"));
  assert.equal((await attempt(t, { method: "GET", path: "/api/classes" })).status, 404);
});

Deno.test("in development the relay sends the request with the headers it is given", async () => {
  await using t = await studio(DEVELOPMENT);
  const classId = await t.studio.addClass();
  const headers = { "x-alera-key": t.studio.key, Origin: ORIGIN };

  const read = await attempt(t, { method: "GET", path: `/api/classes/${classId}`, headers });
  assert.equal(read.status, 200);
  assert.equal(read.body.status, 200);
  assert.ok(read.body.headers.etag);
  assert.equal(JSON.parse(read.body.body).class.id, classId);

  const booked = await attempt(t, {
    method: "POST",
    path: `/api/classes/${classId}/book`,
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(person()),
  });
  assert.equal(booked.body.status, 200, booked.text);

  const elsewhere = await attempt(t, {
    method: "GET",
    path: `/api/classes/${classId}`,
    headers: { ...headers, Origin: "https://elsewhere.example" },
  });
  assert.equal(elsewhere.body.status, 403);

  const operator = await attempt(t, {
    method: "POST",
    path: "/api/manage/providers",
    headers: { authorization: `Bearer ${OPERATOR}` },
    body: JSON.stringify({ handle: "x-studio", displayName: "X", email: "x@example.com", timezone: "Europe/Berlin" }),
  });
  assert.equal(operator.body.status, 201);
});

Deno.test("the relay reaches this server's API and nothing else", async () => {
  await using t = await studio({ onboarded: false, ...DEVELOPMENT });
  const outside = [
    "https://elsewhere.example/api/classes",
    "//elsewhere.example/api/classes",
    "/\\elsewhere.example/api/classes",
    "/api/../metrics",
    "/api/%2e%2e/metrics",
    "/api/..\\metrics",
    "/docs/try",
    "/metrics",
    "api/classes",
    "",
    "http://localhost/api/classes",
    "file:///etc/passwd",
  ];
  for (const path of outside) {
    const answer = await attempt(t, { method: "GET", path });
    assert.equal(answer.status, 400, path);
    assert.ok(answer.body.error, path);
  }
  assert.equal((await attempt(t, { method: "CONNECT", path: "/api/classes" })).status, 400);
  assert.equal(
    (await attempt(t, { method: "GET", path: "/api/classes", headers: { host: "elsewhere.example" } })).status,
    400,
  );
  assert.equal((await attempt(t, { method: "GET", path: "/api/classes", headers: { origin: "a\nb" } })).status, 400);
  for (const order of ["null", "[]", "7", "{", '{"path":7}']) {
    assert.equal((await t.send("POST", "/docs/try", order)).status, 400, order);
  }
});

Deno.test("another site's page can't use the relay", async () => {
  await using t = await studio({ onboarded: false, ...DEVELOPMENT });
  const order = { method: "GET", path: "/api/classes" };
  assert.equal((await attempt(t, order, { "content-type": "text/plain" })).status, 403);
  assert.equal((await attempt(t, order, { "sec-fetch-site": "cross-site" })).status, 403);
  assert.equal((await attempt(t, order, { "sec-fetch-site": "same-origin" })).status, 200);
  const preflight = await t.send("OPTIONS", "/docs/try", undefined, { origin: "https://elsewhere.example" });
  assert.equal(preflight.headers.get("access-control-allow-origin"), null);
});

Deno.test("in development the forms are filled with the sample studio's values", async () => {
  await using t = await studio({ onboarded: false, ...DEVELOPMENT });
  const sample: DocsSample = {
    key: t.studio.key,
    publishableKey: "alp_demo",
    origin: ORIGIN,
    ownerToken: t.studio.ownerToken,
    handle: t.studio.handle,
    values: { classId: "class-of-the-demo" },
  };
  const app = createApp(t.ctx, {
    operatorToken: null,
    metricsToken: null,
    rateLimits: false,
    keyQuota: 0,
    trustProxy: null,
    isReady: () => Promise.resolve({ sqlite: "3.53.2" }),
    sampleStudio: () => sample,
  });
  const response = await app.request("/docs");
  const page = await response.text();
  assert.equal(response.headers.get("cache-control"), "no-store");
  for (const value of [sample.key, sample.ownerToken, sample.origin, sample.handle, "class-of-the-demo"]) {
    assert.ok(page.includes(value), value);
  }
  assert.ok(page.includes("/api/classes?handle=" + sample.handle + "&amp;from=2026-05-11&amp;to=2026-06-10"));
  assert.ok(!/[^$]\{[a-z]+(Id|Token|File|Code)\}&/.test(page), "no placeholder of the examples is left");

  const production = createApp({ ...t.ctx, settings: { ...t.ctx.settings, development: false } }, {
    operatorToken: null,
    metricsToken: null,
    rateLimits: false,
    keyQuota: 0,
    trustProxy: null,
    isReady: () => Promise.resolve({ sqlite: "3.53.2" }),
    sampleStudio: () => sample,
  });
  assert.ok(!(await (await production.request("/docs")).text()).includes(sample.key), "never in production");
});

Deno.test("what comes from the document is escaped", async () => {
  await using t = await studio({
    onboarded: false,
    settings: { development: true, publicUrl: "http://a<b>'\"&.example" },
  });
  const page = (await t.send("GET", "/docs")).text;
  assert.ok(!page.includes("a<b>"));
  assert.ok(page.includes("a&lt;b&gt;"));
});
