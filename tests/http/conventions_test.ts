/** What every route keeps to: the shape of errors, bodies, methods, ids of requests, CORS, the log. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import type { Database } from "../../src/db/database.ts";
import { HOUR } from "../../src/domain/time.ts";
import { OPERATOR, startApp } from "../support/app.ts";
import { DatabaseFaults } from "../support/faults.ts";
import { until } from "../journeys/server.ts";
import { invalid, keepLog, overSocket, refused, requestText, sendRaw } from "../support/http.ts";
import { person, studio } from "../support/studio.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Held by a token in the request: these may be called by any page. */
const OPEN = ["/api/enrollments/:id/cancel", "/api/tip/start", "/api/customer/me"];
const filled = (path: string) => path.replace(/:\w+/g, "x");

// ---------------------------------------------------------------- addresses and methods

Deno.test("what is nowhere is 404, in JSON", async () => {
  await using t = await startApp();
  for (
    const path of [
      "/",
      "/api",
      "/api/",
      "/api/nothing",
      "/api/classes/a/b/c",
      "/api/manage",
      "/api/classes/",
      "/%00",
      "/index.php",
    ]
  ) {
    for (const method of ["GET", "POST", "DELETE", "OPTIONS"]) refused(await t.send(method, path), 404);
  }
});

Deno.test("a method that a route does not know is 405, and Allow says which it knows", async () => {
  await using t = await startApp();
  const known = new Map<string, Set<string>>();
  for (const { method, path } of t.app.routes()) {
    const methods = known.get(path) ?? new Set();
    known.set(path, methods.add(method));
    if (method === "GET") methods.add("HEAD");
  }
  truth(known.size > 40, "the routes are listed");
  for (const [path, methods] of known) {
    const open = OPEN.includes(path);
    for (const method of [...METHODS, "PROPFIND"].filter((one) => !methods.has(one))) {
      if (open && method === "OPTIONS") continue;
      const got = await t.send(method, filled(path));
      refused(got, 405);
      const allowed = got.headers.get("allow")!.split(", ").sort();
      same(allowed, [...methods, ...(open ? ["OPTIONS"] : [])].sort(), `${method} ${path}`);
    }
  }
});

Deno.test("HEAD sends what GET sends, with its length and without its body", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  await s.book(id, person());
  const token = await s.signIn(person().email);
  const feed = new URL((await t.send("GET", `/api/customer/me?token=${token}`)).body.calendarFeedUrl).pathname;
  const owner = { authorization: `Bearer ${s.ownerToken}` };
  const cases: [path: string, headers: Record<string, string>, status: number][] = [
    [`/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`, s.headers, 200],
    [`/api/classes/${id}`, s.headers, 200],
    [`/api/classes/${id}`, {}, 401],
    [feed, {}, 200],
    [feed, { "if-none-match": (await t.send("GET", feed)).headers.get("etag")! }, 304],
    ["/api/cal/unknown.ics", {}, 404],
    [`/api/customer/me?token=${token}`, {}, 200],
    ["/api/manage/clients", owner, 200],
    ["/openapi.json", {}, 200],
    ["/docs", {}, 200],
    ["/console/signin", {}, 200],
    ["/console/clients?q=jane", {}, 303],
    ["/console/console.css", { "accept-encoding": "gzip" }, 200],
    ["/nowhere", {}, 404],
    ["/healthz", { "x-request-id": "given-1", "content-length": "0" }, 200],
  ];
  for (const [path, headers, status] of cases) {
    const [got, head] = [
      await overSocket(t.url, requestText("GET", path, headers)),
      await overSocket(t.url, requestText("HEAD", path, headers)),
    ];
    same([got.status, head.status, head.body], [status, status, ""], path);
    // Without a body an older Deno says nothing of the length 0.
    const length = status === 303 ? ["content-length"] : [];
    const own = ["date", ...length, ...headers["x-request-id"] ? [] : ["x-request-id"]];
    const told = ({ headers }: typeof got) => [...headers].filter(([name]) => !own.includes(name));
    same(told(head), told(got), path);
    if (status === 200) truth(Number(head.headers.get("content-length")) > 0, path);
    const [first, second] = log.lines.filter((one) => one.event === "request").slice(-2);
    same([second.fields.route, second.fields.status], [first.fields.route, first.fields.status], path);
  }
  // A stream's length is not known before its end, and it is not made for nobody.
  const reads = t.db.read.bind(t.db);
  let read = 0;
  t.ctx.db.read = (...args) => (read++, reads(...args));
  const whole = await overSocket(t.url, requestText("GET", "/api/manage/export", owner));
  const toRead = read;
  read = 0;
  const head = await overSocket(t.url, requestText("HEAD", "/api/manage/export", owner));
  same([whole.status, head.status, head.body, head.headers.get("content-length")], [200, 200, "", null]);
  equal(head.headers.get("content-disposition"), whole.headers.get("content-disposition"));
  truth(read < toRead / 2, `${read} reads of ${toRead}`);
  // What knows no GET knows no HEAD.
  const refusal = await overSocket(t.url, requestText("HEAD", "/api/tip/start"));
  same([refusal.status, refusal.body, refusal.headers.get("allow")], [405, "", "POST, OPTIONS"]);
  equal(log.lines.filter((one) => one.event === "request").at(-1)!.fields.route, "HEAD /api/tip/start");
  // Bodies and what the HEAD of before left behind don't come into each other's way.
  equal((await s.call("HEAD", `/api/classes/${id}`)).text, "");
  equal((await s.call("GET", `/api/classes/${id}`)).body.class.id, id);
});

