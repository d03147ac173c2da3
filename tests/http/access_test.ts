/** Who may do what: every route of the app is walked, so that none can be forgotten. */
import assert from "node:assert/strict";
import { createApp } from "../../src/app.ts";
import { DAY, iso } from "../../src/domain/time.ts";
import { type Answer, OPERATOR } from "../support/app.ts";
import { invalid, newClient, refused } from "../support/http.ts";
import { type Records, recordsOf } from "../support/records.ts";
import { addStudio, ORIGIN, person, type Studio, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
interface Route {
  method: string;
  path: string;
}

/** Routes that ask for no credential, or for a token in the request. */
const NOT_GUARDED = [
  "GET /api/cal/:token",
  "GET /api/customer/me",
  "POST /api/enrollments/:id/cancel",
  "POST /api/enrollments/:id/reschedule",
  "POST /api/tip/start",
  "POST /api/waitlist/:id/leave",
  "POST /api/webhooks/stripe",
  "GET /",
  "GET /healthz",
  "GET /readyz",
  "GET /metrics",
  "GET /openapi.json",
  "GET /llms.txt",
  "GET /embed.js",
];
const name = ({ method, path }: Route) => `${method} ${path}`;
const isDocs = ({ path }: Route) => /^\/docs(\/|\.md$|$)/.test(path);
const guarded = (t: World) => t.app.routes().filter((one) => !NOT_GUARDED.includes(name(one)) && !isDocs(one));
const OPERATORS = [
  "POST /api/manage/providers",
  "POST /api/manage/providers/:handle/owner-token",
  "PATCH /api/manage/api-keys/:id",
];
const ofOperator = (t: World) => guarded(t).filter((one) => OPERATORS.includes(name(one)));
const ofOwner = (t: World) =>
  guarded(t).filter((one) => one.path.startsWith("/api/manage/") && !OPERATORS.includes(name(one)));
const ofTenant = (t: World) =>
  guarded(t).filter((one) => one.path.startsWith("/api/") && !one.path.startsWith("/api/manage/"));

/** For the route's `:id` and body, this studio's own records. Null: the route names no record. */
function request(s: Studio, its: Records, route: Route): { path: string; body?: unknown } | null {
  const service = { name: "Service", durationMin: 30, priceCents: 0 };
  const at = iso(s.t.clock.now() + DAY);
  const table: Record<string, { id?: string; body?: unknown } | null> = {
    "GET /api/provider": null,
    "GET /api/package-types": null,
    "GET /api/checkouts/:checkoutSessionId": { id: its.checkoutSessionId },
    "GET /api/classes": null,
    "GET /api/classes/:id": { id: its.classId },
    "POST /api/classes/:id/book": { id: its.classId, body: person(9) },
    "POST /api/classes/:id/waitlist": { id: its.classId, body: person(9) },
    "POST /api/packages/start": null,
    "POST /api/gift-cards/start": null,
    "POST /api/gift-cards/redeem": {
      body: { code: its.code, providerId: s.id, requestedDebitCents: 5, mode: "commit", appointmentId: "a" },
    },
    "POST /api/customer/signin-link": null,
    "GET /api/manage/provider": null,
    "PATCH /api/manage/provider": null,
    "GET /api/manage/api-keys": null,
    "POST /api/manage/api-keys": null,
    "DELETE /api/manage/api-keys/:id": { id: its.keyId },
    "GET /api/manage/stripe": null,
    "POST /api/manage/stripe/onboarding": null,
    "GET /api/manage/export": null,
    "GET /api/manage/instructors": null,
    "POST /api/manage/instructors": null,
    "GET /api/manage/services": null,
    "POST /api/manage/services": null,
    "PATCH /api/manage/services/:id": { id: its.serviceId, body: service },
    "GET /api/manage/blackouts": null,
    "POST /api/manage/blackouts": null,
    "DELETE /api/manage/blackouts/:id": { id: its.blackoutId },
    "GET /api/manage/package-types": null,
    "POST /api/manage/package-types": null,
    "PATCH /api/manage/package-types/:id": { id: its.packageTypeId, body: { active: true } },
    "GET /api/manage/classes": null,
    "POST /api/manage/classes": { body: { serviceId: its.serviceId, scheduledAt: at } },
    "GET /api/manage/classes/:id": { id: its.classId },
    "PATCH /api/manage/classes/:id": { id: its.classId, body: { publicNote: "Changed" } },
    "POST /api/manage/classes/:id/cancel": { id: its.classId },
    "POST /api/manage/classes/:id/complete": { id: its.classId },
    "GET /api/manage/classes/:id/roster": { id: its.classId },
    "POST /api/manage/enrollments/:id/no-show": { id: its.enrollmentId },
    "POST /api/manage/enrollments/:id/cancel": { id: its.enrollmentId, body: { refund: "none" } },
    "POST /api/manage/enrollments/:id/reschedule": { id: its.enrollmentId, body: { classId: its.classId } },
    "DELETE /api/manage/waitlist/:id": { id: its.waitlistId },
    "GET /api/manage/classes/:id/waitlist": { id: its.classId },
    "POST /api/manage/waitlist/:id/promote": { id: its.waitlistId },
    "GET /api/manage/appointments": null,
    "POST /api/manage/appointments": { body: { serviceId: its.serviceId, scheduledAt: at, client: person(9) } },
    "POST /api/manage/appointments/:id/complete": { id: its.appointmentId },
    "POST /api/manage/appointments/:id/cancel": { id: its.appointmentId },
    "GET /api/manage/clients": null,
    "GET /api/manage/clients/:id": { id: its.clientId },
    "DELETE /api/manage/clients/:id": { id: its.clientId },
    "POST /api/manage/classes/:id/enrollments": { id: its.classId, body: { client: { name: "Sam" }, payment: "none" } },
    "POST /api/manage/clients": null,
    "PATCH /api/manage/clients/:id": { id: its.clientId, body: { note: "Changed" } },
    "POST /api/manage/clients/:id/merge": { id: its.otherClientId, body: { intoClientId: its.clientId } },
    "POST /api/manage/clients/:id/calendar-feed": { id: its.clientId },
    "GET /api/manage/refunds": null,
    "GET /api/manage/checkouts": null,
    "GET /api/manage/events": null,
    "POST /api/manage/events/:id/replay": { id: its.eventId, body: { endpointId: its.endpointId } },
    "GET /api/manage/webhook-endpoints": null,
    "POST /api/manage/webhook-endpoints": null,
    "GET /api/manage/webhook-endpoints/:id": { id: its.endpointId },
    "PATCH /api/manage/webhook-endpoints/:id": { id: its.endpointId, body: { status: "disabled" } },
    "DELETE /api/manage/webhook-endpoints/:id": { id: its.endpointId },
    "POST /api/manage/webhook-endpoints/:id/rotate": { id: its.endpointId },
    "POST /api/manage/webhook-endpoints/:id/test": { id: its.endpointId },
    "GET /api/manage/webhook-endpoints/:id/deliveries": { id: its.endpointId },
    "POST /api/manage/refunds/:id/paid-by-hand": { id: its.refundId },
    "GET /api/manage/gift-cards": null,
    "POST /api/manage/gift-cards": null,
    "POST /api/manage/gift-cards/redeem": {
      body: { code: its.code, requestedDebitCents: 5, mode: "commit", appointmentId: "a" },
    },
    "GET /api/manage/gift-cards/:id": { id: its.giftCardId },
  };
  const found = table[name(route)];
  assert.ok(found !== undefined, `say here what ${name(route)} names`);
  if (!found) assert.ok(!route.path.includes(":"), name(route));
  return found && { path: route.path.replace(/:\w+/, found.id!), body: found.body };
}

const send = (s: Studio, { method, path }: Route, body: unknown): Promise<Answer> => {
  const headers = path.startsWith("/api/manage/") ? { authorization: `Bearer ${s.ownerToken}` } : s.headers;
  return s.t.send(method, path, body, headers);
};

/** All that a studio owns, as far as an owner can see. */
async function everythingOf(s: Studio): Promise<string> {
  return (await s.manage("GET", "export")).text;
}

Deno.test("another studio gets 404 for every record, wherever a route names one, and changes nothing", async () => {
  await using t = await studio();
  const { studio: mine } = t;
  const its = await recordsOf(mine);
  const stranger = await addStudio(t);
  const before = await everythingOf(mine);
  const routes = [...ofTenant(t), ...ofOwner(t)];
  assert.ok(routes.length >= 40);
  const named = routes.filter((route) => request(mine, its, route));
  for (const route of named) {
    const { path, body } = request(mine, its, route)!;
    const got = await send(stranger, { method: route.method, path }, body);
    assert.equal(got.status, 404, `${name(route)}: ${got.text}`);
    refused(got, 404);
    // What is not there at all is answered in the same words.
    const nothing = path.replace(/(class|key|svc|bo|pkg|enr|wl|appt|cli|gc|rf)-\w+/, "$1-none");
    if (nothing !== path) {
      assert.equal((await send(stranger, { method: route.method, path: nothing }, body)).text, got.text);
    }
  }
  assert.equal(await everythingOf(mine), before);

  // The owner is not a stranger: the same requests find their records. Deletions come last.
  const last = (route: Route) => Number(route.method === "DELETE");
  for (const route of named.toSorted((a, b) => last(a) - last(b))) {
    const { path, body } = request(mine, its, route)!;
    const got = await send(mine, { method: route.method, path }, body);
    assert.ok([200, 201, 204, 409, 410].includes(got.status), `${name(route)}: ${got.status} ${got.text}`);
  }
});

Deno.test("another studio's records are refused where a body or a query names them", async () => {
  await using t = await studio();
  const { studio: mine } = t;
  const its = await recordsOf(mine);
  const stranger = await addStudio(t);
  const before = await everythingOf(mine);
  const own = await stranger.addClass();
  const at = iso(t.clock.now() + DAY);
  const range = "from=2026-05-11&to=2026-05-20";
  refused(await stranger.call("GET", `/api/classes?handle=${mine.handle}&${range}`), 403);
  const card = { amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  refused(await stranger.call("POST", "/api/gift-cards/start", { handle: mine.handle, ...card }), 403);
  refused(
    await stranger.call("POST", "/api/customer/signin-link", { handle: mine.handle, email: "a@example.com" }),
    403,
  );
  const pack = { packageTypeId: its.packageTypeId, ...person() };
  refused(await stranger.call("POST", "/api/packages/start", { ...pack, handle: mine.handle }), 403);
  invalid(await stranger.call("POST", "/api/packages/start", { ...pack, handle: stranger.handle }), "packageTypeId");
  const redeem = { code: its.code, requestedDebitCents: 5, mode: "commit", appointmentId: "a" };
  for (const providerId of [mine.id, stranger.id]) {
    refused(await stranger.call("POST", "/api/gift-cards/redeem", { ...redeem, providerId }), 404);
  }
  const credit = { useClientPackageId: its.packId, customerToken: its.token };
  refused(await stranger.book(own, person(1), credit), 403);
  const { token } = await stranger.buyPack(person(1));
  refused(await stranger.book(own, person(1), { ...credit, customerToken: token }), 404);
  refused(
    await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": its.token, ...stranger.headers }),
    403,
  );

  refused(await stranger.manage("POST", "classes", { serviceId: its.serviceId, scheduledAt: at }), 404);
  const service = { serviceId: stranger.serviceId, scheduledAt: at };
  refused(await stranger.manage("POST", "classes", { ...service, instructorId: its.instructorId }), 404);
  refused(await stranger.manage("PATCH", `classes/${own}`, { instructorId: its.instructorId }), 404);
  refused(
    await stranger.manage("POST", "appointments", { ...service, serviceId: its.serviceId, client: person() }),
    404,
  );
  const desk = { clientId: its.clientId, payment: "none" };
  refused(await stranger.manage("POST", `classes/${own}/enrollments`, desk), 404);
  const { body: walkIn } = await stranger.manage("POST", "clients", { name: "Walk In" });
  const theirPack = { clientId: walkIn.id, payment: "credit", clientPackageId: its.packId };
  refused(await stranger.manage("POST", `classes/${own}/enrollments`, theirPack), 404);
  const theirs = { clientId: walkIn.id, payment: "gift_card", giftCardCode: its.code };
  refused(await stranger.manage("POST", `classes/${own}/enrollments`, theirs), 404);
  refused(await stranger.manage("POST", `clients/${walkIn.id}/merge`, { intoClientId: its.clientId }), 404);
  assert.equal(await everythingOf(mine), before);
});

Deno.test("a list shows a studio its own, and nothing of another's", async () => {
  await using t = await studio();
  const { studio: mine } = t;
  await recordsOf(mine);
  const stranger = await addStudio(t);
  for (const { path } of ofOwner(t).filter((one) => one.method === "GET" && !one.path.includes(":"))) {
    const got = await stranger.manage("GET", path.replace("/api/manage/", ""));
    assert.equal(got.status, 200, path);
    assert.ok(!got.text.includes(mine.id) && !got.text.includes("jane") && !got.text.includes(mine.handle), path);
    // Its key, its service; and that its account was made and is ready.
    if (got.body?.items) assert.ok(got.body.items.length <= (path.endsWith("/events") ? 2 : 1), path);
  }
});

Deno.test("without a credential, with a wrong one, or with one of another kind it is 401", async () => {
  await using t = await studio({ trustProxy: "x-forwarded-for" });
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const customer = await s.signIn(person().email);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const nobody: Record<string, string>[] = [
    {},
    { authorization: "" },
    bearer("wrong"),
    bearer(""),
    bearer(customer),
    bearer(s.key),
    { authorization: s.ownerToken },
    { authorization: `Basic ${btoa(`owner:${s.ownerToken}`)}` },
    { authorization: `Bearer ${s.ownerToken} x` },
    { authorization: `Bearer ${s.ownerToken}x` },
    { authorization: `Bearer ${s.ownerToken.slice(0, -1)}` },
    { ...s.headers },
    { cookie: `token=${s.ownerToken}` },
  ];
  const body = (method: string) => ["POST", "PATCH"].includes(method) ? "{" : undefined;
  const fill = (path: string) => path.replace(/:\w+/g, "x");
  for (const { method, path } of ofOwner(t)) {
    for (const headers of [...nobody, bearer(OPERATOR)]) {
      refused(await t.send(method, fill(path), body(method), { ...newClient(), ...headers }), 401);
    }
    refused(
      await t.send(method, `${fill(path)}?token=${s.ownerToken}&authorization=${s.ownerToken}`, body(method)),
      401,
    );
  }
  assert.equal(ofOperator(t).length, OPERATORS.length);
  for (const { method, path } of ofOperator(t)) {
    for (const headers of [...nobody, bearer(s.ownerToken)]) {
      refused(await t.send(method, fill(path), body(method), { ...newClient(), ...headers }), 401);
    }
  }
  for (const { method, path } of ofTenant(t)) {
    for (
      const headers of [
        {},
        { "x-alera-key": "" },
        { "x-alera-key": "alr_stud_0000000000000000000000000000000000000000" },
        { "x-alera-key": s.key.slice(0, -1) },
        { "x-alera-key": `${s.key}0` },
        { "x-alera-key": s.key.toUpperCase() },
        { "x-alera-key": s.ownerToken },
        { "x-alera-key": customer },
        { "x-alera-key": `${s.key}, ${s.key}` },
        { "x-alera-key": "x".repeat(5000) },
        bearer(s.key),
        { "x-customer-token": customer },
      ] as Record<string, string>[]
    ) {
      for (const origin of [ORIGIN, "https://evil.example"]) {
        refused(await t.send(method, fill(path), body(method), { ...headers, origin }), 401);
      }
    }
    refused(await t.send(method, `${fill(path)}?key=${s.key}`, body(method), { origin: ORIGIN }), 401);
  }
});

Deno.test("the schemes of credentials are told by their case-insensitive name", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (const authorization of [`bearer ${s.ownerToken}`, `BEARER  ${s.ownerToken}`]) {
    assert.equal((await t.send("GET", "/api/manage/provider", undefined, { authorization })).status, 200);
  }
});

Deno.test("a wrong or missing Origin is 403 on every tenant route, before its body is looked at", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (const { method, path } of ofTenant(t)) {
    for (
      const origin of [undefined, "https://evil.example", "null", `${ORIGIN}/`, "", `${ORIGIN}, https://evil.example`]
    ) {
      const headers = { "x-alera-key": s.key, ...(origin === undefined ? {} : { origin }) };
      refused(await t.send(method, path.replace(":id", "x"), method === "POST" ? "{" : undefined, headers), 403);
    }
  }
});

