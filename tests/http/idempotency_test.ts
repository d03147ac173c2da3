/** `Idempotency-Key`: the same request under the same key gets the first response again. */
import assert from "node:assert/strict";
import type { Database } from "../../src/db/database.ts";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { type Answer, OPERATOR, startApp, type TestApp } from "../support/app.ts";
import { DatabaseFaults } from "../support/faults.ts";
import { findInDatabase, invalid, keepLog, refused } from "../support/http.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../support/studio.ts";

const under = (key: string) => ({ "idempotency-key": key });
const isReplay = (got: Answer) => got.headers.get("idempotent-replayed") === "true";

function replays(got: Answer, first: Answer): void {
  assert.equal(got.text, first.text);
  assert.equal(got.status, first.status);
  assert.ok(isReplay(got), "idempotent-replayed is missing");
  assert.ok(!isReplay(first));
  assert.equal(got.headers.get("content-type"), "application/json");
  assert.notEqual(got.headers.get("x-request-id"), first.headers.get("x-request-id"));
}

Deno.test("a repeated booking gets the stored response, whatever has become of the class", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1, priceCents: 0 });
  const book = () => s.call("POST", `/api/classes/${id}/book`, person(), under("k1"));
  const first = await book();
  assert.equal(first.status, 200);
  replays(await book(), first);
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  await s.manage("POST", `classes/${id}/cancel`);
  replays(await book(), first);
  assert.equal((await s.roster(id)).enrollments.length, 1);
  // Without the key it is a request like any other.
  refused(await s.book(id, person()), 410);
});

Deno.test("every POST of the public and the management API honours it", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const until = t.clock.now() + DAY;
  const signed: Record<string, unknown> = {
    "/api/enrollments/:id/cancel": { cancelToken: t.ctx.tokens.sign("v1", "x", until) },
    "/api/enrollments/:id/reschedule": { cancelToken: t.ctx.tokens.sign("v1", "x", until), classId: "class-x" },
    "/api/waitlist/:id/leave": { leaveToken: t.ctx.tokens.sign("wl-v1", "x", until) },
    "/api/tip/start": { token: t.ctx.tokens.sign("tip-v1", "x", until), amountCents: 500 },
  };
  const posts = t.app.routes().filter((one) =>
    one.method === "POST" && one.path.startsWith("/api/") && one.path !== "/api/webhooks/stripe"
  );
  assert.ok(posts.length > 20);
  for (const { path } of posts) {
    const at = path.replace(/:\w+/g, "x");
    const bearer = path.startsWith("/api/manage/providers") ? OPERATOR : s.ownerToken;
    const headers = {
      ...under(`walk ${path}`),
      ...(path in signed ? {} : path.startsWith("/api/manage/") ? { authorization: `Bearer ${bearer}` } : s.headers),
    };
    const body = signed[path] ?? {};
    const first = await t.send("POST", at, body, headers);
    assert.ok([400, 404].includes(first.status), `${path}: ${first.text}`);
    replays(await t.send("POST", at, body, headers), first);
    const other = await t.send("POST", at, { ...body as object, more: 1 }, headers);
    refused(other, 409);
    assert.ok(!isReplay(other));
  }
});

Deno.test("the same key with anything else is 409: body, path, query", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [id, other] = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0 })];
  const first = await s.call("POST", `/api/classes/${id}/book`, person(1), under("k"));
  refused(await s.call("POST", `/api/classes/${id}/book`, person(2), under("k")), 409);
  refused(await s.call("POST", `/api/classes/${id}/book`, `${JSON.stringify(person(1))} `, under("k")), 409);
  refused(await s.call("POST", `/api/classes/${other}/book`, person(1), under("k")), 409);
  refused(await s.call("POST", `/api/classes/${id}/waitlist`, person(1), under("k")), 409);
  refused(await s.call("POST", `/api/classes/${id}/book?x=1`, person(1), under("k")), 409);
  // Nothing of that was done, and the first is remembered still.
  assert.equal((await s.roster(other)).enrollments.length, 0);
  replays(await s.call("POST", `/api/classes/${id}/book`, person(1), under("k")), first);
  // Keys are compared as they are.
  const upper = await s.call("POST", `/api/classes/${id}/book`, person(2), under("K"));
  assert.deepEqual([upper.status, isReplay(upper)], [200, false]);
});

Deno.test("while the first still runs, a second under its key is 409; afterwards it is answered", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const gate = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
  const reached = t.stripe.once("POST /v1/checkout/sessions");
  const book = () => s.call("POST", `/api/classes/${id}/book`, person(), under("k"));
  const running = book();
  await reached;
  refused(await book(), 409);
  refused(await s.call("POST", `/api/classes/${id}/book`, person(2), under("k")), 409);
  gate.resolve();
  const first = await running;
  assert.equal(first.status, 200);
  replays(await book(), first);
  assert.equal(t.stripe.sessions.size, 1);
});