Deno.test("a Host header that is no host is 400, and no fault", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  for (const host of ["a b", "[::1", "x:99999", "a/b", "a?b", "a#b", "a@b", "a\\b", "%zz", "a:b"]) {
    for (
      const text of [
        requestText("GET", "/api/classes?handle=x", { ...t.studio.headers, host, "x-request-id": "given-1" }),
        requestText("HEAD", "/console", { host, "x-request-id": "given-1" }),
        requestText("POST", "/api/tip/start", { host, "x-request-id": "given-1", "content-length": "2" }, "{}"),
      ]
    ) {
      const got = await overSocket(t.url, text);
      equal(got.status, 400, host);
      equal(got.headers.get("x-request-id"), "given-1");
      equal(got.headers.get("content-type"), "application/json");
      if (!text.startsWith("HEAD")) equal(typeof JSON.parse(got.body).error, "string");
    }
  }
  for (const host of ["localhost:1", "127.0.0.1", "[::1]:8000", "book.example"]) {
    equal((await overSocket(t.url, requestText("GET", "/healthz", { host }))).status, 200, host);
  }
  same(log.lines.filter((one) => one.level === "error"), []);
});

// ---------------------------------------------------------------- bodies

Deno.test("a body that is not JSON is 400, whatever its content type", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const utf8 = new TextEncoder();
  const bodies: [string, BodyInit][] = [
    ["nothing", ""],
    ["a space", " "],
    ["a word", "hello"],
    ["half an object", '{"name": "Jane"'],
    ["two objects", "{}{}"],
    ["a comment", "{/* */}"],
    ["single quotes", "{'name':'Jane'}"],
    ["a trailing comma", '{"name":"Jane",}'],
    ["a bare control character", '{"name":"Ja\nne"}'],
    ["NaN", '{"amountCents":NaN}'],
    ["NUL bytes", "\0\0\0"],
    ["a form", "name=Jane&email=jane%40example.com"],
    ["bytes that are not UTF-8", Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
    ["half a character", Uint8Array.of(0x22, 0xe2, 0x82, 0x22)],
    ["UTF-16", Uint8Array.from([...'{"a":1}'].flatMap((c) => [c.charCodeAt(0), 0]))],
    ["deep nesting that never ends", "[".repeat(60_000)],
  ];
  for (const [what, body] of bodies) {
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", ""]) {
      const headers = { ...s.headers, ...(type ? { "content-type": type } : {}) };
      const got = await sendRaw(t, "POST", "/api/gift-cards/start", body, headers);
      equal(got.status, 400, what);
      invalid(got, "");
    }
  }
  const good = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  for (const type of ["text/plain", "application/json; charset=utf-8", "application/vnd.x+json"]) {
    const headers = { ...s.headers, "content-type": type };
    equal((await sendRaw(t, "POST", "/api/gift-cards/start", JSON.stringify(good), headers)).status, 200);
    const bytes = utf8.encode(`\ufeff  ${JSON.stringify(good)}\n`);
    equal((await sendRaw(t, "POST", "/api/gift-cards/start", bytes, headers)).status, 200);
  }
});

