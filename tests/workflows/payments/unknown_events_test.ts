/** An event that says it is ours, with no row: an alarm to owner and operator, and nothing more. */
import assert from "node:assert/strict";
import { DAY } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { keepLog } from "../../support/http.ts";
import { backUp, doomed, resendEvents, restore } from "../../support/restored.ts";
import { addStudio, CONNECT_ONLY, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** Paid, by its metadata for `providerId`, and unknown to us. */
function forged(
  t: World,
  providerId: string,
  account: string,
  change: Record<string, unknown> = {},
  type = "completed",
) {
  const id = `cs_test_${crypto.randomUUID()}`;
  return t.stripe.makeEvent(`checkout.session.${type}`, {
    id,
    object: "checkout.session",
    status: "complete",
    payment_status: "paid",
    mode: "payment",
    livemode: false,
    amount_total: 2000,
    currency: "usd",
    client_reference_id: "chk-gone",
    payment_intent: "pi_forged",
    metadata: { alera_provider: providerId, alera_checkout: "chk-gone", alera_kind: "class" },
    ...change,
  }, { account });
}

Deno.test("the owner is mailed, the operator sees a log line and a gauge, the list and the console show it, once", async () => {
  const log = keepLog();
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const [one, two] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  await using restored = await restore(t, file, { log });
  const { r, s } = restored;
  for (let round = 0; round < 3; round++) await resendEvents(r);
  await r.settle();
  const { items } = (await s.manage("GET", "checkouts?state=unknown")).body;
  assert.deepEqual(
    items.map((item: { checkoutSessionId: string }) => item.checkoutSessionId).sort(),
    [one.session, two.session].sort(),
  );
  const { checkoutSessionId: _, createdAt: __, ...rest } = items[0];
  assert.deepEqual(rest, {
    kind: "class",
    status: "paid",
    amountCents: 2000,
    currency: "usd",
    enrollmentId: null,
    enrollmentStatus: null,
    classSession: null,
    reason: null,
    disputedAt: null,
    refundsUnreadSince: null,
  });
  assert.equal((await s.manage("GET", "checkouts")).body.items.length, 0, "it is no record of ours");
  assert.equal(r.mailer.of("payment_unknown").length, 1, "one mail a day, however many there are");
  const alarms = log.lines.filter(({ event }) => event === "payment_unknown");
  assert.deepEqual(alarms.map(({ level, fields }) => [level, fields.providerId]), [["error", s.id], ["error", s.id]]);
  assert.ok(!JSON.stringify(alarms).includes("@"), "no personal data");
  assert.match((await r.send("GET", "/metrics")).text, /^alera_unknown_payments 2$/m);
  const owner = await signIn(r, s);
  assert.match(
    readable((await owner.page("/console/payments")).text),
    /Payments without a record .* A class, \$20\.00/,
  );
  assert.equal(await s.seats(classId), "0/0/6");
  assert.equal(r.stripe.refunds.size, 0);
});

Deno.test("a studio can forge only alarms of its own, and only so many", CONNECT_ONLY, async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const other = await addStudio(t);
  const send = async (...args: Parameters<typeof forged>) =>
    assert.equal((await t.stripe.send(forged(...args))).status, 200);
  await send(t, other.id, t.studio.accountId);
  assert.ok(
    log.lines.some(({ level, event }) => level === "error" && event === "payment_unknown"),
    "the operator is told of a known studio's",
  );
  await send(t, "prov-nobody", t.studio.accountId);
  await send(t, t.studio.id, t.studio.accountId, { amount_total: null });
  await send(t, t.studio.id, t.studio.accountId, { metadata: { alera_checkout: "chk-1" } });
  await send(t, t.studio.id, t.studio.accountId, { metadata: null });
  await send(t, t.studio.id, t.studio.accountId, { status: "expired", payment_status: "unpaid" }, "expired");
  for (const s of [t.studio, other]) {
    assert.deepEqual((await s.manage("GET", "checkouts?state=unknown")).body.items, []);
  }
  for (let n = 0; n < 1010; n++) await send(t, t.studio.id, t.studio.accountId);
  assert.match((await t.send("GET", "/metrics")).text, /^alera_unknown_payments 1000$/m);
  await t.pass(DAY);
  assert.equal(t.mailer.of("payment_unknown").length, 1);
  assert.deepEqual((await other.manage("GET", "checkouts?state=unknown")).body.items, []);
});

Deno.test("one that the bank declines in the end is no alarm any more", async () => {
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.hold(classId);
  await t.stripe.payLater(lost.session);
  await using restored = await restore(t, file);
  const { r, s } = restored;
  await r.settle();
  const list = async () => (await s.manage("GET", "checkouts?state=unknown")).body.items;
  assert.deepEqual((await list()).map((one: { status: string }) => one.status), ["processing"]);
  await r.stripe.bankFails(lost.session);
  await r.settle();
  assert.deepEqual(await list(), []);
});

Deno.test("a bank's dispute of a payment without a record is the same alarm, and changes nothing", async () => {
  const log = keepLog();
  await using t = await doomed();
  const classId = await t.studio.addClass();
  const file = await backUp(t);
  const lost = await t.studio.seat(classId);
  await using restored = await restore(t, file, { log });
  const { r, s } = restored;
  const unknown = async () => (await s.manage("GET", "checkouts?state=unknown")).body.items.length;
  r.stripe.webhooks.drop = ({ type }) => type !== "charge.dispute.created";
  await r.stripe.dispute(t.studio.paymentOf(lost.session));
  r.stripe.fail({ route: "GET /v1/checkout/sessions", status: 503, saved: false, times: 3 });
  await r.stripe.deliver();
  assert.equal(await unknown(), 0, "Stripe did not answer: nothing is known yet");
  r.stripe.clearFaults();
  for (const { event } of r.stripe.events.filter((one) => one.event.type === "charge.dispute.created")) {
    for (let twice = 0; twice < 2; twice++) assert.equal((await r.stripe.send(event)).status, 200);
  }
  await r.settle();
  assert.deepEqual([await unknown(), await s.seats(classId), r.stripe.refunds.size], [1, "0/0/6", 0]);
  assert.equal(r.mailer.of("payment_unknown").length, 1);
  assert.equal(log.lines.filter(({ event }) => event === "payment_unknown").length, 1);
});

Deno.test("a dispute of what a studio sold without us asks Stripe, and is nothing of ours", async () => {
  const log = keepLog();
  await using t = await studio({ log });
  const dispute = (id: string, account: string) =>
    t.stripe.send(t.stripe.makeEvent("charge.dispute.created", {
      id,
      object: "dispute",
      amount: 500,
      currency: "usd",
      payment_intent: "pi_foreign",
      reason: "general",
    }, { account }));
  assert.equal((await dispute("du_1", t.studio.accountId)).status, 200);
  const asked = t.stripe.requests.length;
  assert.equal((await dispute("du_2", "acct_of_nobody")).status, 200);
  assert.equal(t.stripe.requests.length, asked, "at an account of nobody nothing is asked");
  assert.equal(log.lines.filter(({ event }) => event === "event_not_ours").length, 2);
  await t.settle();
  assert.equal(t.mailer.sent.length, 0);
});
