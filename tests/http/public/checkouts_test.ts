/** GET /api/checkouts/:checkoutSessionId */
import assert from "node:assert/strict";
import { HOUR } from "../../../src/domain/time.ts";
import { refused } from "../../support/http.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

const read = (s: Studio, session: string) => s.call("GET", `/api/checkouts/${session}`);
const status = async (s: Studio, session: string) => (await read(s, session)).body.checkout.status;

Deno.test("a booking's payment, from open to paid to refunded", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const held = await s.hold(classId);
  const open = await read(s, held.session);
  assert.equal(open.status, 200);
  const { scheduledAt } = await s.class(classId);
  assert.deepEqual(open.body.checkout, {
    checkoutSessionId: held.session,
    kind: "class",
    status: "open",
    amountCents: 2000,
    currency: "usd",
    enrollmentId: held.id,
    enrollmentStatus: "PendingPayment",
    classSession: { id: classId, nameSnapshot: "Pilates Class", scheduledAt, durationMin: 50 },
  });
  assert.equal(open.headers.get("cache-control"), "no-store");
  await t.stripe.pay(held.session);
  await t.settle();
  const paid = (await read(s, held.session)).body.checkout;
  assert.deepEqual([paid.status, paid.enrollmentStatus], ["paid", "Confirmed"]);
  await s.cancel(held.id, held.cancelToken);
  const refunded = (await read(s, held.session)).body.checkout;
  assert.deepEqual([refunded.status, refunded.enrollmentStatus], ["refunded", "Cancelled"]);
});

Deno.test("a bank takes its time, or refuses; a hold ends", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass();
  const held = await s.hold(classId, person(1));
  await t.stripe.payLater(held.session);
  await t.settle();
  assert.equal(await status(s, held.session), "processing");
  await t.stripe.bankFails(held.session);
  await t.settle();
  assert.equal(await status(s, held.session), "expired");
  const left = await s.hold(classId, person(2));
  await t.pass(HOUR);
  assert.equal(await status(s, left.session), "expired");
});

Deno.test("packs, gift cards and tips have no booking", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { tipToken } = await s.completedAppointment(person(3));
  const sessions = {
    package: await s.startPack(person(1)),
    gift_card: await s.startGiftCard(),
    tip: await s.startTip(tipToken),
  };
  for (const [kind, session] of Object.entries(sessions)) {
    const { checkout } = (await read(s, session)).body;
    assert.deepEqual(
      [checkout.kind, checkout.status, checkout.enrollmentId, checkout.enrollmentStatus, checkout.classSession],
      [kind, "open", null, null, null],
    );
  }
});

Deno.test("another studio's is not there, nor one that nobody made", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const held = await s.hold(await s.addClass());
  const stranger = await addStudio(t);
  const foreign = await read(stranger, held.session);
  refused(foreign, 404, { code: "not_found" });
  assert.equal((await read(stranger, "cs_test_none")).text, foreign.text);
});