Deno.test("JSON that is no object, or whose fields are of wrong types, is 400; unknown fields are ignored", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const start = (body: string) => s.call("POST", "/api/gift-cards/start", body);
  for (const body of ["null", "[]", "[{}]", "true", "7", '"text"', `[${JSON.stringify(card)}]`]) {
    invalid(await start(body), "");
  }
  const wrong = (change: Record<string, unknown>) => start(JSON.stringify({ ...card, ...change }));
  for (const value of [5, true, [], {}, ["Jane"], { toString: "Jane" }]) {
    invalid(await wrong({ purchaserName: value }), "purchaserName");
    invalid(await wrong({ purchaserEmail: value }), "purchaserEmail");
    invalid(await wrong({ giftMessage: value }), "giftMessage");
  }
  for (const number of ["1e400", "-1e400", "1e30", "5000.0000001", "9007199254740993"]) {
    invalid(await start(JSON.stringify(card).replace("5000", number)), "amountCents");
  }
  equal((await start(JSON.stringify(card).replace("5000", "5.0e3"))).status, 200);
  const nested = `{"deep":${"[".repeat(30_000)}${"]".repeat(30_000)},${JSON.stringify(card).slice(1)}`;
  equal((await start(nested)).status, 200);
  const proto = `{"__proto__":{"handle":"x"},"constructor":{"prototype":{"polluted":1}},"extra":1,${
    JSON.stringify(card).slice(1)
  }`;
  equal((await start(proto)).status, 200);
  invalid(
    await start(`{"__proto__":${JSON.stringify(card)}}`),
    "amountCents",
    "handle",
    "purchaserEmail",
    "purchaserName",
  );
  equal(({} as { polluted?: number }).polluted, undefined);
  // The last of two equal names counts, as JSON.parse has it.
  equal((await start(`{"amountCents":1,${JSON.stringify(card).slice(1)}`)).status, 200);
  for (const text of ["\\ud800", "\\udfff x", "\\u0000", "\\u0007"]) {
    invalid(await start(JSON.stringify(card).replace("Jane", `Jane${text}`)), "purchaserName");
  }
});

Deno.test("an action without a body takes none, an empty object, and no nonsense", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [first, second, third] = [await s.addClass(), await s.addClass(), await s.addClass()];
  equal((await s.manage("POST", `classes/${first}/cancel`)).status, 200);
  equal((await s.manage("POST", `classes/${second}/cancel`, {})).status, 200);
  for (const nonsense of ["{", "hello", "\0"]) {
    invalid(await s.manage("POST", `classes/${third}/cancel`, nonsense), "");
  }
  equal((await s.class(third)).status, "Scheduled");
  const booked = await s.book(third, person(), {});
  equal((await s.manage("POST", `enrollments/${booked.body.enrollmentId}/cancel`)).status, 200);
});

Deno.test("64 KiB are a body, one byte more is 413, told or not", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const card = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const bytes = (length: number) => new TextEncoder().encode(JSON.stringify(card).padEnd(length));
  const stream = (length: number) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < length; at += 8192) controller.enqueue(bytes(length).subarray(at, at + 8192));
        controller.close();
      },
    });
  const headers = { ...s.headers, "content-type": "application/json" };
  const path = "/api/gift-cards/start";
  for (const body of [bytes, stream]) {
    equal((await sendRaw(t, "POST", path, body(65_536), headers)).status, 200);
    refused(await sendRaw(t, "POST", path, body(65_537), headers), 413);
  }
  refused(await sendRaw(t, "POST", path, "{}", { ...headers, "content-length": "65537" }), 413);
  // Whoever may not ask is told that first.
  refused(await sendRaw(t, "POST", path, bytes(100_000), {}), 401);
  const owner = { authorization: `Bearer ${s.ownerToken}` };
  refused(await sendRaw(t, "POST", "/api/manage/services", bytes(65_537), owner), 413);
  refused(await sendRaw(t, "PATCH", "/api/manage/provider", bytes(65_537), owner), 413);
  refused(await sendRaw(t, "POST", "/api/tip/start", bytes(65_537)), 413);
  refused(await sendRaw(t, "POST", "/api/webhooks/stripe", new Uint8Array(1024 * 1024 + 1)), 413);
  // Chunks without a length, and without an end.
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
  refused(await sendRaw(t, "POST", "/api/webhooks/stripe", endless), 413);
});

