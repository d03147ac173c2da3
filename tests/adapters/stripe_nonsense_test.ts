/** Half an answer of Stripe's, or none of its own, settles nothing and crashes nothing: it is asked again, and then all is as it should be. */
import assert from "node:assert/strict";
import { HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { type Json, mangledStripe, nonsense } from "../support/mangled_stripe.ts";
import { type Held, person, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** Each case has a seat of its own in one class. */
async function seats(t: World, count: number, take: (classId: string, n: number) => Promise<Held>): Promise<Held[]> {
  const classId = await t.studio.addClass({ capacity: count, inHours: 24 * 14 });
  const held: Held[] = [];
  for (let n = 0; n < count; n++) held.push(await take(classId, n));
  return held;
}

const statuses = async (t: World) =>
  new Map((await t.studio.books("enrollments")).map((one) => [one.id, one.status] as [string, string]));

const bad = (held: Held[], cases: [string, unknown][], now: Map<string, string>, wanted: string) =>
  held.flatMap(({ id }, n) => now.get(id) === wanted ? [] : [`${cases[n][0]}: ${now.get(id)}`]);

Deno.test("of a paid session, nonsense settles nothing and disputes nothing; it is asked about again", async () => {
  await using t = await studio();
  await using stripe = mangledStripe(t);
  const cases = nonsense({
    id: [5, "cs_test_other"],
    status: [null, 5, "done"],
    payment_status: [null, {}, "perhaps"],
    amount_total: [null, "2000", 20.5, {}],
    currency: [null, 840, {}],
    livemode: [null, "false", 0],
    mode: [null, {}],
    payment_intent: [null, 5, {}, { object: "payment_intent" }],
  });
  const held = await seats(t, cases.length, (classId, n) => t.studio.hold(classId, person(n)));
  t.stripe.webhooks.drop = () => true;
  for (const { session } of held) await t.stripe.pay(session);
  stripe.mangle = ({ path }, answer) => {
    const n = held.findIndex(({ session }) => path.includes(session));
    return n < 0 ? undefined : cases[n][1](answer);
  };
  await t.pass(33 * MINUTE);
  assert.deepEqual(bad(held, cases, await statuses(t), "PendingPayment"), []);
  assert.deepEqual((await t.studio.manage("GET", "checkouts?state=disputed")).body.items, []);
  const waiting = await t.db.read("SELECT id FROM checkouts WHERE next_check_at > ?", [iso(t.clock.now())]);
  assert.equal(waiting.length, cases.length);
  stripe.mangle = undefined;
  await t.pass(HOUR);
  assert.deepEqual(bad(held, cases, await statuses(t), "Confirmed"), []);
});

Deno.test("a session's event that is half of one settles nothing, and is answered 200", async () => {
  await using t = await studio();
  const cases = nonsense({
    status: [null, 5],
    payment_status: [null, {}, "perhaps"],
    amount_total: [null, "2000"],
    currency: [null, {}],
    mode: [null],
    payment_intent: [null, 5],
  }).slice(5);
  const held = await seats(t, cases.length, (classId, n) => t.studio.hold(classId, person(n)));
  for (const [n, { session }] of held.entries()) {
    await t.stripe.pay(session);
    const object = cases[n][1](t.stripe.sessions.get(session)!.session) as Record<string, unknown>;
    for (const type of ["completed", "async_payment_succeeded"]) {
      const event = t.stripe.makeEvent(`checkout.session.${type}`, object, { account: t.studio.accountId });
      assert.equal((await t.stripe.send(event)).status, 200, cases[n][0]);
    }
  }
  assert.deepEqual(bad(held, cases, await statuses(t), "PendingPayment"), []);
  await t.settle();
  assert.deepEqual(bad(held, cases, await statuses(t), "Confirmed"), []);
});

const REFUND = {
  id: [null, 5],
  status: [5, {}],
  amount: [null, "2000", 20.5, -2000, 0],
  payment_intent: [null, 5, "pi_other"],
  metadata: ["none"],
};

Deno.test("of a refund, nonsense makes nothing cancelled; it is asked for under the same key, and made once", async () => {
  await using t = await studio();
  await using stripe = mangledStripe(t);
  const cases = nonsense({ ...REFUND, metadata: [] });
  const held = await seats(t, cases.length, (classId, n) => t.studio.seat(classId, person(n)));
  const payments = held.map(({ session }) => t.studio.paymentOf(session));
  t.stripe.webhooks.drop = () => true;
  stripe.mangle = ({ method, path, body }, answer) => {
    if (!path.startsWith("/v1/refunds")) return undefined;
    if (method === "GET") return "<html>"; // its list tells nothing either
    return cases[payments.findIndex((one) => body.includes(one))][1](answer);
  };
  const answers: number[] = [];
  for (const { id, cancelToken } of held) answers.push((await t.studio.cancel(id, cancelToken)).status);
  assert.deepEqual(answers.flatMap((status, n) => status === 502 ? [] : [`${cases[n][0]}: ${status}`]), []);
  assert.deepEqual(bad(held, cases, await statuses(t), "Confirmed"), []);
  const due = await t.db.read("SELECT id FROM refunds WHERE state = 'intent' AND next_try_at > ?", [
    iso(t.clock.now()),
  ]);
  assert.equal(due.length, cases.length);
  stripe.mangle = undefined;
  for (let minutes = 0; minutes < 5; minutes++) await t.pass(MINUTE);
  assert.deepEqual(bad(held, cases, await statuses(t), "Cancelled"), []);
  assert.equal(t.stripe.refunds.size, cases.length);
});

Deno.test("of a list of refunds, nonsense cancels nothing and keeps the reason to look", async () => {
  await using t = await studio();
  await using stripe = mangledStripe(t);
  const inList = ([what, make]: [string, (object: Json) => unknown]): [string, (list: Json) => unknown] => [
    `a refund, ${what}`,
    (list) => ({ ...list, data: list.data.map(make) }),
  ];
  const cases = [
    ...nonsense({ data: [null, {}, "none"], has_more: [null, 0] }),
    ...nonsense(REFUND).slice(1).map(inList),
  ];
  const held = await seats(t, cases.length, (classId, n) => t.studio.seat(classId, person(n)));
  const payments = held.map(({ session }) => t.studio.paymentOf(session));
  stripe.mangle = ({ method, path }, answer) => {
    const n = method === "GET" && path.startsWith("/v1/refunds") ? payments.findIndex((one) => path.includes(one)) : -1;
    return n < 0 ? undefined : cases[n][1](answer);
  };
  for (const payment of payments) await t.stripe.refundInDashboard(payment);
  await t.settle();
  assert.deepEqual(bad(held, cases, await statuses(t), "Confirmed"), []);
  assert.deepEqual(await t.studio.books("dashboard_refunds"), []);
  t.stripe.webhooks.drop = () => true;
  const kept = await t.db.read("SELECT id FROM checkouts WHERE next_check_at IS NOT NULL");
  assert.equal(kept.length, cases.length);
  stripe.mangle = undefined;
  for (let minutes = 0; minutes < 5; minutes++) await t.pass(MINUTE);
  assert.deepEqual(bad(held, cases, await statuses(t), "Cancelled"), []);
});