Deno.test("a key belongs to its credential: another key, studio, owner or token has its own", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const second = await s.manage("POST", "api-keys", { label: "Second", allowedOrigins: [ORIGIN] });
  const join = (headers: Record<string, string>) =>
    t.send("POST", "/api/customer/signin-link", { email: "a@example.com", handle: s.handle }, {
      ...headers,
      ...under("k"),
    });
  assert.equal(isReplay(await join(s.headers)), false);
  assert.equal(isReplay(await join({ ...s.headers, "x-alera-key": second.body.key })), false);
  assert.equal(isReplay(await join(s.headers)), true);
  refused(await join(other.headers), 403);
  for (const [n, one] of [s, other].entries()) {
    const made = await one.manage("POST", "instructors", { name: "Sarah" }, under("k"));
    assert.deepEqual([made.status, isReplay(made)], [201, false]);
    const again = await one.manage("POST", "instructors", { name: "Sarah" }, under("k"));
    replays(again, made);
    assert.equal((await one.manage("GET", "instructors")).body.items.length, 1, String(n));
  }
  // The operator's is another one again.
  const provider = { handle: "third", displayName: "Third", email: "t@example.com", timezone: "UTC" };
  const create = () =>
    t.send("POST", "/api/manage/providers", provider, { authorization: `Bearer ${OPERATOR}`, ...under("k") });
  const made = await create();
  assert.equal(made.status, 201);
  replays(await create(), made);

  const classId = await s.addClass({ priceCents: 0 });
  const [one, two] = [await s.book(classId, person(1)), await s.book(classId, person(2))];
  const cancel = ({ body }: Answer) =>
    t.send("POST", `/api/enrollments/${body.enrollmentId}/cancel`, { cancelToken: body.cancelToken }, under("k"));
  const first = await cancel(one);
  assert.deepEqual([first.status, isReplay(first)], [200, false]);
  replays(await cancel(one), first);
  assert.deepEqual([(await cancel(two)).status, isReplay(await cancel(two))], [200, true]);
});

Deno.test("a replay is limited and identified like every answer", async () => {
  await using t = await studio({ rateLimits: true });
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  const book = () => s.call("POST", `/api/classes/${id}/book`, person(), under("k"));
  const first = await book();
  for (let left = 8; left >= 0; left--) {
    const again = await book();
    replays(again, first);
    assert.equal(again.headers.get("ratelimit-remaining"), String(left));
  }
  const refusal = await book();
  refused(refusal, 429);
  assert.equal(isReplay(refusal), false);
  // 429 is not remembered.
  t.clock.advance(61_000);
  replays(await book(), first);
});

Deno.test("401, 403 and 5xx are not stored, what the caller can't change is", async () => {
  await using t = await studio({ onboarded: false });
  const { studio: s } = t;
  const card = { handle: s.handle, amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const id = await s.addClass();
  const send = (path: string, body: unknown, headers: Record<string, string>) =>
    t.send("POST", path, body, { ...headers, ...under(path) });
  const book = `/api/classes/${id}/book`;
  refused(await send(book, person(), {}), 401);
  refused(await send(book, person(), { ...s.headers, origin: "https://evil.example" }), 403);
  const wrongPack = { ...person(), useClientPackageId: "x", customerToken: "y" };
  for (let i = 0; i < 2; i++) {
    const got = await send("/api/customer/signin-link", { email: "a@example.com", handle: "nobody" }, s.headers);
    refused(got, 403);
    assert.equal(isReplay(got), false);
    const token = await send(`/api/classes/${id}/book`, wrongPack, s.headers);
    refused(token, 401);
    assert.equal(isReplay(token), false);
    const tip = await send("/api/tip/start", { token: "wrong", amountCents: 500 }, {});
    refused(tip, 403);
    assert.equal(isReplay(tip), false);
    const down = await send(book, person(), s.headers);
    refused(down, 502);
    assert.equal(isReplay(down), false);
  }
  // 400, 404, 409, 410, 412
  const cancelled = await s.addClass();
  await s.manage("POST", `classes/${cancelled}/cancel`);
  for (
    const [path, body, status] of [
      ["/api/classes/class-none/book", person(), 404],
      ["/api/classes/x/waitlist", {}, 400],
      [`/api/classes/${id}/waitlist`, person(), 409],
      [`/api/classes/${cancelled}/book`, person(), 410],
      ["/api/gift-cards/start", card, 412],
      ["/api/packages/start", "not json", 400],
    ] as const
  ) {
    const first = await send(path, body, s.headers);
    refused(first, status, first.body.seatsAvailable ? { seatsAvailable: true } : {});
    replays(await send(path, body, s.headers), first);
  }
});

Deno.test("a failure at Stripe is retried under the same key", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  const book = () => s.call("POST", `/api/classes/${id}/book`, person(), under("k"));
  t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400, error: { type: "invalid_request_error" } });
  refused(await book(), 502);
  const second = await book();
  assert.deepEqual([second.status, isReplay(second)], [200, false]);
  replays(await book(), second);
});