Deno.test("a body that breaks off does nothing: no fault, and its Idempotency-Key is free", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass({ priceCents: 0 })}/book`;
  const body = JSON.stringify(person());
  const headers = { ...s.headers, "idempotency-key": "key-1" };
  const told = { "content-length": String(body.length) };
  const untold = { "transfer-encoding": "chunked" };
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const half = body.slice(0, 9);
  const requests = [
    requestText("POST", path, { ...headers, ...told }, half),
    requestText("POST", path, { ...headers, ...untold }, chunk(half)),
    requestText("POST", "/api/webhooks/stripe", told, half),
    requestText("POST", "/console/signin", { ...told, origin: "http://localhost:8000" }, half),
  ];
  const answered = () => log.lines.filter((one) => one.event === "request" && one.fields.status === 503).length;
  for (const [n, text] of requests.entries()) {
    {
      using socket = await Deno.connect({ port: Number(new URL(t.url).port) });
      await socket.write(new TextEncoder().encode(text));
      // Before it has begun, breaking off breaks nothing.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(() => Promise.resolve(answered() === n + 1), () => `503 for ${text}\n${log.text()}`);
  }
  same(log.lines.filter((one) => one.level === "error"), []);
  const again = await s.call("POST", path, body, { "idempotency-key": "key-1" });
  same([again.status, again.headers.get("idempotent-replayed")], [200, null]);
  // Whoever still listens is told when to come again.
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) });
  const got = await sendRaw(t, "POST", path, broken, s.headers);
  refused(got, 503);
  equal(got.headers.get("retry-after"), "1");
});

Deno.test("odd paths and queries are refused, never a fault", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const nul = btoa(JSON.stringify(["a\0b", "c"]));
  for (
    const path of [
      "classes/%00",
      "classes/%00/roster",
      "clients/a%00b",
      "gift-cards/%E0%A4%A",
      `classes/${"9".repeat(5000)}`,
    ]
  ) {
    refused(await s.manage("GET", path), 404);
  }
  for (const path of [`classes?cursor=${nul}`, "clients?q=%00", "classes?from=%00", "classes?limit=%00"]) {
    refused(await s.manage("GET", path), 400);
  }
  for (
    const path of [
      "classes/%00/cancel",
      "waitlist/%00/promote",
      "enrollments/a%00/no-show",
      "appointments/%00/complete",
    ]
  ) {
    refused(await s.manage("POST", path), 404);
  }
  for (const path of ["blackouts/%00", "api-keys/%00", "clients/%00"]) refused(await s.manage("DELETE", path), 404);
  for (const body of [{ serviceId: "\0" }, { serviceId: "\ud800" }, { serviceId: s.serviceId, instructorId: "\0" }]) {
    refused(await s.manage("POST", "classes", { scheduledAt: "2026-12-18T12:00:00.000Z", ...body }), 400);
  }
  refused(await t.send("POST", "/api/enrollments/%00/cancel", { cancelToken: "x" }), 404);
});

// ---------------------------------------------------------------- faults

Deno.test("a fault is 500 with the request's id and nothing of the inside", async () => {
  const log = keepLog();
  let broken = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ write: db.write.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    read: (sql, args) =>
      broken ? Promise.reject(new Error(`SQLITE_CORRUPT in ${sql} jane@example.com`)) : db.read(sql, args),
  });
  await using t = await studio({ log, wrapDatabase, broken: true });
  const { studio: s } = t;
  const id = await s.addClass();
  broken = true;
  const got = [
    await s.call("GET", `/api/classes/${id}`, undefined, { "x-request-id": "given-1" }),
    await s.manage("GET", "clients", undefined, { "x-request-id": "given-2" }),
    await t.send("GET", `/api/cal/${"a".repeat(32)}.ics`, undefined, { "x-request-id": "given-3" }),
  ];
  broken = false;
  for (const [n, answer] of got.entries()) {
    refused(answer, 500, { requestId: `given-${n + 1}` });
    truth(!/sqlite|select|corrupt|jane|error:|\.ts|stack/i.test(answer.text), answer.text);
    const line = log.lines.find((one) => one.event === "fault" && one.fields.requestId === `given-${n + 1}`);
    equal(line?.level, "error");
  }
  truth(!/jane@example\.com|SELECT/.test(log.text()), "messages are not logged");
  equal((await s.call("GET", `/api/classes/${id}`)).status, 200);
});

Deno.test("a write that fails is 500, changes nothing, and a retry works", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  faults.commit = true;
  const got = await s.book(id, person());
  refused(got, 500, { requestId: got.headers.get("x-request-id") });
  equal(await s.seats(id), "0/0/6");
  equal((await s.book(id, person())).status, 200);
});

// ---------------------------------------------------------------- ids of requests

Deno.test("every answer carries a request id: the caller's if it is sane, else a fresh one", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass()}`;
  for (const given of ["abc", "01J9-x_y.z:1", "a".repeat(128)]) {
    for (const at of [path, path, "/nowhere", "/healthz", "/api/manage/provider"]) {
      equal((await s.call("GET", at, undefined, { "x-request-id": given })).headers.get("x-request-id"), given);
    }
  }
  const seen = new Set<string>();
  for (const odd of ["", "a b", "<script>", "a".repeat(129), 'a"b', "é", "jane@example.com"]) {
    const got = (await s.call("GET", path, undefined, odd ? { "x-request-id": odd } : {})).headers.get("x-request-id")!;
    match(got, /^[0-9a-z-]{8,40}$/);
    seen.add(got);
  }
  equal(seen.size, 7);
});

