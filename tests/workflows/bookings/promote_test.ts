/** The owner gives an open seat to somebody who waits. */
import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../src/domain/time.ts";
import { reconcileBooks } from "../../../src/workflows/payments/reconcile_books.ts";
import { type Held, person, studio, waitFor } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const promote = (t: World, entryId: string) => t.studio.manage("POST", `waitlist/${entryId}/promote`);

/** A class of one seat that was full, is open again, and for which people wait. */
async function openSeat(t: World, priceCents = 2000, waiting = [2]) {
  const classId = await t.studio.addClass({ capacity: 1, priceCents });
  const { enrollmentId: id, cancelToken, checkoutSessionId } = (await t.studio.book(classId, person(1))).body;
  if (checkoutSessionId) await t.stripe.pay(checkoutSessionId);
  await t.settle();
  const entries: string[] = [];
  for (const n of waiting) entries.push((await t.studio.wait(classId, person(n))).body.waitlistEntryId);
  const first: Held = { id, cancelToken, session: checkoutSessionId, url: "" };
  const open = async () => {
    assert.equal((await t.studio.cancel(first.id, first.cancelToken)).status, 200);
    await t.settle();
  };
  return { classId, entries, open };
}

Deno.test("a promotion into a free class confirms the seat", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t, 0);
  await open();
  const { status, body } = await promote(t, entry);
  assert.equal(status, 200);
  assert.deepEqual([body.status, body.checkoutUrl], ["Confirmed", null]);
  assert.equal(await t.studio.seats(classId), "1/0/0");
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed", person(2).email).length, 1);
  assert.deepEqual((await promote(t, entry)).body, body);
  assert.equal((await t.studio.roster(classId)).waitlist.length, 0);
});

Deno.test("a promotion into a paid class holds the seat and mails the link; paid, it is confirmed", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t);
  await open();
  const { status, body } = await promote(t, entry);
  assert.equal(status, 200);
  assert.equal(body.status, "PendingPayment");
  assert.equal(await t.studio.seats(classId), "0/1/0");
  await t.settle();
  const [mail, ...more] = t.mailer.of("waitlist_promoted", person(2).email);
  assert.ok(mail.text.includes(body.checkoutUrl));
  assert.equal(more.length, 0);
  const [session] = [...t.stripe.sessions.values()].filter((one) => one.session.url === body.checkoutUrl);
  await t.stripe.pay(session.session.id);
  await t.settle();
  assert.equal(await t.studio.statusOf(body.enrollmentId), "Confirmed");
  assert.equal(await t.studio.seats(classId), "1/0/0");
});

Deno.test("a second promotion answers the first again and mails nothing more", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t);
  await open();
  const answers = await Promise.all([promote(t, entry), promote(t, entry), promote(t, entry)]);
  answers.push(await promote(t, entry));
  for (const { status, body } of answers) {
    assert.equal(status, 200);
    assert.deepEqual(body, answers[0].body);
  }
  await t.settle();
  assert.equal(await t.studio.seats(classId), "0/1/0");
  assert.equal(t.mailer.of("waitlist_promoted").length, 1);
});

for (const priceCents of [0, 2000]) {
  Deno.test(`a promotion into a full class (${priceCents} cents) is 409, and the client waits on`, async () => {
    await using t = await studio();
    const { classId, entries: [entry] } = await openSeat(t, priceCents);
    assert.equal((await promote(t, entry)).status, 409);
    assert.equal(await t.studio.seats(classId), "1/0/0");
    assert.deepEqual((await t.studio.roster(classId)).waitlist.map((one: { id: string }) => one.id), [entry]);
  });
}

Deno.test("two promotions for one open seat: one gets it, the other waits on", async () => {
  await using t = await studio();
  const { classId, entries, open } = await openSeat(t, 2000, [2, 3]);
  await open();
  const statuses = (await Promise.all(entries.map((entry) => promote(t, entry)))).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [200, 409]);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  assert.equal((await t.studio.roster(classId)).waitlist.length, 1);
});

Deno.test("an unpaid promotion that expires frees the seat, notifies the owner, and is used up: the customer may join again", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t, 2000, [2, 3]);
  await open();
  assert.equal(t.mailer.of("seat_opened").length, 1);
  const { body } = await promote(t, entry);
  await t.pass(HOUR);
  assert.equal(await t.studio.statusOf(body.enrollmentId), "Expired");
  assert.equal(await t.studio.seats(classId), "0/0/1");
  assert.equal(t.mailer.of("seat_opened").length, 2);
  assert.deepEqual(
    (await t.studio.roster(classId)).waitlist.map((one: { client: { email: string } }) => one.client.email),
    [
      person(3).email,
    ],
  );
  await t.studio.seat(classId, person(4));
  const again = await t.studio.wait(classId, person(2));
  assert.deepEqual([again.status, again.body.position, again.body.alreadyOnWaitlist], [200, 2, false]);
  assert.ok(again.body.waitlistEntryId !== entry);
});

