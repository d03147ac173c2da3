import assert from "node:assert/strict";
import { DAY } from "../../../src/domain/time.ts";
import { EVENT_TYPES } from "../../../src/domain/events.ts";
import { findInDatabase, invalid } from "../../support/http.ts";
import { purgeExpired } from "../../../src/workflows/maintenance/purge_expired.ts";
import { addStudio, person, type Studio, studio } from "../../support/studio.ts";

// deno-lint-ignore no-explicit-any
type Event = { id: string; type: string; createdAt: string; data: any };
const eventsOf = async (s: Studio, query = "limit=200"): Promise<Event[]> =>
  (await s.manage("GET", `events?${query}`)).body.items;
const types = (events: Event[]) => events.map((one) => one.type);
/** What was recorded since the last look. */
function watcher(s: Studio) {
  let seen = 0;
  return async () => {
    const all = await eventsOf(s);
    const fresh = all.slice(seen);
    seen = all.length;
    return fresh;
  };
}

Deno.test("every cause records its event, with the object as the management API shows it", async () => {
  await using t = await studio();
  const s = t.studio;
  const look = watcher(s);
  assert.deepEqual(types(await look()), ["stripe.updated", "stripe.updated"]);

  const classId = await s.addClass({ capacity: 2 });
  const [created] = await look();
  assert.equal(created.type, "class.created");
  assert.deepEqual(created.data, await s.class(classId));
  assert.match(created.id, /^evt-[0-9a-z]{20,}$/);

  const held = await s.hold(classId, person(1));
  const [client, hold] = await look();
  assert.deepEqual([client.type, hold.type], ["client.created", "booking.held"]);
  const { body: found } = await s.manage("GET", `clients?q=${person(1).email}`);
  assert.deepEqual(client.data, found.items[0]);
  const shown = (roster: { holds: Record<string, unknown>[] }) => {
    const { id, status, bookedAt, classId, client } = roster.holds[0];
    return { id, status, bookedAt, classId, client };
  };
  assert.deepEqual(hold.data, shown(await s.roster(classId)));
  await t.stripe.pay(held.session);
  await t.settle();
  const [confirmed] = await look();
  assert.equal(confirmed.type, "booking.confirmed");
  assert.equal(confirmed.data.status, "Confirmed");

  await s.cancel(held.id, held.cancelToken);
  assert.deepEqual(types(await look()), ["refund.succeeded", "booking.cancelled"]);
  const lapsed = await s.hold(classId, person(2));
  await look();
  await t.pass(40 * 60_000);
  const [expired] = await look();
  assert.deepEqual([expired.type, expired.data.id, expired.data.status], ["booking.expired", lapsed.id, "Expired"]);

  await s.manage("PATCH", `classes/${classId}`, { publicNote: "Bring a towel" });
  assert.deepEqual(types(await look()), ["class.updated"]);

  const free = await s.addClass({ capacity: 1, priceCents: 0, inHours: 2 });
  const seat = await s.book(free, person(3));
  const made = (await look()).at(-1)!;
  assert.equal(made.type, "booking.confirmed");
  const waiting = await s.wait(free, person(4));
  const joined = (await look()).at(-1)!;
  assert.deepEqual([joined.type, joined.data.id, joined.data.classId], [
    "waitlist.joined",
    waiting.body.waitlistEntryId,
    free,
  ]);
  assert.equal(joined.data.client.email, person(4).email);
  await s.cancel(seat.body.enrollmentId, seat.body.cancelToken);
  await s.manage("POST", `waitlist/${waiting.body.waitlistEntryId}/promote`);
  assert.deepEqual(types(await look()), ["booking.cancelled", "booking.confirmed", "waitlist.offered"]);
  const { enrollments } = await s.roster(free);
  t.clock.advance(DAY);
  const present = enrollments.find((one: { status: string }) => one.status === "Confirmed").id;
  await s.manage("POST", `enrollments/${present}/no-show`);
  const noShow = (await look()).at(-1)!;
  assert.equal(noShow.type, "booking.no_show");
  assert.deepEqual(noShow.data, (await s.manage("POST", `enrollments/${present}/no-show`)).body);
  assert.deepEqual(await look(), [], "a second time is no event");
  await s.manage("POST", `classes/${free}/complete`);
  assert.deepEqual(types(await look()), ["class.completed"]);

  const other = await s.addClass({ priceCents: 0, capacity: 1, inHours: 48 });
  await s.book(other, person(5));
  await s.wait(other, person(6));
  await look();
  await s.manage("POST", `classes/${other}/cancel`);
  assert.deepEqual(types(await look()), ["class.cancelled", "waitlist.left", "booking.cancelled"]);

  const { token, packId } = await s.buyPack(person(7));
  const bought = (await look()).find((one) => one.type === "package.purchased")!;
  assert.equal(bought.data.client.email, person(7).email);
  const byPack = await s.book(await s.addClass(), person(7), { useClientPackageId: packId, customerToken: token });
  const credit = (await look()).find((one) => one.type === "credit.changed")!;
  assert.equal(credit.data.sessionsRemaining, 4);
  await s.cancel(byPack.body.enrollmentId, byPack.body.cancelToken);
  assert.ok(types(await look()).includes("credit.changed"));

  const code = await s.buyGiftCard();
  const card = (await look()).at(-1)!;
  const { body: { items: [listed] } } = await s.manage("GET", "gift-cards");
  assert.deepEqual([card.type, card.data], [
    "gift_card.purchased",
    (await s.manage("GET", `gift-cards/${listed.id}`)).body,
  ]);
  const redemption = { code, providerId: s.id, requestedDebitCents: 500, mode: "commit", appointmentId: "a" };
  await s.call("POST", "/api/gift-cards/redeem", redemption);
  await s.call("POST", "/api/gift-cards/redeem", redemption);
  const changed = await look();
  assert.deepEqual(types(changed), ["gift_card.changed"]);
  assert.equal(changed[0].data.balanceCents, 9500);

  const visit = await s.completedAppointment(person(8));
  await t.stripe.pay(await s.startTip(visit.tipToken));
  await t.settle();
  const tip = (await look()).at(-1)!;
  assert.deepEqual([tip.type, tip.data.id, tip.data.tipAmountCents], ["tip.paid", visit.id, 500]);

  const sold = await s.seat(await s.addClass(), person(9));
  await look();
  await t.stripe.dispute(s.paymentOf(sold.session));
  await t.settle();
  const dispute = (await look()).at(-1)!;
  assert.deepEqual([dispute.type, dispute.data.enrollmentId], ["payment.disputed", sold.id]);
});