// ---------------------------------------------------------------- CORS

Deno.test("routes that hold a token of their own may be called from any page, without credentials", async () => {
  await using t = await startApp();
  for (const path of OPEN) {
    const method = path === "/api/customer/me" ? "GET" : "POST";
    const preflight = await t.send("OPTIONS", filled(path), undefined, {
      origin: "https://any.example",
      "access-control-request-method": method,
      "access-control-request-headers": "content-type, x-customer-token, idempotency-key",
    });
    equal(preflight.status, 204);
    equal(preflight.text, "");
    equal(preflight.headers.get("access-control-allow-origin"), "*");
    truth(preflight.headers.get("access-control-allow-methods")!.split(", ").includes(method));
    const allowed = preflight.headers.get("access-control-allow-headers")!.split(", ");
    for (const header of ["content-type", "x-customer-token", "idempotency-key"]) truth(allowed.includes(header));
    // Refusals too, or the page could not read them.
    const answers = [
      await t.send(method, filled(path), method === "POST" ? {} : undefined, { origin: "https://any.example" }),
      await t.send(method, filled(path), method === "POST" ? "{" : undefined),
      await t.send("PUT", filled(path)),
    ];
    for (const got of answers) {
      equal(got.headers.get("access-control-allow-origin"), "*", got.text);
      equal(got.headers.get("access-control-allow-credentials"), null);
    }
  }
});

Deno.test("no other route says anything about other origins, whatever it answers", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  for (const { method, path } of t.app.routes().filter((one) => !OPEN.includes(one.path))) {
    for (const verb of [method, "OPTIONS"]) {
      const got = await t.send(verb, filled(path), verb === "POST" ? {} : undefined, {
        ...s.headers,
        authorization: `Bearer ${s.ownerToken}`,
        "access-control-request-method": method,
      });
      const cors = [...got.headers.keys()].filter((name) => name.startsWith("access-control-"));
      same(cors, [], `${verb} ${path}`);
    }
  }
  for (let i = 0; i < 2; i++) {
    equal((await s.call("GET", `/api/classes/${id}`)).headers.get("access-control-allow-origin"), null);
  }
});

// ---------------------------------------------------------------- the log

