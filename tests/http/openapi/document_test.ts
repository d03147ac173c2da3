/** The OpenAPI document is valid, names every route, and keeps types and limits. */
import { Validator } from "@seriousme/openapi-schema-validator";
import assert from "node:assert/strict";
import { EMAIL, INSTANT, ONE_LINE } from "../../../src/schemas/patterns.ts";
import { studio } from "../../support/studio.ts";
import { fetchDocument, follow, type Json, operationsOf, schemaChecker } from "../../support/openapi.ts";

/** The ids that appear more than once. */
function duplicates(ids: string[]): string[] {
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}

Deno.test("the document is valid OpenAPI 3.1", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  assert.equal(document.openapi, "3.1.0");
  assert.deepEqual(await new Validator().validate(structuredClone(document)), { valid: true });
});

Deno.test("a body is required where nothing at all is refused", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const required = (method: string, path: string) => document.paths[path][method].requestBody.required ?? false;
  assert.equal(required("patch", "/api/manage/provider"), false);
  assert.equal((await t.studio.manage("PATCH", "provider")).status, 200);
  assert.equal(required("post", "/api/manage/services"), true);
});

Deno.test("the roster is as the document says while a bank works on a payment", async () => {
  await using t = await studio();
  const document = await fetchDocument(t);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.stripe.payLater(held.session);
  await t.settle();
  const roster = await t.studio.roster(classId);
  assert.deepEqual([roster.holds.length, roster.holds[0].expiresAt], [1, null]);
  const { schema } = document.paths["/api/manage/classes/{id}/roster"].get.responses[200].content["application/json"];
  assert.deepEqual(schemaChecker(document)(schema, roster), []);
});

Deno.test("the document names every route under /api, and no other", async () => {
  await using t = await studio({ onboarded: false });
  const documented = operationsOf(await fetchDocument(t)).map(({ method, path }) =>
    `${method} ${path.replace(/\{(\w+)\}/g, ":$1")}`
  );
  const routed = t.app.routes().filter(({ path }) => path.startsWith("/api/")).map(({ method, path }) =>
    `${method} ${path}`
  );
  assert.deepEqual([...new Set(routed)].sort(), [...documented].sort());
});

Deno.test("every operation says what it does, what it needs and how it refuses", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const operations = operationsOf(document);
  assert.deepEqual(duplicates(operations.map(({ spec }) => spec.operationId)), []);
  for (const { method, path, spec } of operations) {
    const where = `${method} ${path}`;
    assert.ok(spec.summary, where);
    assert.equal(spec.tags.length, 1, where);
    assert.ok(document.tags.some((tag: Json) => tag.name === spec.tags[0]), where);
    for (const scheme of spec.security.flatMap(Object.keys)) {
      assert.ok(document.components.securitySchemes[scheme], where);
    }

    const parameters: Json[] = (spec.parameters ?? []).map((one: Json) => follow(document, one));
    assert.deepEqual(
      parameters.filter((one) => one.in === "path").map((one) => one.name),
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
      where,
    );
    for (const { name, schema } of parameters) assert.ok(schema.type ?? schema.enum, `${where}: ${name} has a type`);
    assert.equal(
      parameters.some((one) => one.name === "Idempotency-Key"),
      method === "POST" && spec["x-auth"] !== "none",
      where,
    );

    const statuses = Object.keys(spec.responses);
    assert.ok(statuses.some((status) => status.startsWith("2")), where);
    if (["tenant", "owner", "operator", "customer"].includes(spec["x-auth"])) {
      assert.ok(statuses.includes("401"), where);
    }
    const isLimited = spec["x-rate-limit-per-minute"] !== undefined || ["owner", "operator"].includes(spec["x-auth"]);
    assert.equal(statuses.includes("429"), isLimited, where);
    assert.equal(statuses.includes("413"), /POST|PATCH/.test(method), where);
    assert.ok(statuses.includes("500"), where);
    if (method !== "GET") assert.ok(statuses.includes("503"), `${where} 503`);
    if (statuses.includes("503")) {
      assert.ok(follow(document, spec.responses["503"]).headers["retry-after"], `${where}: Retry-After`);
    }
    for (const status of statuses) {
      const response = follow(document, spec.responses[status]);
      assert.ok(response.description, `${where} ${status}`);
      assert.ok(response.headers["x-request-id"], `${where} ${status}`);
      if (/^[45]/.test(status)) {
        const { schema } = response.content["application/json"];
        assert.deepEqual(schema.allOf[0], { $ref: "#/components/schemas/Error" }, `${where} ${status}`);
        assert.deepEqual(schema.allOf[1].properties.code.enum, Object.keys(response["x-codes"]), `${where} ${status}`);
      }
    }
  }
});