Deno.test("a response is stored for 24 hours", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const add = (name: string) => s.manage("POST", "instructors", { name }, under("k"));
  const first = await add("Sarah");
  t.clock.advance(DAY - 1);
  replays(await add("Sarah"), first);
  t.clock.advance(1);
  const anew = await add("Ann");
  assert.deepEqual([anew.status, isReplay(anew)], [201, false]);
  // From now on that one is remembered.
  t.clock.advance(HOUR);
  replays(await add("Ann"), anew);
  refused(await add("Sarah"), 409);
});

Deno.test("a revoked key gets no stored responses", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  const book = () => s.call("POST", `/api/classes/${id}/book`, person(), under("k"));
  assert.equal((await book()).status, 200);
  await s.manage("DELETE", `api-keys/${s.keyId}`);
  refused(await book(), 401);
});

Deno.test("a key has 1 to 255 printable characters", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const add = (key: string) => s.manage("POST", "instructors", { name: "Sarah" }, under(key));
  for (const key of ["k".repeat(256), "", "é", "a\tb"]) invalid(await add(key), "Idempotency-Key");
  assert.equal((await s.manage("GET", "instructors")).body.items.length, 0);
  for (const key of ["k".repeat(255), "a b", "0", "2f6c2f3a-6d3e-4f1c-8a51-9a6b2c1d0e4f", "!~"]) {
    const first = await add(key);
    assert.equal(first.status, 201);
    replays(await add(key), first);
  }
});

Deno.test("reads, changes and deletions don't look at the key", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass();
  for (const note of ["One", "Two"]) {
    const got = await s.manage("PATCH", `classes/${id}`, { publicNote: note }, under("k"));
    assert.deepEqual([got.status, got.body.publicNote, isReplay(got)], [200, note, false]);
  }
  for (let i = 0; i < 2; i++) {
    assert.equal(isReplay(await s.call("GET", `/api/classes/${id}`, undefined, under("k"))), false);
  }
  const closed = await s.manage("POST", "blackouts", {
    label: "x",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-26T00:00:00.000Z",
  });
  const remove = () => s.manage("DELETE", `blackouts/${closed.body.id}`, undefined, under("k"));
  assert.equal((await remove()).status, 204);
  refused(await remove(), 404);
});

Deno.test("stored responses are encrypted: neither key, request nor response can be read in the database", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const key = "an-idempotency-key-to-look-for";
  const made = await s.manage("POST", "api-keys", { label: "Look for me", allowedOrigins: [ORIGIN] }, under(key));
  replays(await s.manage("POST", "api-keys", { label: "Look for me", allowedOrigins: [ORIGIN] }, under(key)), made);
  const classId = await s.addClass();
  const booked = await s.call("POST", `/api/classes/${classId}/book`, person(), under(key));
  const cancel = await t.send("POST", `/api/enrollments/${booked.body.enrollmentId}/cancel`, {
    cancelToken: booked.body.cancelToken,
    cancelReason: "A reason to look for",
  }, under(key));
  assert.equal(cancel.status, 200);
  await t.settle();
  // The seal can't be looked at, so neither base64 of what is inside.
  for (const secret of [key, made.body.key, booked.body.cancelToken, s.key, s.ownerToken]) {
    assert.deepEqual(await findInDatabase(t, secret), []);
    assert.deepEqual(await findInDatabase(t, btoa(secret).replaceAll("=", "").slice(0, -2)), []);
  }
  for (const text of [person().email, "A reason to look for", "Look for me", booked.body.checkoutUrl, classId]) {
    const where = await findInDatabase(t, text);
    assert.ok(where.length > 0, text);
    assert.deepEqual(where.filter((one) => one.startsWith("idempotency_keys.")), [], text);
  }
  assert.equal((await t.db.read("SELECT count(*) AS n FROM idempotency_keys"))[0].n, 3);
});