Deno.test("a list of events has pages and a type, each studio's own, and those of thirty days", async () => {
  await using t = await studio();
  const s = t.studio;
  const other = await addStudio(t);
  const classId = await s.addClass({ priceCents: 0 });
  for (let n = 1; n <= 3; n++) await s.book(classId, person(n));
  const all = await eventsOf(s);
  const walked: Event[] = [];
  for (let cursor = ""; walked.length < 100;) {
    const { body } = await s.manage("GET", `events?limit=2${cursor}`);
    walked.push(...body.items);
    if (!body.nextCursor) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  assert.deepEqual(walked, all);
  assert.deepEqual(types(await eventsOf(s, "type=booking.confirmed")), Array(3).fill("booking.confirmed"));
  const theirs = await eventsOf(other);
  assert.ok(theirs.every((one) => !all.some(({ id }) => id === one.id)));
  invalid(await s.manage("GET", "events?type=booking.lost"), "type");
  invalid(await s.manage("GET", `events?cursor=${btoa('["x",""]')}`), "cursor");

  t.clock.advance(31 * DAY);
  assert.deepEqual(await eventsOf(s), []);
  while (await purgeExpired(t.ctx) > 0);
  const [{ n }] = await t.db.read("SELECT count(*) AS n FROM events");
  assert.equal(n, 1, "the newest keeps its number");
});

Deno.test("an erased client's personal data leave all events", async () => {
  await using t = await studio();
  const s = t.studio;
  const jane = person(1);
  const { token, packId } = await s.buyPack(jane);
  const past = await s.addClass({ priceCents: 0, inHours: 1 });
  await s.book(past, { ...jane, name: "Little Jane" });
  const full = await s.addClass({ priceCents: 0, capacity: 1 });
  await s.book(full, person(2));
  await s.wait(full, jane);
  await s.book(await s.addClass({ inHours: 1 }), jane, { useClientPackageId: packId, customerToken: token });
  const bought = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: jane.name,
    purchaserEmail: jane.email,
    recipientName: "Sam",
    recipientEmail: "sam@example.com",
  });
  await t.stripe.pay(bought.body.checkoutSessionId);
  await t.settle();
  t.clock.advance(DAY);
  const { body: { items: [client] } } = await s.manage("GET", `clients?q=${jane.email}`);
  assert.ok((await findInDatabase(t, jane.email)).includes("events.data"));
  const erased = await s.manage("DELETE", `clients/${client.id}`);
  assert.equal(erased.status, 204, erased.text);
  for (const text of [jane.email, jane.phone, "Little Jane", `"${jane.name}"`]) {
    assert.ok(!(await findInDatabase(t, text)).includes("events.data"), text);
  }
  const last = (await eventsOf(s)).slice(-2);
  assert.deepEqual(types(last), ["waitlist.left", "client.erased"]);
  assert.equal(last[1].data.id, client.id);
});

Deno.test("the types are those of the contract", () => {
  assert.equal(new Set(EVENT_TYPES).size, 26);
});
