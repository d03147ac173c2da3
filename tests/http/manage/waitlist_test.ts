import assert from "node:assert/strict";
import { HOUR, iso, MINUTE } from "../../../src/domain/time.ts";
import { isId, refused } from "../../support/http.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";

Deno.test("a promotion confirms a free seat, and a repeat gets the first response", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1, priceCents: 0 });
  const first = await s.book(id, person(1));
  const entry = (await s.wait(id, person(2))).body.waitlistEntryId;
  const promote = () => s.manage("POST", `waitlist/${entry}/promote`);
  refused(await promote(), 409);
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  const got = await promote();
  assert.equal(got.status, 200, got.text);
  isId(got.body.enrollmentId, "enr");
  assert.deepEqual(got.body, { enrollmentId: got.body.enrollmentId, status: "Confirmed", checkoutUrl: null });
  assert.deepEqual((await promote()).body, got.body);
  assert.equal(await s.seats(id), "1/0/0");
  assert.equal((await s.roster(id)).waitlist.length, 0);
  refused(await s.manage("POST", "waitlist/wl-none/promote"), 404);
});

Deno.test("a promotion to a paid class holds the seat and mails its page to pay, which leads to the site they came from", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1 });
  const first = await s.hold(id, person(1));
  const entry = (await s.wait(id, person(2))).body.waitlistEntryId;
  const promote = () => s.manage("POST", `waitlist/${entry}/promote`);
  refused(await promote(), 409);
  await s.cancel(first.id, first.cancelToken);
  const got = await promote();
  assert.equal(got.status, 200, got.text);
  assert.deepEqual(got.body, {
    enrollmentId: got.body.enrollmentId,
    status: "PendingPayment",
    checkoutUrl: got.body.checkoutUrl,
  });
  assert.deepEqual((await promote()).body, got.body);
  await t.settle();
  const mails = t.mailer.of("waitlist_promoted");
  assert.deepEqual(mails.map((mail) => mail.to), [person(2).email]);
  assert.ok(mails[0].text.includes(got.body.checkoutUrl));
  const { session } = [...t.stripe.sessions.values()].find((one) => one.session.url === got.body.checkoutUrl)!;
  assert.equal(session.success_url, `${ORIGIN}/book/confirm?session_id={CHECKOUT_SESSION_ID}`);
  // Unpaid, it is used up: the customer may wait again.
  await t.pass(HOUR);
  assert.equal(await s.seats(id), "0/0/1");
  await s.hold(id, person(3));
  const again = await s.wait(id, person(2));
  assert.deepEqual([again.status, again.body.alreadyOnWaitlist, again.body.position], [200, false, 1]);
});

Deno.test("nobody is promoted into a class that is over, or once they don't wait any more", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [soon, gone] = [await s.addClass({ capacity: 1, inHours: 1 }), await s.addClass({ capacity: 1 })];
  const [held, other] = [await s.hold(soon, person(1)), await s.hold(gone, person(1))];
  const [a, b] = [
    (await s.wait(soon, person(2))).body.waitlistEntryId,
    (await s.wait(gone, person(2))).body.waitlistEntryId,
  ];
  for (const one of [held, other]) await s.cancel(one.id, one.cancelToken);
  await s.manage("POST", `classes/${gone}/cancel`);
  refused(await s.manage("POST", `waitlist/${b}/promote`), 410);
  t.clock.advance(HOUR);
  refused(await s.manage("POST", `waitlist/${a}/promote`), 410);
});

Deno.test("a waitlist tells each entry's story: waiting, offered, lapsed, booked, left, closed", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const id = await s.addClass({ capacity: 1, inHours: 72 });
  const seat = await s.seat(id, person(1));
  const ids: string[] = [];
  for (const n of [2, 3, 4, 5]) {
    ids.push((await s.wait(id, person(n))).body.waitlistEntryId);
    t.clock.advance(MINUTE);
  }
  const stories = async () => (await s.manage("GET", `classes/${id}/waitlist`)).body.items;
  const statuses = async () => (await stories()).map((one: { status: string }) => one.status);
  const [first] = await stories();
  assert.deepEqual(first, {
    id: ids[0],
    client: { id: first.client.id, name: person(2).name, email: person(2).email, phone: first.client.phone },
    position: 1,
    status: "waiting",
    joinedAt: iso(t.clock.now() - 4 * MINUTE),
    offeredAt: null,
    lapsedAt: null,
    bookedAt: null,
    leftAt: null,
  });
  // The seat opens; the first is offered it and lets it lapse, the second is removed while offered, the third pays.
  await s.cancel(seat.id, seat.cancelToken);
  await s.manage("POST", `waitlist/${ids[0]}/promote`);
  assert.deepEqual(await statuses(), ["offered", "waiting", "waiting", "waiting"]);
  await t.pass(2 * HOUR);
  assert.deepEqual(await statuses(), ["lapsed", "waiting", "waiting", "waiting"]);
  await s.manage("POST", `waitlist/${ids[1]}/promote`);
  assert.equal(await s.seats(id), "0/1/0");
  assert.equal((await s.manage("DELETE", `waitlist/${ids[1]}`)).status, 204);
  assert.equal(await s.seats(id), "0/0/1");
  const booked = await s.manage("POST", `waitlist/${ids[2]}/promote`);
  await t.stripe.pay(
    (await s.books("checkouts")).find((one) => one.subject_id === booked.body.enrollmentId)!.session_id,
  );
  await t.settle();
  const removed = await s.manage("DELETE", `waitlist/${ids[3]}`);
  assert.deepEqual([removed.status, (await s.manage("DELETE", `waitlist/${ids[3]}`)).status], [204, 204]);
  assert.deepEqual(await statuses(), ["lapsed", "left", "booked", "left"]);
  // A booking that came of it stays.
  assert.equal((await s.manage("DELETE", `waitlist/${ids[2]}`)).status, 204);
  assert.equal(await s.seats(id), "1/0/0");
  const told = await stories();
  assert.ok(told[0].offeredAt && told[0].lapsedAt && told[1].leftAt && told[2].bookedAt && told[3].leftAt);
  assert.ok(told.every((one: { position: number | null }) => one.position === null));

  const last = (await s.wait(id, person(6))).body.waitlistEntryId;
  await s.manage("POST", `classes/${id}/cancel`);
  assert.deepEqual((await stories()).at(-1).status, "closed");
  assert.equal((await s.manage("DELETE", `waitlist/${last}`)).status, 204);
  refused(await s.manage("DELETE", "waitlist/wl-none"), 404);
  refused(await s.manage("GET", "classes/class-none/waitlist"), 404);
});
