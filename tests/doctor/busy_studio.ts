/** A studio in which everything has happened once. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { addStudio, person, type studio } from "../support/studio.ts";
import { giftCardCode } from "../support/world.ts";

export type World = Awaited<ReturnType<typeof studio>>;
export type Ids = Awaited<ReturnType<typeof live>>;

/** A studio's life in which everything happens once; answers the ids of what came of it. */
export async function live(t: World) {
  const s = t.studio;
  const id = async (sql: string) => (await t.db.read(sql))[0].id as string;

  // Seats by card: kept, cancelled in time, late, by the owner without a refund, by the dashboard, in part and then wholly.
  const instructor = await s.manage("POST", "instructors", { name: "Ana" });
  const main = await s.addClass({ capacity: 12 });
  assert.equal((await s.manage("PATCH", `classes/${main}`, { instructorId: instructor.body.id })).status, 200);
  const paid = await s.seat(main, person(1));
  const refunded = await s.seat(main, person(2));
  assert.equal((await s.cancel(refunded.id, refunded.cancelToken)).body.refundedCents, 2000);
  const late = await s.seat(await s.addClass({ inHours: 2 }), person(3));
  assert.equal((await s.cancel(late.id, late.cancelToken)).body.refundedCents, 0);
  const kept = await s.seat(main, person(4));
  assert.equal((await s.manage("POST", `enrollments/${kept.id}/cancel`, { refund: "none" })).status, 200);
  const dashboard = await s.seat(main, person(5));
  await t.stripe.refundInDashboard(s.paymentOf(dashboard.session));
  await t.settle();
  const parted = await s.seat(main, person(6));
  await t.stripe.refundInDashboard(s.paymentOf(parted.session), 500);
  await t.settle();
  assert.equal((await s.cancel(parted.id, parted.cancelToken)).body.refundedCents, 1500);
  const failed = await s.seat(main, person(7));
  const { refundId } = (await s.cancel(failed.id, failed.cancelToken)).body;
  await t.stripe.failRefund(refundId);
  await t.settle();
  const manual = await s.seat(main, person(20));
  await t.stripe.failRefund((await s.cancel(manual.id, manual.cancelToken)).body.refundId);
  await t.settle();
  const owed = (await s.manage("GET", "refunds?state=owed")).body.items;
  const { id: manualId } = owed.find((one: { enrollmentId: string }) => one.enrollmentId === manual.id);
  assert.equal((await s.manage("POST", `refunds/${manualId}/paid-by-hand`)).status, 200);

  // Free, and by credit: kept, given back, late.
  const free = (await s.book(await s.addClass({ priceCents: 0 }), person(8))).body.enrollmentId as string;
  const { token, packId } = await s.buyPack(person(9));
  const credit = { useClientPackageId: packId, customerToken: token };
  const byCredit = (await s.book(main, person(9), credit)).body.enrollmentId as string;
  const returned = (await s.book(await s.addClass(), person(9), credit)).body;
  assert.equal((await s.cancel(returned.enrollmentId, returned.cancelToken)).body.creditReturned, true);
  const lateCredit = (await s.book(await s.addClass({ inHours: 2 }), person(9), credit)).body;
  assert.equal((await s.cancel(lateCredit.enrollmentId, lateCredit.cancelToken)).body.creditReturned, false);

  // A card for somebody, used; a tip, and a second one that goes back.
  const started = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: "Jane",
    purchaserEmail: "jane@example.com",
    recipientName: "Sam",
    recipientEmail: "sam@example.com",
  });
  await t.stripe.pay(started.body.checkoutSessionId);
  await t.settle();
  const redeemed = await s.call("POST", "/api/gift-cards/redeem", {
    code: giftCardCode(t.mailer.of("gift_card").at(-1)!),
    providerId: s.id,
    requestedDebitCents: 1200,
    appointmentId: "visit-1",
    mode: "commit",
  });
  assert.equal(redeemed.status, 200, redeemed.text);
  // A card that pays for classes: kept, given back, late.
  const { code: seatCode, id: seatCard } =
    (await s.manage("POST", "gift-cards", { amountCents: 9000, purchaserName: "Jane" })).body;
  const withCard = { giftCardCode: seatCode };
  const byCard = (await s.book(await s.addClass(), person(23), withCard)).body.enrollmentId as string;
  const cardReturned = (await s.book(await s.addClass(), person(23), withCard)).body;
  assert.equal((await s.cancel(cardReturned.enrollmentId, cardReturned.cancelToken)).body.refundedCents, 2000);
  const lateCard = (await s.book(await s.addClass({ inHours: 2 }), person(23), withCard)).body;
  assert.equal((await s.cancel(lateCard.enrollmentId, lateCard.cancelToken)).body.refundedCents, 0);

  const visit = await s.completedAppointment(person(10));
  const tips = [await s.startTip(visit.tipToken, 500), await s.startTip(visit.tipToken, 700)];
  for (const tip of tips) await t.stripe.pay(tip);
  await t.settle();

  // Waiting: promoted to a hold that still lives, promoted for nothing, and one who waits.
  const full = await s.addClass({ capacity: 1 });
  const leaver = await s.seat(full, person(11));
  const promoted = (await s.wait(full, person(12))).body.waitlistEntryId as string;
  const waiting = (await s.wait(full, person(13))).body.waitlistEntryId as string;
  await s.cancel(leaver.id, leaver.cancelToken);
  assert.equal((await s.manage("POST", `waitlist/${promoted}/promote`)).status, 200);

  // Money for a seat that was given to another.
  const gone = await s.addClass({ capacity: 1 });
  const lapsed = await s.hold(gone, person(14));
  await t.pass(33 * MINUTE);
  assert.equal(await s.statusOf(lapsed.id), "Expired");
  await s.seat(gone, person(15));
  await t.stripe.pay(lapsed.session, { late: true });
  await t.settle();
  // The promoted one's hold has lapsed meanwhile: once more, so that one lives.
  const hold = await s.hold(main, person(16));

  // A class that was cancelled with everything in it.
  const off = await s.addClass({ capacity: 3 });
  const offPaid = await s.seat(off, person(17));
  await s.book(off, person(9), credit);
  await s.hold(off, person(18));
  await s.wait(off, person(19));
  assert.equal((await s.manage("POST", `classes/${off}/cancel`)).status, 200);

  // A class that took place.
  const over = await s.addClass({ inHours: 1 });
  await s.seat(over, person(20));
  await t.pass(2 * HOUR);
  assert.equal((await s.manage("POST", `classes/${over}/complete`)).status, 200);

  // A client who was erased, and what another studio has.
  const erased = await s.book(await s.addClass({ priceCents: 0 }), person(21));
  await s.cancel(erased.body.enrollmentId, erased.body.cancelToken);
  await t.pass(MINUTE);
  const gonePerson = await id("SELECT id FROM clients WHERE email = 'jane21@example.com'");
  assert.equal((await s.manage("DELETE", `clients/${gonePerson}`)).status, 204);
  const other = await addStudio(t);
  const othersSeat = await other.seat(await other.addClass(), person(1));
  await t.settle();

  const checkoutOf = (enrollment: string) => id(`SELECT checkout_id AS id FROM enrollments WHERE id = '${enrollment}'`);
  const clientOf = (enrollment: string) => id(`SELECT client_id AS id FROM enrollments WHERE id = '${enrollment}'`);
  const refundOf = (enrollment: string) => id(`SELECT id FROM refunds WHERE enrollment_id = '${enrollment}'`);
  const lastHold = await s.hold(main, person(22));
  return {
    provider: s.id,
    other: other.id,
    main,
    full,
    off,
    paid: paid.id,
    paidCheckout: await checkoutOf(paid.id),
    client: await clientOf(paid.id),
    refunded: refunded.id,
    refund: await refundOf(refunded.id),
    refundedCheckout: await checkoutOf(refunded.id),
    late: late.id,
    kept: kept.id,
    dashboard: dashboard.id,
    parted: parted.id,
    partRefund: await refundOf(parted.id),
    failed: failed.id,
    failedRefund: await refundOf(failed.id),
    free,
    byCredit,
    pack: packId,
    packCheckout: await id(`SELECT checkout_id AS id FROM client_packages`),
    returned: returned.enrollmentId as string,
    lateCredit: lateCredit.enrollmentId as string,
    card: await id("SELECT id FROM gift_cards ORDER BY rowid"),
    cardCheckout: await id("SELECT checkout_id AS id FROM gift_cards ORDER BY rowid"),
    seatCard: seatCard as string,
    byCard,
    cardReturned: cardReturned.enrollmentId as string,
    lateCard: lateCard.enrollmentId as string,
    visit: visit.id,
    tipCheckout: await id("SELECT tip_checkout_id AS id FROM appointments"),
    secondTip: await id("SELECT id FROM checkouts WHERE kind = 'tip' AND fulfillment_kind = 'refund'"),
    secondTipRefund: await id(
      "SELECT fulfillment_id AS id FROM checkouts WHERE kind = 'tip' AND fulfillment_kind = 'refund'",
    ),
    promoted,
    waiting,
    lapsed: lapsed.id,
    lapsedCheckout: await checkoutOf(lapsed.id),
    lapsedRefund: await refundOf(lapsed.id),
    hold: lastHold.id,
    holdCheckout: await checkoutOf(lastHold.id),
    expiredHold: hold.id,
    offPaid: offPaid.id,
    offRefund: await refundOf(offPaid.id),
    closed: await id(`SELECT id FROM waitlist_entries WHERE class_id = '${off}'`),
    othersSeat: othersSeat.id,
    othersCheckout: await checkoutOf(othersSeat.id),
    othersClient: await clientOf(othersSeat.id),
  };
}