Deno.test("a revoked key is 401 on the very next request of every tenant route", async () => {
  await using t = await studio();
  const { studio: s } = t;
  for (const { method, path } of ofTenant(t)) {
    const key = await s.manage("POST", "api-keys", { label: name({ method, path }), allowedOrigins: [ORIGIN] });
    const ask = () =>
      t.send(method, path.replace(":id", "x"), method === "POST" ? "{" : undefined, {
        "x-alera-key": key.body.key,
        origin: ORIGIN,
      });
    assert.ok([400, 404].includes((await ask()).status));
    assert.equal((await s.manage("DELETE", `api-keys/${key.body.id}`)).status, 204);
    refused(await ask(), 401);
    refused(await ask(), 401);
  }
});

Deno.test("answers in memory are for who may read them: not for another key, Origin, or one that was revoked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const stranger = await addStudio(t);
  const id = await s.addClass();
  const spare = await s.manage("POST", "api-keys", { label: "Spare", allowedOrigins: [ORIGIN, "https://two.example"] });
  for (const path of [`/api/classes/${id}`, `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`]) {
    const read = (key: string, origin: string | null, more: Record<string, string> = {}) =>
      t.send("GET", path, undefined, { "x-alera-key": key, ...(origin === null ? {} : { origin }), ...more });
    const first = await read(spare.body.key, ORIGIN);
    const etag = { "if-none-match": first.headers.get("etag")! };
    for (let i = 0; i < 2; i++) assert.equal((await read(spare.body.key, ORIGIN)).status, 200);
    for (const more of [{}, etag]) {
      for (const origin of [null, "https://evil.example", "null"]) {
        refused(await read(spare.body.key, origin, more), 403);
      }
      refused(await read(`${spare.body.key}x`, ORIGIN, more), 401);
      refused(await t.send("GET", path, undefined, { origin: ORIGIN, ...more }), 401);
      refused(await read(stranger.key, ORIGIN, more), path.includes("?") ? 403 : 404);
    }
    assert.equal((await read(spare.body.key, "https://two.example")).status, 200);
  }
  const both = [`/api/classes/${id}`, `/api/classes?handle=${s.handle}&from=2026-05-11&to=2026-05-20`];
  await s.manage("DELETE", `api-keys/${spare.body.id}`);
  for (const path of both) {
    for (const origin of [ORIGIN, "https://two.example"]) {
      refused(await t.send("GET", path, undefined, { "x-alera-key": spare.body.key, origin }), 401);
    }
    // The other key of the studio reads on.
    assert.equal((await s.call("GET", path)).status, 200);
  }
});

Deno.test("the operator's calls are off where there is no operator token", async () => {
  await using t = await studio();
  const app = createApp(t.ctx, {
    operatorToken: null,
    metricsToken: null,
    rateLimits: false,
    keyQuota: 0,
    trustProxy: null,
    isReady: () => Promise.resolve({ sqlite: "3.53.2" }),
  });
  for (const authorization of ["Bearer null", "Bearer undefined", "Bearer ", `Bearer ${OPERATOR}`]) {
    const got = await app.request("/api/manage/providers", { method: "POST", headers: { authorization }, body: "{}" });
    assert.equal(got.status, 401);
    await got.body?.cancel();
  }
  assert.deepEqual(app.routes(), t.app.routes());
});
