/**
 * Every route × every credential → the status it must have. The routes come from the router, so a new one without a row fails; the
 * credentials are real ones of every kind, put where the route looks for its own.
 */
import assert from "node:assert/strict";
import { DAY, HOUR } from "../../src/domain/time.ts";
import { OPERATOR } from "../support/app.ts";
import { signIn } from "../support/console.ts";
import { newClient } from "../support/http.ts";
import { recordsOf } from "../support/records.ts";
import { addStudio, ORIGIN, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;
type Credentials = Awaited<ReturnType<typeof credentialsOf>>;
type Kind = keyof Credentials;

/** Where a route looks for its credential. */
type Slot =
  | "tenant key"
  | "owner"
  | "operator"
  | "cancel token"
  | "tip token"
  | "leave token"
  | "customer token"
  | "feed token";

interface Row {
  slot: Slot | "nobody asks" | "Stripe's signature" | "console";
  path?: string;
  body?: unknown;
  /** What a right credential of another studio gets; 404 where the route names a record. */
  other?: number;
}

/** One of each kind, all of them real once; `expired` and `revoked` are of the slot's own kind. */
async function credentialsOf(t: World, its: Awaited<ReturnType<typeof recordsOf>>) {
  const { studio: s } = t;
  const other = await addStudio(t);
  const otherRecords = await recordsOf(other);
  const { tokens } = t.ctx;
  const now = t.clock.now();
  const spare = await s.manage("POST", "api-keys", { label: "Revoked", allowedOrigins: [ORIGIN] });
  await s.manage("DELETE", `api-keys/${spare.body.id}`);
  const feedUrl = (id: string) => s.manage("GET", `clients/${id}`).then(({ body }) => body.calendarFeedUrl as string);
  const feedOf = (url: string) => /\/api\/cal\/([^.]+)\.ics/.exec(url)![1];
  const { body: clients } = await s.manage("GET", `clients?q=${person(1).email}`);
  const client = clients.items[0].id as string;
  const replacedFeed = feedOf(await feedUrl(client));
  await s.manage("POST", `clients/${client}/calendar-feed`);
  const { tipToken } = await s.completedAppointment(person(5));
  const cookie = (await signIn(t, s)).cookie.split("=")[1];
  return {
    key: s.key,
    "revoked key": spare.body.key as string,
    "other studio's key": other.key,
    "owner token": s.ownerToken,
    "other studio's owner token": other.ownerToken,
    "operator token": OPERATOR,
    "cancel token": tokens.sign("v1", its.enrollmentId, now + DAY),
    "expired cancel token": tokens.sign("v1", its.enrollmentId, now - DAY),
    "other booking's cancel token": tokens.sign("v1", otherRecords.enrollmentId, now + DAY),
    "tip token": tipToken,
    "leave token": its.leaveToken,
    "other entry's leave token": otherRecords.leaveToken,
    "expired tip token": tokens.sign("tip-v1", its.appointmentId, now - HOUR),
    "customer token": its.token,
    "expired customer token": tokens.sign("cust-v1", `${s.id}:${client}`, now - HOUR),
    "other studio's customer token": otherRecords.token,
    "feed token": feedOf(await feedUrl(client)),
    "replaced feed token": replacedFeed,
    "console cookie": cookie,
    "another secret's token": btoa("v1|enr-x|9999999999|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    garbage: "x",
  };
}

/** The credentials that a slot accepts, and what its refusals are. Everything else is refused. */
const SLOTS: Record<
  Slot,
  { own: Kind; other?: Kind; none: number; refused: number }
> = {
  "tenant key": { own: "key", other: "other studio's key", none: 401, refused: 401 },
  owner: { own: "owner token", other: "other studio's owner token", none: 401, refused: 401 },
  operator: { own: "operator token", none: 401, refused: 401 },
  "cancel token": { own: "cancel token", other: "other booking's cancel token", none: 400, refused: 401 },
  "tip token": { own: "tip token", none: 400, refused: 403 },
  "leave token": { own: "leave token", other: "other entry's leave token", none: 400, refused: 401 },
  "customer token": { own: "customer token", other: "other studio's customer token", none: 401, refused: 401 },
  "feed token": { own: "feed token", none: 404, refused: 404 },
};

function rowsOf(its: Awaited<ReturnType<typeof recordsOf>>, handle: string): Record<string, Row> {
  const at = "2026-05-20T15:00:00.000Z";
  const tenant = (path?: string, body?: unknown, other = 404): Row => ({ slot: "tenant key", path, body, other });
  const owner = (path?: string, body?: unknown, other = 404): Row => ({ slot: "owner", path, body, other });
  const list = (): Row => ({ slot: "owner", other: 200 });
  const make = (body: unknown, other = 201): Row => ({ slot: "owner", body, other });
  const service = { name: "Service", durationMin: 30, priceCents: 0 };
  const card = { amountCents: 5000, purchaserName: "Jane", purchaserEmail: "jane@example.com" };
  const manage = "/api/manage";
  return {
    "GET /api/provider": tenant(`/api/provider?handle=${handle}`, undefined, 403),
    "GET /api/package-types": tenant(`/api/package-types?handle=${handle}`, undefined, 403),
    "GET /api/checkouts/:checkoutSessionId": tenant(`/api/checkouts/${its.checkoutSessionId}`),
    "GET /api/classes": tenant(`/api/classes?handle=${handle}&from=2026-05-11&to=2026-05-20`, undefined, 403),
    "GET /api/classes/:id": tenant(`/api/classes/${its.classId}`),
    "POST /api/classes/:id/book": tenant(`/api/classes/${its.classId}/book`, person(30)),
    "POST /api/classes/:id/waitlist": tenant(`/api/classes/${its.classId}/waitlist`, person(30)),
    "POST /api/packages/start": tenant(undefined, { packageTypeId: its.packageTypeId, handle, ...person(30) }, 403),
    "POST /api/gift-cards/start": tenant(undefined, { handle, ...card }, 403),
    "POST /api/gift-cards/redeem": tenant(undefined, {
      code: its.code,
      providerId: "prov-none",
      requestedDebitCents: 5,
    }),
    "POST /api/customer/signin-link": tenant(undefined, { email: "nobody@example.com", handle }, 403),
    "GET /api/customer/me": { slot: "customer token", other: 200 },
    "POST /api/enrollments/:id/cancel": {
      slot: "cancel token",
      path: `/api/enrollments/${its.enrollmentId}/cancel`,
      other: 401,
    },
    "POST /api/enrollments/:id/reschedule": {
      slot: "cancel token",
      path: `/api/enrollments/${its.enrollmentId}/reschedule`,
      body: { classId: its.classId },
      other: 401,
    },
    "POST /api/tip/start": { slot: "tip token" },
    "POST /api/waitlist/:id/leave": { slot: "leave token", path: `/api/waitlist/${its.waitlistId}/leave`, other: 401 },
    "GET /api/cal/:token": { slot: "feed token" },
    "POST /api/webhooks/stripe": { slot: "Stripe's signature" },
    "GET /": { slot: "nobody asks" },
    "GET /healthz": { slot: "nobody asks" },
    "GET /readyz": { slot: "nobody asks" },
    "GET /metrics": { slot: "nobody asks" },
    "GET /openapi.json": { slot: "nobody asks" },
    "GET /llms.txt": { slot: "nobody asks" },
    "GET /embed.js": { slot: "nobody asks" },
    "POST /api/manage/providers": { slot: "operator", body: {} },
    "POST /api/manage/providers/:handle/owner-token": {
      slot: "operator",
      path: "/api/manage/providers/no-such-studio/owner-token",
    },
    "GET /api/manage/provider": list(),
    "PATCH /api/manage/provider": make({}, 200),
    "GET /api/manage/api-keys": list(),
    "POST /api/manage/api-keys": make({ label: "Site", allowedOrigins: [ORIGIN] }),
    "PATCH /api/manage/api-keys/:id": { slot: "operator", path: `${manage}/api-keys/${its.keyId}`, body: { quota: 9 } },
    "DELETE /api/manage/api-keys/:id": owner(`${manage}/api-keys/${its.keyId}`),
    "GET /api/manage/stripe": list(),
    "POST /api/manage/stripe/onboarding": make({ returnUrl: `${ORIGIN}/a`, refreshUrl: `${ORIGIN}/b` }, 200),
    "GET /api/manage/export": list(),
    "GET /api/manage/instructors": list(),
    "POST /api/manage/instructors": make({ name: "Mia" }),
    "GET /api/manage/services": list(),
    "POST /api/manage/services": make(service),
    "PATCH /api/manage/services/:id": owner(`${manage}/services/${its.serviceId}`, service),
    "GET /api/manage/blackouts": list(),
    "POST /api/manage/blackouts": make({ label: "Closed", startsAt: at, endsAt: "2026-05-21T15:00:00.000Z" }),
    "DELETE /api/manage/blackouts/:id": owner(`${manage}/blackouts/${its.blackoutId}`),
    "GET /api/manage/package-types": list(),
    "POST /api/manage/package-types": make({ name: "Pack", sessionsTotal: 5, priceCents: 5000 }),
    "PATCH /api/manage/package-types/:id": owner(`${manage}/package-types/${its.packageTypeId}`, { active: true }),
    "GET /api/manage/classes": list(),
    "POST /api/manage/classes": owner(undefined, { serviceId: its.serviceId, scheduledAt: at }),
    "GET /api/manage/classes/:id": owner(`${manage}/classes/${its.classId}`),
    "PATCH /api/manage/classes/:id": owner(`${manage}/classes/${its.classId}`, { publicNote: "Changed" }),
    "POST /api/manage/classes/:id/cancel": owner(`${manage}/classes/${its.classId}/cancel`),
    "POST /api/manage/classes/:id/complete": owner(`${manage}/classes/${its.classId}/complete`),
    "GET /api/manage/classes/:id/roster": owner(`${manage}/classes/${its.classId}/roster`),
    "POST /api/manage/enrollments/:id/no-show": owner(`${manage}/enrollments/${its.enrollmentId}/no-show`),
    "POST /api/manage/enrollments/:id/cancel": owner(`${manage}/enrollments/${its.enrollmentId}/cancel`, {}),
    "POST /api/manage/enrollments/:id/reschedule": owner(`${manage}/enrollments/${its.enrollmentId}/reschedule`, {
      classId: its.classId,
    }),
    "DELETE /api/manage/waitlist/:id": owner(`${manage}/waitlist/${its.waitlistId}`),
    "GET /api/manage/classes/:id/waitlist": owner(`${manage}/classes/${its.classId}/waitlist`),
    "POST /api/manage/waitlist/:id/promote": owner(`${manage}/waitlist/${its.waitlistId}/promote`),
    "GET /api/manage/appointments": list(),
    "POST /api/manage/appointments": owner(undefined, {
      serviceId: its.serviceId,
      scheduledAt: at,
      client: person(30),
    }),
    "POST /api/manage/appointments/:id/complete": owner(`${manage}/appointments/${its.appointmentId}/complete`),
    "POST /api/manage/appointments/:id/cancel": owner(`${manage}/appointments/${its.appointmentId}/cancel`),
    "GET /api/manage/clients": list(),
    "GET /api/manage/clients/:id": owner(`${manage}/clients/${its.clientId}`),
    "DELETE /api/manage/clients/:id": owner(`${manage}/clients/${its.clientId}`),
    "POST /api/manage/classes/:id/enrollments": owner(`${manage}/classes/${its.classId}/enrollments`, {
      client: { name: "Sam" },
      payment: "none",
    }),
    "POST /api/manage/clients": make({ name: "Sam" }),
    "PATCH /api/manage/clients/:id": owner(`${manage}/clients/${its.clientId}`, { note: "Changed" }),
    "POST /api/manage/clients/:id/merge": owner(`${manage}/clients/${its.clientId}/merge`, {
      intoClientId: its.clientId,
    }),
    "POST /api/manage/clients/:id/calendar-feed": owner(`${manage}/clients/${its.clientId}/calendar-feed`),
    "GET /api/manage/checkouts": list(),
    "GET /api/manage/events": list(),
    "POST /api/manage/events/:id/replay": owner(`${manage}/events/${its.eventId}/replay`, {}),
    "GET /api/manage/webhook-endpoints": list(),
    "POST /api/manage/webhook-endpoints": make({ url: "http://127.0.0.1:1/hooks", types: ["tip.paid"] }),
    "GET /api/manage/webhook-endpoints/:id": owner(`${manage}/webhook-endpoints/${its.endpointId}`),
    "PATCH /api/manage/webhook-endpoints/:id": owner(`${manage}/webhook-endpoints/${its.endpointId}`, {}),
    "DELETE /api/manage/webhook-endpoints/:id": owner(`${manage}/webhook-endpoints/${its.endpointId}`),
    "POST /api/manage/webhook-endpoints/:id/rotate": owner(`${manage}/webhook-endpoints/${its.endpointId}/rotate`),
    "POST /api/manage/webhook-endpoints/:id/test": owner(`${manage}/webhook-endpoints/${its.endpointId}/test`),
    "GET /api/manage/webhook-endpoints/:id/deliveries": owner(
      `${manage}/webhook-endpoints/${its.endpointId}/deliveries`,
    ),
    "GET /api/manage/refunds": list(),
    "POST /api/manage/refunds/:id/paid-by-hand": owner(`${manage}/refunds/${its.refundId}/paid-by-hand`),
    "GET /api/manage/gift-cards": list(),
    "POST /api/manage/gift-cards": make({ amountCents: 5000, purchaserName: "Jane" }),
    "POST /api/manage/gift-cards/redeem": owner(undefined, { code: its.code, requestedDebitCents: 5 }),
    "GET /api/manage/gift-cards/:id": owner(`${manage}/gift-cards/${its.giftCardId}`),
  };
}

/** The request with a credential where this route looks for one. Null: none at all. */
function ask(t: World, route: { method: string; path: string }, row: Row, credential: string | null) {
  const headers: Record<string, string> = {};
  let path = row.path ?? route.path;
  let body = row.body;
  if (row.slot === "tenant key") {
    headers.origin = ORIGIN;
    if (credential !== null) headers["x-alera-key"] = credential;
  }
  if ((row.slot === "owner" || row.slot === "operator") && credential !== null) {
    Object.assign(headers, newClient(), { authorization: `Bearer ${credential}` });
  }
  if (row.slot === "customer token" && credential !== null) headers["x-customer-token"] = credential;
  if (row.slot === "cancel token") body = credential === null ? {} : { ...row.body as object, cancelToken: credential };
  if (row.slot === "leave token") body = credential === null ? {} : { leaveToken: credential };
  if (row.slot === "tip token") body = { amountCents: 500, ...(credential === null ? {} : { token: credential }) };
  if (row.slot === "feed token") path = `/api/cal/${credential ?? "none"}.ics`;
  return t.send(route.method, path, body, headers);
}

const nameOf = (route: { method: string; path: string }) => `${route.method} ${route.path}`;
const isPage = ({ path }: { path: string }) => /^\/(console|docs)(\/|\.md$|$)/.test(path);

Deno.test("every route answers every credential with the status of its row", async () => {
  await using t = await studio({ trustProxy: "x-forwarded-for" });
  const its = await recordsOf(t.studio);
  const credentials = await credentialsOf(t, its);
  const rows = rowsOf(its, t.studio.handle);
  const routes = t.app.routes().filter((one) => !isPage(one));
  assert.deepEqual(routes.map(nameOf).filter((one) => !(one in rows)), [], "routes without a row");
  assert.deepEqual(
    Object.keys(rows).filter((one) => !routes.some((route) => nameOf(route) === one)),
    [],
    "rows without a route",
  );
  const everything = async () => (await t.studio.manage("GET", "export")).text;
  const before = await everything();
  let asked = 0;
  for (const route of routes) {
    const row = rows[nameOf(route)];
    if (row.slot === "nobody asks") assert.equal((await ask(t, route, row, null)).status, 200, nameOf(route));
    if (!(row.slot in SLOTS)) continue;
    const slot = SLOTS[row.slot as Slot];
    const none = await ask(t, route, row, null);
    assert.equal(none.status, slot.none, `${nameOf(route)} without a credential: ${none.text}`);
    for (const [kind, credential] of Object.entries(credentials) as [Kind, string][]) {
      // A cancel token follows its class: it has expired only long after the class (below).
      if (kind === slot.own || row.slot === "cancel token" && kind === "expired cancel token") continue;
      const expected = kind === slot.other ? row.other! : slot.refused;
      const got = await ask(t, route, row, credential);
      asked++;
      assert.equal(got.status, expected, `${nameOf(route)} with ${kind}: ${got.text}`);
    }
  }
  assert.ok(asked > 700, `${asked} asked`);
  assert.equal(await everything(), before, "a refused request changed something");
  t.clock.advance(40 * DAY);
  const cancel = { method: "POST", path: "/api/enrollments/:id/cancel" };
  for (const kind of ["cancel token", "expired cancel token"] as const) {
    assert.equal((await ask(t, cancel, rows[nameOf(cancel)], credentials[kind])).status, 401, `${kind}, 40 days later`);
  }
});

Deno.test("the right credential opens each route, so that the rows above refuse for the credential's sake only", async () => {
  await using t = await studio();
  const its = await recordsOf(t.studio);
  const credentials = await credentialsOf(t, its);
  const rows = rowsOf(its, t.studio.handle);
  // What ends a record comes last, or the others would not find it.
  const ends = ({ method, path }: { method: string; path: string }) =>
    Number(method === "DELETE") * 2 + Number(/\/(cancel|complete|no-show)$/.test(path));
  for (const route of t.app.routes().filter((one) => !isPage(one)).toSorted((a, b) => ends(a) - ends(b))) {
    const row = rows[nameOf(route)];
    if (!(row.slot in SLOTS)) continue;
    const got = await ask(t, route, row, credentials[SLOTS[row.slot as Slot].own]);
    assert.ok(![401, 403].includes(got.status) && got.status < 500, `${nameOf(route)}: ${got.status} ${got.text}`);
  }
});
