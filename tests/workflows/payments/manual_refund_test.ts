/** A refund that its owner settles, while another server on the same database tries it: the client has the money once. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { recordManualRefund, retryRefund } from "../../../src/workflows/payments/manual_refund.ts";
import { startApp } from "../../support/app.ts";
import { person, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const asked = (t: World) =>
  t.stripe.requests.filter((one) => one.method === "POST" && one.path.startsWith("/v1/refunds")).length;
const stateOf = async (t: World) => {
  const [row] = await t.studio.books("refunds");
  return `${row.state}${(await t.studio.books("manual_refunds")).length ? ", manual" : ""}`;
};

/** Two servers on one file; the refund of a cancelled class, which Stripe refused until its owner was notified. */
async function twoServers(
  work: (t: World, other: Awaited<ReturnType<typeof startApp>>, refundId: string) => Promise<void>,
) {
  const directory = await Deno.makeTempDir({ prefix: "alera-test-" });
  try {
    await using t = await studio({ databasePath: `${directory}/alera.db` });
    await using other = await startApp({ databasePath: `${directory}/alera.db`, after: t });
    const classId = await t.studio.addClass({ inHours: 24 * 20 });
    await t.studio.seat(classId);
    const fault = t.stripe.fail({
      route: "POST /v1/refunds",
      status: 402,
      times: 99,
      error: { type: "invalid_request_error", code: "balance_insufficient" },
    });
    await t.studio.manage("POST", `classes/${classId}/cancel`);
    for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
    fault.remove();
    await work(t, other, (await t.studio.books("refunds"))[0].id);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("while another server tries a refund again, nobody pays it by hand", () =>
  twoServers(async (t, other, refundId) => {
    const go = Promise.withResolvers<void>();
    t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: go.promise });
    const before = asked(t);
    const trying = retryRefund(other.ctx, t.studio.id, refundId);
    await waitFor(() => asked(t) > before);
    const early = await recordManualRefund(t.ctx, t.studio.id, refundId).catch((error) => error);
    go.resolve();
    await trying;
    assert.match(String(early), /Stripe has not said yet whether the last try went through/);
    assert.equal(await stateOf(t), "succeeded");
    assert.equal(t.stripe.refunds.size, 1);
    assert.match(
      String(await recordManualRefund(t.ctx, t.studio.id, refundId).catch((error) => error)),
      /Nothing is owed/,
    );
  }));

Deno.test("a try that another server begins while Stripe is asked for the list stops the payment by hand", () =>
  twoServers(async (t, other, refundId) => {
    const [list, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    t.stripe.fail({ route: "GET /v1/refunds", mode: "late", until: list.promise });
    t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", until: go.promise });
    const listed = t.stripe.once("GET /v1/refunds");
    const closing = recordManualRefund(t.ctx, t.studio.id, refundId).catch((error) => error);
    await listed;
    const before = asked(t);
    const trying = retryRefund(other.ctx, t.studio.id, refundId);
    await waitFor(() => asked(t) > before);
    list.resolve();
    assert.match(String(await closing), /tried again just now/);
    go.resolve();
    await trying;
    assert.equal(await stateOf(t), "succeeded");
    assert.equal(t.stripe.refunds.size, 1);
  }));

Deno.test("what one server has settled by hand, another tries no more", () =>
  twoServers(async (t, other, refundId) => {
    // Its worker has read the refund as due before, and asks only now.
    await recordManualRefund(t.ctx, t.studio.id, refundId);
    const before = asked(t);
    await retryRefund(other.ctx, t.studio.id, refundId).catch(() => {});
    await t.pass(2 * HOUR + MINUTE);
    assert.equal(asked(t), before);
    assert.equal(await stateOf(t), "failed, manual");
  }));

Deno.test("sent back by the bank before our answer came, and paid by hand: the booking goes with the money", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  t.stripe.fail({ route: "POST /v1/refunds", mode: "lost", times: 99 });
  assert.equal((await t.studio.cancel(held.id, held.cancelToken)).status, 502);
  t.stripe.clearFaults();
  await t.stripe.failRefund([...t.stripe.refunds.keys()][0]);
  await t.stripe.deliver();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  const [{ id }] = await t.studio.books("refunds");
  // Whether our request was made is asked under its own key first; then the list says that it has failed since.
  await t.pass(2 * MINUTE);
  assert.equal(await t.studio.statusOf(held.id), "Cancelled");
  assert.equal(t.mailer.of("refund_failed").length, 1);
  await recordManualRefund(t.ctx, t.studio.id, id);
  await t.settle();
  assert.equal(t.mailer.of("booking_cancelled").length, 1);
});

Deno.test("late money of a seat that was paid with a credit, paid back by hand, leaves the booking as it is", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const pack = await s.buyPack(person(1));
  const held = await s.hold(classId, person(1));
  await t.stripe.letExpire(held.session);
  const byCredit = { useClientPackageId: pack.packId, customerToken: pack.token };
  assert.equal((await s.book(classId, person(1), byCredit)).status, 200);
  await t.stripe.pay(held.session, { late: true });
  t.stripe.fail({
    route: "POST /v1/refunds",
    status: 402,
    times: 99,
    error: { type: "invalid_request_error", code: "balance_insufficient" },
  });
  await t.settle();
  for (let refusals = 0; refusals < 4; refusals++) await t.pass(HOUR);
  const owed = (await s.books("refunds")).find((one) => one.reason === "seat_gone");
  await recordManualRefund(t.ctx, s.id, owed.id);
  assert.equal((await s.roster(classId)).enrollments[0].status, "Confirmed");
});
