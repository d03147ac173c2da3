/** One row that fails stops no other, of whatever studio and whatever job, and is tried again by itself, less and less often. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { PaymentsError } from "../../src/ports/payments.ts";
import { reconcileCheckouts } from "../../src/workflows/payments/reconcile_checkouts.ts";
import { addStudio, person, type Studio, studio } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** A cancelled class of one seat, whose refund is due and was not made yet. */
async function owesRefund(t: World, s: Studio): Promise<string> {
  const classId = await s.addClass({ capacity: 1 });
  const seat = await s.seat(classId);
  t.stripe.fail({ route: "POST /v1/refunds", status: 503, saved: false, times: 3 });
  await s.manage("POST", `classes/${classId}/cancel`);
  return s.paymentOf(seat.session);
}

/** Makes one statement about one row fail, as a bug or a damaged page would. */
const sabotage = (t: World, trigger: string) =>
  t.db.write(null, (tx) => tx.run(`CREATE TRIGGER sabotage ${trigger} BEGIN SELECT RAISE(ABORT, 'sabotage'); END`));
const repair = (t: World) => t.db.write(null, (tx) => tx.run("DROP TRIGGER sabotage"));

for (
  const [how, fail] of [
    ["whose processing throws", () => new TypeError("nobody expected this")],
    ["of which Stripe's answer is nonsense", () => new PaymentsError("unknown", "Stripe: not an answer, HTTP 200.")],
    ["that Stripe refuses", () => new PaymentsError("refused", "Stripe: HTTP 403.", null, 403)],
  ] as [string, () => Error][]
) {
  Deno.test(`the oldest refund, one ${how}, stops no refund of any studio, and is tried at growing intervals`, async () => {
    await using t = await studio();
    const other = await addStudio(t);
    const broken = await owesRefund(t, t.studio);
    t.clock.advance(1000);
    const sound = await owesRefund(t, other);
    const { refund } = t.ctx.payments;
    let tries = 0;
    t.ctx.payments.refund = (request, key) => {
      if (request.paymentIntentId !== broken) return refund(request, key);
      tries++;
      return Promise.reject(fail());
    };
    for (let minutes = 0; minutes < 10; minutes++) await t.pass(MINUTE);
    assert.deepEqual([...t.stripe.refunds.values()].map((one) => one.refund.payment_intent), [sound]);
    assert.ok(tries > 1 && tries < 8, `${tries} tries in ten minutes`);
    const before = tries;
    for (let hours = 0; hours < 12; hours++) await t.pass(HOUR);
    assert.ok(tries - before >= 6 && tries - before <= 13, `${tries - before} tries in twelve hours`);
    t.ctx.payments.refund = refund;
    await t.pass(2 * HOUR);
    assert.equal(t.stripe.refunds.size, 2);
  });
}

Deno.test("a checkout that can't be processed, not even be read, stops no other", async () => {
  await using t = await studio({ broken: true });
  const other = await addStudio(t);
  const [broken, unreadable] = [
    await t.studio.hold(await t.studio.addClass(), person(1)),
    await t.studio.hold(await t.studio.addClass(), person(2)),
  ];
  t.clock.advance(1000);
  const sound = await other.hold(await other.addClass());
  t.stripe.webhooks.drop = () => true;
  for (const { session } of [broken, unreadable, sound]) await t.stripe.pay(session);
  const { retrieveCheckout } = t.ctx.payments;
  let tries = 0;
  t.ctx.payments.retrieveCheckout = (account, session) => {
    if (session !== broken.session) return retrieveCheckout(account, session);
    tries++;
    return Promise.reject(new TypeError("nobody expected this"));
  };
  const spoil = "UPDATE checkouts SET request = '{' WHERE session_id = ?";
  await t.db.write(null, (tx) => tx.run(spoil, [unreadable.session]));
  for (let minutes = 0; minutes < 45; minutes++) await t.pass(MINUTE);
  assert.equal(await other.statusOf(sound.id), "Confirmed");
  assert.ok(tries > 2 && tries < 8, `${tries} tries in a quarter of an hour`);
  t.ctx.payments.retrieveCheckout = retrieveCheckout;
  await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(broken.id), "Confirmed");
});

Deno.test("six checkouts at a time are asked about, and none that is over already is expired", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 20 });
  const held = [];
  for (let n = 0; n < 13; n++) held.push(await t.studio.hold(classId, person(n)));
  t.stripe.webhooks.drop = () => true;
  for (const { session } of held.slice(0, 5)) await t.stripe.pay(session);
  t.clock.advance(33 * MINUTE);
  await t.stripe.expireDue();
  const { retrieveCheckout } = t.ctx.payments;
  let [now, most] = [0, 0];
  t.ctx.payments.retrieveCheckout = async (...of) => {
    most = Math.max(most, ++now);
    return await retrieveCheckout(...of).finally(() => now--);
  };
  await reconcileCheckouts(t.ctx);
  assert.equal(most, 6);
  assert.equal(await t.studio.seats(classId), "5/0/15");
  assert.equal(t.stripe.requests.filter((one) => one.path.endsWith("/expire")).length, 0);
});

Deno.test("a reminder that can't be written holds up no other", async () => {
  await using t = await studio();
  await t.studio.manage("PATCH", "provider", { reminderHours: 24 });
  const classId = await t.studio.addClass({ inHours: 72 });
  const [first] = [await t.studio.seat(classId, person(1)), await t.studio.seat(classId, person(2))];
  await sabotage(t, `BEFORE INSERT ON messages WHEN NEW.dedupe_key GLOB 'class_reminder:${first.id}:*'`);
  const reminded = () => t.mailer.of("class_reminder").map((mail) => mail.to);
  await t.pass(48 * HOUR);
  assert.deepEqual(reminded(), [person(2).email]);
  await repair(t);
  await t.pass(MINUTE);
  assert.deepEqual(reminded(), [person(2).email, person(1).email]);
});

Deno.test("a mail that left and can't be noted holds up no other, and does not leave twice", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ priceCents: 0 });
  const { body } = await t.studio.book(classId, person(1));
  const key = `booking_confirmed:${body.enrollmentId}`;
  await sabotage(t, `BEFORE UPDATE ON messages WHEN NEW.state = 'sent' AND NEW.dedupe_key = '${key}'`);
  await t.studio.book(classId, person(2));
  await t.settle();
  await t.studio.book(classId, person(3));
  for (let minutes = 0; minutes < 30; minutes++) await t.pass(MINUTE);
  const to = () => t.mailer.of("booking_confirmed").map((mail) => mail.to).toSorted();
  assert.deepEqual(to(), [1, 2, 3].map((n) => person(n).email));
  await repair(t);
  await t.pass(MINUTE);
  assert.deepEqual(to(), [1, 2, 3].map((n) => person(n).email));
  assert.deepEqual((await t.db.read("SELECT count(*) AS n FROM messages WHERE state <> 'sent'"))[0].n, 0);
});