for (const mode of ["error", "lost"] as const) {
  Deno.test(`when Stripe fails at a promotion (${mode}) it is 502 and the client waits on at the same place`, async () => {
    await using t = await studio();
    const { classId, entries: [entry], open } = await openSeat(t, 2000, [2, 3]);
    await open();
    t.stripe.fail({ route: "POST /v1/checkout/sessions", mode, status: 400, times: 3 });
    assert.equal((await promote(t, entry)).status, 502);
    t.stripe.clearFaults();
    assert.equal(await t.studio.seats(classId), "0/0/1");
    assert.equal((await t.studio.roster(classId)).waitlist[0].id, entry);
    const again = await promote(t, entry);
    assert.equal(again.status, 200);
    await t.settle();
    assert.equal(t.mailer.of("waitlist_promoted").length, 1);
    assert.ok(t.mailer.of("waitlist_promoted")[0].text.includes(again.body.checkoutUrl));
  });
}

Deno.test("who promotes a client that is not onboarded to be paid gets 502, and the client waits on", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t);
  await open();
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.settle();
  assert.equal((await promote(t, entry)).status, 502);
  assert.equal((await t.studio.roster(classId)).waitlist.length, 1);
  assert.equal(await t.studio.seats(classId), "0/0/1");
});

Deno.test("somebody who waits and books meanwhile waits no more", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t);
  await open();
  await t.studio.seat(classId, person(2));
  assert.equal((await promote(t, entry)).status, 410);
  assert.equal((await t.studio.wait(classId, person(2))).status, 409);
});

Deno.test("a promotion that Stripe refuses while its class is being cancelled leaves nobody waiting", async () => {
  await using t = await studio();
  const { classId, entries: [entry], open } = await openSeat(t);
  await open();
  const go = Promise.withResolvers<void>();
  const refused = { type: "invalid_request_error", code: "account_invalid" } as const;
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: go.promise });
  t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400, error: refused });
  const before = t.stripe.requests.length;
  const promoting = promote(t, entry);
  await waitFor(() => t.stripe.requests.length > before);
  const cancelling = t.studio.manage("POST", `classes/${classId}/cancel`);
  await waitFor(async () => (await t.studio.class(classId)).status === "Cancelled");
  go.resolve();
  assert.deepEqual([(await promoting).status, (await cancelling).status], [502, 200]);
  await t.settle();
  assert.equal(t.mailer.of("class_cancelled", person(2).email).length, 1);
  assert.deepEqual((await t.studio.roster(classId)).waitlist, []);
});

Deno.test("another studio's waitlist is 404", async () => {
  await using t = await studio();
  await using other = await studio();
  const { entries: [entry] } = await openSeat(t);
  assert.equal((await other.studio.manage("POST", `waitlist/${entry}/promote`)).status, 404);
});

Deno.test("a seat that opens twice through one booking notifies the owner twice", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 1 });
  const held = await t.studio.hold(classId, person(1));
  await t.studio.wait(classId, person(2));
  await t.stripe.letExpire(held.session);
  await t.settle();
  assert.equal(t.mailer.of("seat_opened").length, 1);
  await t.stripe.pay(held.session, { late: true });
  await t.settle();
  assert.equal(await t.studio.statusOf(held.id), "Confirmed");
  await t.studio.cancel(held.id, held.cancelToken);
  await t.settle();
  assert.equal(t.mailer.of("seat_opened").length, 2);
});

Deno.test("who waits, and whose own hold is disputed, is not mailed its link; nor does a repeat hand it out", async () => {
  await using t = await studio();
  for (const promotedBefore of [false, true]) {
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId, person(1));
    const { waitlistEntryId } = (await t.studio.wait(classId, person(1))).body;
    if (promotedBefore) assert.equal((await promote(t, waitlistEntryId)).body.checkoutUrl, held.url);
    await t.settle();
    const mailed = t.mailer.of("waitlist_promoted").length;
    t.stripe.sessions.get(held.session)!.session.amount_total = 1500;
    await t.stripe.pay(held.session);
    await t.pass(33 * MINUTE);
    const { status, body } = await promote(t, waitlistEntryId);
    assert.deepEqual([status, body.checkoutUrl ?? null], [promotedBefore ? 200 : 409, null]);
    await t.settle();
    assert.equal(t.mailer.of("waitlist_promoted").length, mailed);
  }
});

Deno.test("a hold disputed before its end hands out its link no more", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId, person(1));
  t.stripe.sessions.get(held.session)!.session.amount_total = 1500;
  await t.stripe.pay(held.session);
  await reconcileBooks(t.ctx, null);
  assert.equal((await t.studio.manage("GET", "checkouts?state=disputed")).body.items.length, 1);
  const { status, body } = await t.studio.book(classId, person(1));
  assert.deepEqual([status, body.paymentPending], [409, true]);
});