Deno.test("every link leads to an operation that takes what it gives, out of a field that the answer has", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const operations = operationsOf(document);
  let links = 0;
  for (const { method, path, spec } of operations) {
    for (const response of Object.values<Json>(spec.responses)) {
      for (const link of Object.values<Json>(follow(document, response).links ?? {})) {
        links++;
        const where = `${method} ${path} → ${link.operationId}`;
        const target = operations.find((one) => one.spec.operationId === link.operationId);
        assert.ok(target, where);
        for (const name of Object.keys(link.parameters ?? {})) assert.ok(target.path.includes(`{${name}}`), where);
        const taken = target.spec.requestBody?.content["application/json"].schema.properties ?? {};
        for (const name of Object.keys(link.requestBody ?? {})) assert.ok(taken[name], `${where}: ${name}`);
        const { example } = response.content["application/json"];
        for (const expression of Object.values<string>({ ...link.parameters, ...link.requestBody })) {
          const parts = expression.slice("$response.body#/".length).split("/");
          const value = parts.reduce((at: Json, part) => at?.[part], example);
          assert.equal(typeof value, "string", `${where}: ${expression}`);
        }
      }
    }
  }
  assert.ok(links > 25, `${links} links`);
});

Deno.test("request fields keep their types and limits in the document", async () => {
  await using t = await studio({ onboarded: false });
  const { paths } = await fetchDocument(t);
  const body = (path: string, method = "post") => paths[path][method].requestBody.content["application/json"].schema;
  const book = body("/api/classes/{id}/book");
  assert.deepEqual(book.required, ["name", "email", "phone"]);
  assert.deepEqual([book.properties.name.type, book.properties.name.pattern], ["string", ONE_LINE]);
  assert.deepEqual([book.properties.email.maxLength, book.properties.email.pattern], [254, EMAIL]);
  assert.equal(book.properties.phone.type, "string");
  assert.deepEqual(book.properties.successUrl.type, ["string", "null"]);
  assert.equal(book.properties.successUrl.maxLength, 2048);
  const redeem = body("/api/gift-cards/redeem");
  assert.deepEqual(redeem.required, ["code", "providerId", "requestedDebitCents"]);
  assert.deepEqual(redeem.properties.mode.enum, ["preview", "commit", "", null]);
  assert.equal(redeem.properties.mode.default, "preview");
  const made = body("/api/manage/classes");
  assert.deepEqual(made.properties.scheduledAt, { type: "string", format: "date-time", pattern: INSTANT });
  assert.deepEqual(made.properties.instructorId.type, ["string", "null"]);
  assert.equal(made.properties.priceCents.type, "integer");
  assert.equal(body("/api/manage/blackouts").properties.kind.default, "closure");
  const limit = paths["/api/manage/clients"].get.parameters.find((one: Json) => one.name === "limit");
  assert.equal(limit.required, false);
  assert.deepEqual([limit.schema.type, limit.schema.minimum, limit.schema.maximum, limit.schema.default], [
    "integer",
    1,
    200,
    50,
  ]);
  const me = paths["/api/customer/me"].get.security;
  assert.ok(me.some((one: Json) => !("tenantKey" in one)), "me needs no API key");
  assert.ok(me.some((one: Json) => "tenantKey" in one), "me may come with an API key");
});

Deno.test("the document names the pages that links lead to, and what Stripe puts into an address", async () => {
  await using t = await studio({ onboarded: false });
  const { paths, info }: Json = await fetchDocument(t);
  const said = (path: string) => JSON.stringify(paths[path].post ?? paths[path].get);
  for (
    const [path, ...pages] of [
      [
        "/api/classes/{id}/book",
        "/book/confirm?session_id=",
        "/book/cancelled",
        "/cancel/<enrollmentId>#<cancelToken>",
      ],
      ["/api/enrollments/{id}/cancel", "/cancel/<enrollmentId>#<cancelToken>"],
      ["/api/packages/start", "/packages/confirm?session_id=", "/packages/cancelled", "/me/<token>"],
      ["/api/gift-cards/start", "/gift-cards/confirm?session_id=", "/gift-cards/cancelled"],
      ["/api/tip/start", "/tip#<token>", "/tip/thanks", "/tip/cancelled"],
      ["/api/manage/appointments/{id}/complete", "/tip#<tipToken>"],
      ["/api/customer/signin-link", "/me/<token>"],
      ["/api/checkouts/{checkoutSessionId}", "/book/confirm?session_id="],
      ["/api/manage/waitlist/{id}/promote", "/book/confirm?session_id="],
    ]
  ) {
    for (const page of pages) assert.ok(said(path).includes(page), `${path}: ${page}`);
    if (/confirm/.test(said(path))) {
      assert.match(
        said(path),
        /Stripe puts? the[^.]*in place of `\{CHECKOUT_SESSION_ID\}`|\{CHECKOUT_SESSION_ID\}`, where Stripe puts the Checkout Session's id/,
        path,
      );
    }
  }
  assert.match(info.description, /first allowed origin of the studio's newest live key/);
});
