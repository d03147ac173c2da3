/** Clients that the owner adds, changes and merges. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { person, type Studio, studio } from "../../support/studio.ts";

const idOf = async (s: Studio, email: string): Promise<string> =>
  (await s.manage("GET", `clients?q=${email}`)).body.items[0].id;

const typesOf = async (s: Studio, type: string) => (await s.manage("GET", `events?type=${type}`)).body.items;

Deno.test("a client is added with a name alone; a known email names its client", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const added = await s.manage("POST", "clients", { name: " Sam Smith ", phone: "(555) 555-0143", note: "Left\nknee" });
  assert.equal(added.status, 201, added.text);
  const { id, ...rest } = added.body;
  isId(id, "cli");
  const sam = {
    name: "Sam Smith",
    email: null,
    phone: "5555550143",
    note: "Left\nknee",
    createdAt: iso(t.clock.now()),
  };
  assert.deepEqual(rest, sam);
  assert.deepEqual((await typesOf(s, "client.created"))[0].data, added.body);
  const ann = await s.manage("POST", "clients", { name: "Ann", email: "Ann@Example.com" });
  assert.equal(ann.body.email, "ann@example.com");
  const again = await s.manage("POST", "clients", { name: "Ann", email: "ann@example.com" });
  assert.deepEqual([again.status, again.body.code, again.body.clientId], [409, "client_exists", ann.body.id]);
  invalid(await s.manage("POST", "clients", { email: "x@example.com" }), "name");
  const listed = (await s.manage("GET", "clients")).body.items;
  assert.deepEqual(listed, [added.body, ann.body].sort((a, b) => a.id < b.id ? -1 : 1));
  // Without an email there is nothing to mail, and erasing works.
  assert.equal((await s.manage("GET", `clients/${id}`)).status, 200);
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  refused(await s.manage("GET", `clients/${id}`), 404);
});

Deno.test("a change keeps what it leaves out, removes what is blank, and never an email", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { body: sam } = await s.manage("POST", "clients", { name: "Sam", phone: "5555550143", note: "Knee" });
  const change = (body: unknown) => s.manage("PATCH", `clients/${sam.id}`, body);
  assert.deepEqual((await change({ name: "Sam Smith" })).body, { ...sam, name: "Sam Smith" });
  assert.deepEqual((await change({ phone: "", note: null })).body, {
    ...sam,
    name: "Sam Smith",
    phone: null,
    note: null,
  });
  assert.equal((await change({ email: "sam@example.com" })).body.email, "sam@example.com");
  invalid(await change({ email: null }), "email");
  invalid(await change({ email: "no" }), "email");
  const { body: ann } = await s.manage("POST", "clients", { name: "Ann", email: "ann@example.com" });
  const taken = await change({ email: "ann@example.com" });
  assert.deepEqual([taken.status, taken.body.code, taken.body.clientId], [409, "client_exists", ann.id]);
  assert.equal((await typesOf(s, "client.updated")).length, 3);
  refused(await s.manage("PATCH", "clients/cli-none", { name: "X" }), 404);
});

Deno.test("merging moves everything in one write: bookings, packs, waits, appointments, gift cards, mails", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const [old, kept] = [person(1), person(2)];
  const { token, packId } = await s.buyPack(old, 5);
  const seat = await s.seat(await s.addClass(), old);
  const full = await s.addClass({ capacity: 1, priceCents: 0 });
  await s.book(full, person(9));
  await s.wait(full, old);
  const visit = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + HOUR),
    client: old,
  });
  await s.manage("POST", "gift-cards", { amountCents: 5000, purchaserName: "Jane", purchaserEmail: old.email });
  await s.seat(await s.addClass(), kept);
  const [fromId, intoId] = [await idOf(s, old.email), await idOf(s, kept.email)];
  await s.manage("PATCH", `clients/${fromId}`, { note: "Knee" });
  const feed = (await s.manage("GET", `clients/${fromId}`)).body.calendarFeedUrl;
  const open = await s.hold(await s.addClass(), old); // not paid yet

  const merged = await s.manage("POST", `clients/${fromId}/merge`, { intoClientId: intoId });
  assert.equal(merged.status, 200, merged.text);
  assert.deepEqual([merged.body.id, merged.body.email, merged.body.note], [intoId, kept.email, "Knee"]);
  const all = (await s.manage("GET", `clients/${intoId}`)).body;
  assert.equal(all.enrollments.length, 3);
  assert.deepEqual(all.packages.map((one: { id: string }) => one.id), [packId]);
  const [wait] = (await s.roster(full)).waitlist;
  assert.equal(wait.client.id, intoId);
  const appointments = (await s.manage("GET", "appointments")).body.items;
  assert.equal(appointments.find((one: { id: string }) => one.id === visit.body.id).client.id, intoId);
  assert.equal((await s.books("gift_cards"))[0].purchaser_email, kept.email);
  assert.equal((await s.books("messages")).filter((one) => one.client_id === fromId).length, 0);

  // The other record is gone, and with it its links; what was booked keeps its own.
  refused(await s.manage("GET", `clients/${fromId}`), 404);
  refused(await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token }), 404);
  refused(await t.send("GET", new URL(feed).pathname), 404);
  assert.equal((await s.cancel(seat.id, seat.cancelToken)).status, 200);
  await t.stripe.pay(open.session); // a payment that was under way finds its new owner
  await t.settle();
  assert.equal(await s.statusOf(open.id), "Confirmed");
  assert.equal((await s.manage("GET", "clients")).body.items.length, 2);
  const erased = (await typesOf(s, "client.erased"))[0].data;
  assert.deepEqual([erased.id, erased.mergedIntoId, erased.email], [fromId, intoId, null]);
  refused(await s.manage("POST", `clients/${fromId}/merge`, { intoClientId: intoId }), 404);
});

Deno.test("two that hold or wait for a seat in one class are not merged, nor one with itself", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0, capacity: 2 });
  await s.book(classId, person(1));
  await s.book(classId, person(2));
  await s.wait(classId, person(3));
  const [one, two, three] = await Promise.all([1, 2, 3].map((n) => idOf(s, person(n).email)));
  const merge = (a: string, b: string) => s.manage("POST", `clients/${a}/merge`, { intoClientId: b });
  const both = await merge(one, two);
  assert.deepEqual([both.status, both.body.code], [409, "merge_conflict"]);
  assert.deepEqual(both.body.conflicts, [{ classId, reason: "already_booked" }]);
  assert.deepEqual((await merge(one, three)).body.conflicts, [{ classId, reason: "already_waiting" }]);
  invalid(await merge(one, one), "intoClientId");
  refused(await merge(one, "cli-none"), 404);
});

Deno.test("a record without an email takes the other's", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { body: walkIn } = await s.manage("POST", "clients", { name: "Sam S.", note: "Mornings" });
  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  const site = await idOf(s, person(1).email);
  await s.manage("PATCH", `clients/${site}`, { note: "Knee" });
  const merged = await s.manage("POST", `clients/${site}/merge`, { intoClientId: walkIn.id });
  assert.deepEqual(merged.body, { ...walkIn, email: person(1).email, phone: person(1).phone, note: "Mornings\nKnee" });
  await s.signIn(person(1).email);
});
