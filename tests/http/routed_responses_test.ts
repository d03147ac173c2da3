import assert from "node:assert/strict";
import { keepLog, overSocket, requestText } from "../support/http.ts";
import { person, studio } from "../support/studio.ts";

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
    assert.deepEqual([got.status, head.status, head.body], [status, status, ""], path);
    // Without a body an older Deno says nothing of the length 0.
    const length = status === 303 ? ["content-length"] : [];
    const own = ["date", ...length, ...headers["x-request-id"] ? [] : ["x-request-id"]];
    const told = ({ headers }: typeof got) => [...headers].filter(([name]) => !own.includes(name));
    assert.deepEqual(told(head), told(got), path);
    if (status === 200) assert.ok(Number(head.headers.get("content-length")) > 0, path);
    const [first, second] = log.lines.filter((one) => one.event === "request").slice(-2);
    assert.deepEqual([second.fields.route, second.fields.status], [first.fields.route, first.fields.status], path);
  }
  // A stream's length is not known before its end, and it is not made for nobody.
  const reads = t.db.read.bind(t.db);
  let read = 0;
  t.ctx.db.read = (...args) => (read++, reads(...args));
  const whole = await overSocket(t.url, requestText("GET", "/api/manage/export", owner));
  const toRead = read;
  read = 0;
  const head = await overSocket(t.url, requestText("HEAD", "/api/manage/export", owner));
  assert.deepEqual([whole.status, head.status, head.body, head.headers.get("content-length")], [200, 200, "", null]);
  assert.equal(head.headers.get("content-disposition"), whole.headers.get("content-disposition"));
  assert.ok(read < toRead / 2, `${read} reads of ${toRead}`);
  // What knows no GET knows no HEAD.
  const refusal = await overSocket(t.url, requestText("HEAD", "/api/tip/start"));
  assert.deepEqual([refusal.status, refusal.body, refusal.headers.get("allow")], [405, "", "POST, OPTIONS"]);
  assert.equal(log.lines.filter((one) => one.event === "request").at(-1)!.fields.route, "HEAD /api/tip/start");
  // Bodies and what the HEAD of before left behind don't come into each other's way.
  assert.equal((await s.call("HEAD", `/api/classes/${id}`)).text, "");
  assert.equal((await s.call("GET", `/api/classes/${id}`)).body.class.id, id);
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
      assert.equal(got.status, 400, host);
      assert.equal(got.headers.get("x-request-id"), "given-1");
      assert.equal(got.headers.get("content-type"), "application/json");
      if (!text.startsWith("HEAD")) assert.equal(typeof JSON.parse(got.body).error, "string");
    }
  }
  for (const host of ["localhost:1", "127.0.0.1", "[::1]:8000", "book.example"]) {
    assert.equal((await overSocket(t.url, requestText("GET", "/healthz", { host }))).status, 200, host);
  }
  assert.deepEqual(log.lines.filter((one) => one.level === "error"), []);
});

Deno.test("every answer carries a request id: the caller's if it is sane, else a fresh one", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const path = `/api/classes/${await s.addClass()}`;
  for (const given of ["abc", "01J9-x_y.z:1", "a".repeat(128)]) {
    for (const at of [path, path, "/nowhere", "/healthz", "/api/manage/provider"]) {
      assert.equal((await s.call("GET", at, undefined, { "x-request-id": given })).headers.get("x-request-id"), given);
    }
  }
  const seen = new Set<string>();
  for (const odd of ["", "a b", "<script>", "a".repeat(129), 'a"b', "é", "jane@example.com"]) {
    const got = (await s.call("GET", path, undefined, odd ? { "x-request-id": odd } : {})).headers.get("x-request-id")!;
    assert.match(got, /^[0-9a-z-]{8,40}$/);
    seen.add(got);
  }
  assert.equal(seen.size, 7);
});
