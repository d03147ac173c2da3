/** The OpenAPI document is valid and names every route, and its examples work as they stand. */
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../src/domain/time.ts";
import { fillIn } from "../../src/http/openapi/examples.ts";
import { type Answer, OPERATOR, type TestApp } from "../support/app.ts";
import { ORIGIN, person, type Studio, studio } from "../support/studio.ts";

// deno-lint-ignore no-explicit-any
type Json = Record<string, any>;
type World = TestApp & { studio: Studio };

interface Operation {
  method: string;
  path: string;
  spec: Json;
}

async function fetchDocument(t: TestApp): Promise<Json> {
  const answer = await t.send("GET", "/openapi.json");
  assert.equal(answer.status, 200);
  return answer.body;
}

function operationsOf(document: Json): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, spec]) => ({ method: method.toUpperCase(), path, spec }))
  );
}

/** A validator of any schema within the document. */
function schemaChecker(document: Json): (schema: Json, value: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // deno-lint-ignore no-explicit-any
  (addFormats as any)(ajv);
  ajv.addSchema({ $id: "openapi", components: document.components });
  const within = (schema: Json): Json =>
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/'));
  return (schema, value) => {
    const validate = ajv.compile(within(schema));
    return validate(value) ? [] : validate.errors!.map((one) => `${one.instancePath} ${one.message}`);
  };
}

function follow(document: Json, value: Json): Json {
  if (!value.$ref) return value;
  return value.$ref.slice(2).split("/").reduce((at: Json, part: string) => at[part], document);
}

/** What an answer has and the document does not tell of. */
function untold(document: Json, schema: Json, value: unknown, where = ""): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, i) => untold(document, itemsOf(document, schema), one, `${where}/${i}`));
  }
  if (typeof value !== "object" || value === null) return [];
  const known = propertiesOf(document, schema);
  return Object.entries(value).flatMap(([name, one]) =>
    known[name] ? untold(document, known[name], one, `${where}/${name}`) : [`${where}/${name}`]
  );
}

/** The schema itself and what it is made of. */
function partsOf(document: Json, schema: Json): Json[] {
  const one = follow(document, schema);
  return [one, ...[...one.allOf ?? [], ...one.anyOf ?? []].flatMap((part: Json) => partsOf(document, part))];
}

function propertiesOf(document: Json, schema: Json): Json {
  return Object.assign({}, ...partsOf(document, schema).map((part) => part.properties));
}

function itemsOf(document: Json, schema: Json): Json {
  return partsOf(document, schema).find((part) => part.items)?.items ?? {};
}

/** The words that appear more than once. */
function twins(words: string[]): string[] {
  return words.filter((word, at) => words.indexOf(word) !== at);
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
  assert.deepEqual(twins(operations.map(({ spec }) => spec.operationId)), []);
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
    assert.equal(statuses.includes("429"), spec["x-rate-limit-per-minute"] !== undefined, where);
    for (const status of ["413", "503"]) {
      assert.equal(statuses.includes(status), /POST|PATCH/.test(method), `${where} ${status}`);
    }
    for (const status of statuses) {
      const response = follow(document, spec.responses[status]);
      assert.ok(response.description, `${where} ${status}`);
      assert.ok(response.headers["x-request-id"], `${where} ${status}`);
      if (/^[45]/.test(status)) {
        assert.deepEqual(
          response.content["application/json"].schema,
          { $ref: "#/components/schemas/Error" },
          `${where} ${status}`,
        );
      }
    }
  }
});