Deno.test("the log knows routes as patterns, and no key, token, code, email, phone or name", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const { studio: s } = t;
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const classId = await s.addClass({ capacity: 2 });
  const seat = await s.seat(classId, who);
  const { token } = await s.buyPack(who);
  const code = await s.buyGiftCard();
  const { tipToken } = await s.completedAppointment(who);
  await s.call("POST", "/api/gift-cards/redeem", { code, providerId: s.id, requestedDebitCents: 5 });
  const feed = (await t.send("GET", `/api/customer/me?token=${token}`)).body.calendarFeedUrl;
  await t.send("GET", new URL(feed).pathname);
  await t.send("GET", `/api/cal/nothing.ics?email=${who.email}`);
  await t.send("POST", "/api/tip/start", { token: tipToken, amountCents: 500 });
  await s.manage("GET", `clients?q=${encodeURIComponent(who.email)}`);
  await s.manage("GET", "export");
  await s.call("GET", `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20&email=${who.email}`);
  await t.send("GET", `/${who.email}`);
  await t.send("BREW", `/api/classes/${who.email}`);
  // Stripe and the mail server repeat what they were given, in the text of their refusals.
  for (const route of ["POST /v1/checkout/sessions", "POST /v1/refunds"] as const) {
    const message = `Invalid email address: ${who.email} for ${who.name}, key ${s.key}`;
    t.stripe.fail({ route, status: 400, error: { type: "invalid_request_error", message } });
  }
  equal((await s.book(await s.addClass(), who)).status, 502);
  equal((await s.cancel(seat.id, seat.cancelToken, who.name)).status, 502);
  t.mailer.refuse = "for now";
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  await t.settle();
  t.mailer.refuse = null;
  await t.pass(HOUR);
  equal((await s.cancel(seat.id, seat.cancelToken, who.name)).status, 200);

  const text = log.text();
  for (
    const secret of [
      s.key,
      s.key.slice(9),
      s.ownerToken,
      OPERATOR,
      token,
      seat.cancelToken,
      tipToken,
      code,
      feed.match(/cal\/(.*)\.ics/)![1],
      who.email,
      "zaphod",
      "beeblebrox",
      who.phone,
      "sk_test",
      "whsec",
      "buyer@example.com",
      "owner-",
    ]
  ) truth(!text.toLowerCase().includes(secret.toLowerCase()), `the log holds ${secret}`);

  const patterns = new Set(t.app.routes().map(({ method, path }) => `${method} ${path}`));
  const routes = new Set(log.lines.filter((one) => one.event === "request").map((one) => String(one.fields.route)));
  for (const route of routes) {
    truth(patterns.has(route) || route === "none" || route === "OTHER /api/classes/:id", route);
  }
  truth(routes.has("GET /api/cal/:token"));
  truth(routes.has("GET /api/customer/me"));
  truth(routes.has("POST /api/webhooks/stripe"));
  for (const line of log.lines.filter((one) => one.event === "request")) {
    equal(typeof line.fields.status, "number");
    match(String(line.fields.id), /^[0-9a-z-]{8,40}$/);
  }
});

// ---------------------------------------------------------------- what runs the server

Deno.test("health, readiness and metrics answer without credentials; a database that is gone is not ready", async () => {
  let broken = false;
  const wrapDatabase = (db: Database): Database => ({
    ...{ write: db.write.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    read: (sql, args) => broken ? Promise.reject(new Error("gone")) : db.read(sql, args),
  });
  await using t = await startApp({ wrapDatabase });
  for (const path of ["/healthz", "/readyz"]) equal((await t.send("GET", path)).status, 200);
  await t.send("GET", "/api/classes/jane@example.com");
  await t.send("BREW-1", "/api/classes/x");
  await t.send("BREW-2", "/api/classes/x");
  const metrics = await t.send("GET", "/metrics");
  equal(metrics.status, 200);
  match(metrics.headers.get("content-type")!, /^text\/plain/);
  truth(metrics.text.includes('route="GET /api/classes/:id",status="401"'));
  truth(!metrics.text.includes("jane") && !metrics.text.includes("BREW"));
  broken = true;
  equal((await t.send("GET", "/healthz")).status, 200);
  refused(await t.send("GET", "/readyz"), 503);
  broken = false;
  match((await t.send("GET", "/openapi.json")).body.openapi, /^3\.1\./);
});