Deno.test("after a rotation of the secret the previous one still opens; without it the key is refused, not run again", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  const databasePath = `${directory}/alera.db`;
  try {
    let first: Answer;
    let of: Studio;
    const add = (t: TestApp) => of.seenBy(t).manage("POST", "instructors", { name: "Sarah" }, under("k"));
    const [old, next] = ["the old secret, of more than 32 bytes in all", "the next secret, of more than 32 bytes too"];
    {
      await using t = await studio({ databasePath, secret: old });
      of = t.studio;
      first = await add(t);
      assert.equal(first.status, 201);
    }
    {
      await using t = await startApp({ databasePath, secret: next, secretPrevious: old });
      replays(await add(t), first);
    }
    {
      await using t = await startApp({ databasePath, secret: next });
      const got = await add(t);
      refused(got, 409);
      assert.equal((await of.seenBy(t).manage("GET", "instructors")).body.items.length, 1);
      // Another key is as good as ever.
      assert.equal((await of.seenBy(t).manage("POST", "instructors", { name: "Ann" }, under("k2"))).status, 201);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("a process that dies leaves no key running", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  try {
    await using t = await studio({ databasePath: `${directory}/alera.db` });
    const { studio: s } = t;
    const type = await s.manage("POST", "package-types", { name: "Pack", sessionsTotal: 5, priceCents: 9000 });
    const buy = (of: Studio) =>
      of.call(
        "POST",
        "/api/packages/start",
        { packageTypeId: type.body.id, handle: s.handle, ...person() },
        under("k"),
      );
    const gate = Promise.withResolvers<void>();
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "late", until: gate.promise });
    const reached = t.stripe.once("POST /v1/checkout/sessions");
    const cutOff = buy(s);
    await reached;
    {
      await using after = await startApp({ databasePath: `${directory}/alera.db`, after: t });
      const got = await buy(s.seenBy(after));
      assert.deepEqual([got.status, isReplay(got)], [200, false]);
    }
    gate.resolve();
    assert.equal((await cutOff).status, 200);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("two processes with one key have one effect between them", async () => {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  try {
    await using t = await studio({ databasePath: `${directory}/alera.db` });
    await using other = await startApp({ databasePath: `${directory}/alera.db`, after: t });
    const { studio: s } = t;
    const add = (of: Studio, key: string, priceCents: number) =>
      of.manage("POST", "services", { name: key, durationMin: 50, capacity: 6, priceCents }, under(key));
    for (let round = 0; round < 20; round++) {
      const [one, two] = await Promise.all([add(s, `same ${round}`, 0), add(s.seenBy(other), `same ${round}`, 0)]);
      assert.deepEqual([one.status, two.status, two.text], [201, 201, one.text]);
    }
    for (let round = 0; round < 20; round++) {
      const answers = await Promise.all([add(s, `other ${round}`, 0), add(s.seenBy(other), `other ${round}`, 100)]);
      assert.deepEqual(answers.map((one) => one.status).sort(), [201, 409]);
      // The loser's answer is not stored over the winner's.
      const price = answers[0].status === 201 ? 0 : 100;
      replays(await add(s, `other ${round}`, price), answers.find((one) => one.status === 201)!);
    }
    const { items } = (await s.manage("GET", "services?limit=100")).body;
    const names = items.map((one: { name: string }) => one.name).filter((name: string) => /^(same|other) /.test(name));
    assert.deepEqual([names.length, new Set(names).size], [40, 40]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("the effect and its record fail together, whichever statement the disk refuses", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const { studio: s } = t;
  const add = (name: string) => s.manage("POST", "instructors", { name }, under(name));
  const added = async (name: string) =>
    (await s.manage("GET", "instructors")).body.items.filter((one: { name: string }) => one.name === name).length;
  let refusals = 0;
  for (let n = 1;; n++) {
    const name = `At statement ${n}`;
    faults.statement = n;
    const got = await add(name);
    if (got.status === 201) break;
    refusals++;
    assert.deepEqual([got.status, await added(name)], [500, 0]);
    faults.statement = null;
    assert.deepEqual([(await add(name)).status, await added(name)], [201, 1]);
  }
  assert.ok(refusals >= 2, "the instructor's and the record's");
  faults.statement = null;
  // Committed, and nobody was told: a fault that is no proof that nothing happened.
  faults.answer = true;
  assert.equal((await add("Untold")).status, 500);
  const told = await add("Untold");
  assert.deepEqual([told.status, await added("Untold")], [201, 1]);
  replays(await add("Untold"), told);
});

Deno.test("a response that can't be stored is still sent", async () => {
  const log = keepLog();
  const wrapDatabase = (db: Database): Database => ({
    ...{ read: db.read.bind(db), version: db.version.bind(db), snapshot: db.snapshot.bind(db) },
    ...{ backup: db.backup.bind(db), close: db.close.bind(db) },
    write: (scope, work) =>
      scope === "idempotency"
        ? Promise.reject(Object.assign(new Error("full"), { code: "SQLITE_FULL" }))
        : db.write(scope, work),
  });
  await using t = await studio({ wrapDatabase, log });
  const { studio: s } = t;
  const id = await s.addClass({ priceCents: 0 });
  assert.equal((await s.call("POST", `/api/classes/${id}/book`, person(), under("k"))).status, 200);
  const [line, ...more] = log.lines.filter((one) => one.event === "response_not_stored");
  assert.deepEqual([line.fields.code, more.length], ["SQLITE_FULL", 0]);
});