Deno.test("request fields keep their types and limits in the document", async () => {
  await using t = await studio({ onboarded: false });
  const { paths } = await fetchDocument(t);
  const body = (path: string, method = "post") => paths[path][method].requestBody.content["application/json"].schema;
  const book = body("/api/classes/{id}/book");
  assert.deepEqual(book.required, ["name", "email", "phone"]);
  assert.deepEqual(book.properties.name, { type: "string", minLength: 1, maxLength: 120 });
  assert.deepEqual(book.properties.email, { type: "string", maxLength: 254, format: "email" });
  assert.equal(book.properties.phone.type, "string");
  assert.deepEqual(book.properties.successUrl.type, ["string", "null"]);
  assert.equal(book.properties.successUrl.maxLength, 2048);
  const redeem = body("/api/gift-cards/redeem");
  assert.deepEqual(redeem.required, ["code", "providerId", "requestedDebitCents"]);
  assert.deepEqual(redeem.properties.mode.enum, ["preview", "commit", null]);
  assert.equal(redeem.properties.mode.default, "preview");
  const made = body("/api/manage/classes");
  assert.deepEqual(made.properties.scheduledAt, { type: "string", format: "date-time" });
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

Deno.test("every example in the document fits its schema", async () => {
  await using t = await studio({ onboarded: false });
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const wrong: string[] = [];
  let seen = 0;
  const look = (where: string, schema: Json, example: unknown) => {
    seen++;
    for (const mistake of check(schema, example)) wrong.push(`${where}: ${mistake}`);
  };
  const walk = (where: string, value: unknown) => {
    if (typeof value !== "object" || value === null) return;
    const part = value as Json;
    if ("example" in part && part.schema) look(where, part.schema, part.example);
    else if ("example" in part && (part.type ?? part.allOf ?? part.anyOf)) look(where, part, part.example);
    for (const [name, one] of Object.entries(part)) if (name !== "example") walk(`${where}/${name}`, one);
  };
  assert.ok(check({ $ref: "#/components/schemas/Booking" }, {}).length > 0, "the checker finds what is wrong");
  walk("#/components", document.components);
  walk("#/paths", document.paths);
  assert.deepEqual(wrong, []);
  assert.ok(seen > 100, `${seen} examples`);
});

Deno.test("every example in the document works as it stands, and is answered as documented", async (step) => {
  await using t = await studio();
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const { values, credentials } = await furnish(t);
  const operations = operationsOf(document);
  let sent = 0;
  for (const { method, path, spec } of inSafeOrder(operations)) {
    if (!spec["x-example"]) continue;
    await step.step(`${method} ${path}`, async () => {
      const request = fillIn(spec["x-example"], values);
      assert.deepEqual(JSON.stringify(request).match(/\{[a-z]\w+\}/g), null, "every placeholder is known");
      const answer = await send(t, method, path, request, credentials[spec["x-auth"] as keyof typeof credentials]);
      const documented = spec.responses[answer.status];
      assert.ok(answer.status < 300 && documented, `${answer.status} ${answer.text.slice(0, 500)}`);
      checkHeaders(documented, answer);
      const [contentType, content] = Object.entries<Json>(documented.content ?? {})[0] ?? [null, null];
      if (contentType === "application/json") {
        assert.deepEqual(check(content!.schema, answer.body), []);
        assert.deepEqual(untold(document, content!.schema, answer.body), [], "the document tells of every field");
      } else if (contentType) assert.ok(answer.headers.get("content-type")!.startsWith(contentType));
      else assert.equal(answer.text, "");
    });
    sent++;
  }
  assert.equal(sent, operations.length - 1, "all but Stripe's webhook");
});

Deno.test("refusals are documented, and their bodies are errors as documented", async (step) => {
  await using t = await studio({ rateLimits: true });
  const document = await fetchDocument(t);
  const check = schemaChecker(document);
  const error = { $ref: "#/components/schemas/Error" };
  for (const { method, path, spec } of operationsOf(document)) {
    await step.step(`${method} ${path}`, async () => {
      const refused = async (what: string, headers: Record<string, string>, body?: unknown) => {
        const target = path.replace(/\{\w+\}/g, "no-such-thing");
        const answer = await t.send(method, target, body, headers);
        assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status}`);
        assert.ok(spec.responses[answer.status], `${what}: ${answer.status} is documented`);
        assert.deepEqual(check(error, answer.body), [], what);
        return answer.status;
      };
      const writes = spec.requestBody !== undefined;
      if (["tenant", "owner", "operator"].includes(spec["x-auth"])) {
        assert.equal(await refused("without a credential", {}, writes ? {} : undefined), 401);
      }
      if (spec["x-auth"] === "tenant") {
        const headers = { "x-alera-key": t.studio.key, origin: "https://elsewhere.example" };
        assert.equal(await refused("from elsewhere", headers, writes ? {} : undefined), 403);
      }
      const headers: Record<string, string> = {
        tenant: { "x-alera-key": t.studio.key, origin: ORIGIN },
        owner: { authorization: `Bearer ${t.studio.ownerToken}` },
        operator: { authorization: `Bearer ${OPERATOR}` },
      }[spec["x-auth"] as string] ?? {};
      if (writes) {
        assert.equal(await refused("not JSON", headers, "{"), 400);
        assert.equal(await refused("too large", headers, { name: "x".repeat(70_000) }), 413);
      }
      if (path.includes("{") && !writes && spec["x-auth"] !== "none") {
        assert.equal(await refused("unknown id", headers), 404);
      }
      if (spec["x-auth"] === "customer") assert.equal(await refused("without a token", {}), 401);
      const limit: number | undefined = spec["x-rate-limit-per-minute"];
      if (limit !== undefined) {
        const target = path.replace(/\{\w+\}/g, "no-such-thing");
        for (let i = 0; i < limit; i++) await t.send(method, target);
        assert.equal(await refused("too often", headers, writes ? {} : undefined), 429);
      }
    });
  }
});

// ---------------------------------------------------------------- sending

/** Deletions and the like come last: others need what they take away. */
function inSafeOrder(operations: Operation[]): Operation[] {
  const late = (one: Operation) => one.method === "DELETE" || one.path.endsWith("/calendar-feed") ? 1 : 0;
  return [...operations].sort((a, b) => late(a) - late(b));
}

async function send(
  t: TestApp,
  method: string,
  path: string,
  { params = {}, query, body }: Json,
  headers: Record<string, string>,
): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]));
  const search = query ? `?${new URLSearchParams(query)}` : "";
  return await t.send(method, filled + search, body, headers);
}

function checkHeaders(documented: Json, answer: Answer): void {
  for (const name of Object.keys(documented.headers ?? {})) {
    if (name === "idempotent-replayed" || name.startsWith("ratelimit-")) continue; // of a repeat; limits are off here
    assert.ok(answer.headers.get(name), `${name} is sent`);
  }
  assert.equal(answer.headers.has("etag"), "ETag" in (documented.headers ?? {}), "an ETag is documented");
}

// ---------------------------------------------------------------- the world

/** Everything that the placeholders of the examples stand for. */
async function furnish(t: World) {
  const { studio } = t;
  const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
  const made = async (path: string, body?: unknown): Promise<Json> => {
    const answer = await studio.manage("POST", path, body);
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    return answer.body;
  };

  // What is over when the examples are sent.
  const pastClassId = await studio.addClass({ priceCents: 0, inHours: 1 });
  const pastBooking = await studio.book(pastClassId, person(7));
  const appointment = (inHours: number) =>
    made("appointments", {
      serviceId: studio.serviceId,
      scheduledAt: iso(t.clock.now() + inHours * HOUR),
      client: person(8),
    });
  const { id: appointmentId } = await appointment(1);
  await t.pass(3 * HOUR);

  // A class of its own for what others would disturb.
  const classId = await studio.addClass();
  const freeClassId = await studio.addClass({ priceCents: 0 });
  const spareClassId = await studio.addClass({ priceCents: 0 });
  const fullClassId = await studio.addClass({ priceCents: 0, capacity: 1 });
  await studio.book(fullClassId, person(1));
  const openedClassId = await studio.addClass({ priceCents: 0, capacity: 1 });
  const leaver = await studio.book(openedClassId, person(2));
  const { body: entry } = await studio.wait(openedClassId, person(3));
  await studio.cancel(leaver.body.enrollmentId, leaver.body.cancelToken);

  const booked = await studio.bookPaid(classId, jane);
  const spare = await studio.bookPaid(classId, person(4));
  const { token: customerToken } = await studio.buyPack(jane);
  const giftCardCode = await studio.buyGiftCard();
  const giftCards = await studio.manage("GET", "gift-cards");
  const tip = await studio.completedAppointment(person(5));
  const clients = (await studio.manage("GET", "clients")).body.items as Json[];
  const clientOf = (email: string) => clients.find((one) => one.email === email)!.id;
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": customerToken });

  const values: Record<string, string> = {
    handle: studio.handle,
    newHandle: "a-new-studio",
    today: iso(t.clock.now()).slice(0, 10),
    soon: iso(t.clock.now() + 30 * DAY).slice(0, 10),
    nextWeek: iso(t.clock.now() + 7 * DAY),
    providerId: studio.id,
    serviceId: studio.serviceId,
    classId,
    freeClassId,
    fullClassId,
    spareClassId,
    pastClassId,
    enrollmentId: booked.body.enrollmentId,
    cancelToken: booked.body.cancelToken,
    spareEnrollmentId: spare.body.enrollmentId,
    pastEnrollmentId: pastBooking.body.enrollmentId,
    waitlistEntryId: entry.waitlistEntryId,
    appointmentId,
    spareAppointmentId: (await appointment(48)).id,
    clientId: clientOf(jane.email),
    spareClientId: clientOf(person(5).email),
    blackoutId: (await made("blackouts", {
      label: "Closed",
      startsAt: iso(t.clock.now() + DAY),
      endsAt: iso(t.clock.now() + 2 * DAY),
    })).id,
    packageTypeId: (await made("package-types", { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000 })).id,
    giftCardId: giftCards.body.items[0].id,
    giftCardCode,
    spareKeyId: (await made("api-keys", { label: "Spare", allowedOrigins: [ORIGIN] })).id,
    feedFile: new URL(me.body.calendarFeedUrl).pathname.split("/").at(-1)!,
    tipToken: tip.tipToken,
    customerToken,
  };
  const credentials: Record<string, Record<string, string>> = {
    tenant: studio.headers,
    owner: { authorization: `Bearer ${studio.ownerToken}` },
    operator: { authorization: `Bearer ${OPERATOR}` },
    customer: {},
    signed: {},
    none: {},
  };
  return { values, credentials };
}
