/** A stranger who knows an email does not rename its client; what they give is kept with what they start. */
import assert from "node:assert/strict";
import { refused } from "../../support/http.ts";
import { addStudio, type Person, person, type Studio, studio } from "../../support/studio.ts";

const JANE: Person = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
const STRANGER: Person = { name: "Mallory", email: "Jane@Example.com", phone: "5555550999" };

async function record(s: Studio): Promise<[name: string, phone: string]> {
  const { name, phone } = (await s.manage("GET", `clients?q=${JANE.email}`)).body.items[0];
  return [name, phone];
}

const UNCHANGED = [JANE.name, JANE.phone];

/** Ways to give a name and phone with a known email. */
const WAYS: Record<string, (s: Studio, who: Person, more: object) => Promise<unknown>> = {
  "a free booking": async (s, who, more) => await s.book(await s.addClass({ priceCents: 0 }), who, { ...more }),
  "a hold, paid": async (s, who, more) => {
    const booked = await s.book(await s.addClass(), who, { ...more });
    await s.t.stripe.pay(booked.body.checkoutSessionId);
    return booked;
  },
  "a waitlist": async (s, who, more) => {
    const full = await s.addClass({ priceCents: 0, capacity: 1 });
    await s.book(full, person(9));
    return await s.call("POST", `/api/classes/${full}/waitlist`, { ...who, ...more });
  },
  "a pack, paid": async (s, who, more) => {
    const type = await s.manage("POST", "package-types", { name: "Pack", sessionsTotal: 5, priceCents: 9000 });
    const order = { packageTypeId: type.body.id, handle: s.handle, ...who, ...more };
    const started = await s.call("POST", "/api/packages/start", order);
    await s.t.stripe.pay(started.body.checkoutSessionId);
    return started;
  },
  "a gift card, paid": async (s, who, more) => {
    const card = { handle: s.handle, amountCents: 5000, purchaserName: who.name, purchaserEmail: who.email, ...more };
    const started = await s.call("POST", "/api/gift-cards/start", card);
    await s.t.stripe.pay(started.body.checkoutSessionId);
    return started;
  },
};

for (const [way, give] of Object.entries(WAYS)) {
  Deno.test(`${way} changes the record of a known email only with that client's token`, async () => {
    await using t = await studio();
    const { studio: s } = t;
    await s.book(await s.addClass({ priceCents: 0 }), JANE);
    await s.book(await s.addClass({ priceCents: 0 }), person(2));
    const other = await addStudio(t);
    await other.book(await other.addClass({ priceCents: 0 }), JANE);
    const tokens = {
      none: undefined,
      "another client's": await s.signIn(person(2).email),
      "the same person's of another studio": await other.signIn(JANE.email),
      "no token at all": "nonsense",
    };
    for (const [whose, customerToken] of Object.entries(tokens)) {
      const answer = await give(s, STRANGER, { customerToken }) as { status: number; text: string };
      assert.equal(answer.status, 200, `${whose}: ${answer.text}`);
      await t.settle();
      assert.deepEqual(await record(s), UNCHANGED, whose);
    }
    await give(s, { ...STRANGER, name: "Jane Smith" }, { customerToken: await s.signIn(JANE.email) });
    await t.settle();
    assert.deepEqual(await record(s), ["Jane Smith", way === "a gift card, paid" ? JANE.phone : STRANGER.phone]);
    assert.deepEqual(await t.doctor(), []);
  });
}

Deno.test("what was given with a booking names it on rosters and in mails, through hold, payment, waitlist and promotion", async () => {
  await using t = await studio();
  const { studio: s } = t;
  await s.book(await s.addClass({ priceCents: 0 }), JANE);
  const son: Person = { ...JANE, name: "John Doe", phone: "5555550111" };
  const shown = async (classId: string, part: "enrollments" | "holds" | "waitlist") =>
    (await s.roster(classId))[part].filter((one: { client: Person }) => one.client.email === JANE.email)
      .map((one: { client: Person }) => [one.client.name, one.client.phone])[0];

  const paid = await s.addClass();
  const held = await s.hold(paid, son);
  assert.deepEqual(await shown(paid, "holds"), [son.name, son.phone]);
  await t.stripe.pay(held.session);
  await t.settle();
  assert.deepEqual(await shown(paid, "enrollments"), [son.name, son.phone]);
  assert.match(t.mailer.of("booking_confirmed", JANE.email).at(-1)!.text, /Hi John Doe,/);
  await s.cancel(held.id, held.cancelToken);
  await t.settle();
  assert.match(t.mailer.of("booking_cancelled", JANE.email).at(-1)!.text, /Hi John Doe,/);

  const full = await s.addClass({ priceCents: 0, capacity: 1 });
  const first = await s.book(full, person(9));
  const entry = (await s.wait(full, son)).body.waitlistEntryId;
  assert.deepEqual(await shown(full, "waitlist"), [son.name, son.phone]);
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  assert.equal((await s.manage("POST", `waitlist/${entry}/promote`)).status, 200);
  await t.settle();
  assert.deepEqual(await shown(full, "enrollments"), [son.name, son.phone]);
  for (const kind of ["waitlist_joined", "booking_confirmed"]) {
    assert.match(t.mailer.of(kind, JANE.email).at(-1)!.text, /Hi John Doe,/, kind);
  }

  await s.buyPack(son);
  assert.match(t.mailer.of("pack_bought", JANE.email).at(-1)!.text, /Hi John Doe,/);
  assert.deepEqual(await record(s), UNCHANGED);
  // The owner finds the boy who stands at the door.
  const found = (await s.manage("GET", "clients?q=john")).body.items;
  assert.deepEqual(found.map((one: Person) => one.name), [JANE.name]);
  assert.equal((await s.manage("GET", "clients?q=555-555-0111")).body.items.length, 1);
});

Deno.test("bookings under the record's own name follow its correction, those under other names don't", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classes = [await s.addClass({ priceCents: 0 }), await s.addClass({ priceCents: 0 })];
  await s.book(classes[0], JANE);
  await s.book(classes[1], { ...JANE, name: "John Doe" });
  const customerToken = await s.signIn(JANE.email);
  await s.book(await s.addClass({ priceCents: 0 }), { ...JANE, name: "Jane Smith", phone: "5555550222" }, {
    customerToken,
  });
  const named = async (classId: string) => {
    const [{ client }] = (await s.roster(classId)).enrollments;
    return [client.name, client.phone];
  };
  assert.deepEqual(await named(classes[0]), ["Jane Smith", "5555550222"]);
  assert.deepEqual(await named(classes[1]), ["John Doe", JANE.phone]);
});

Deno.test("the same phone and name has one seat, in any notation; a family's shared phone has more", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const classId = await s.addClass({ priceCents: 0 });
  await s.book(classId, JANE);
  const book = (name: string, email: string, phone = JANE.phone) => s.book(classId, { name, email, phone });
  refused(await book("jANE  dOE", "other@example.com", "(555) 555-0100"), 409, { alreadyBooked: true });
  refused(await book("JaneDoe", "other@example.com"), 409, { alreadyBooked: true });
  refused(await book("Someone", JANE.email, "5555550999"), 409, { alreadyBooked: true });
  assert.equal((await book("John Doe", "other@example.com")).status, 200);
  assert.equal((await book("Jane Doe", "namesake@example.com", "5555550101")).status, 200);
  const { token, packId } = await s.buyPack({ name: "J. Doe", email: "third@example.com", phone: JANE.phone });
  const withPack = { useClientPackageId: packId, customerToken: token };
  const third = { email: "third@example.com", phone: JANE.phone };
  refused(await s.book(classId, { ...third, name: "john doe" }, withPack), 409, { alreadyBooked: true });
  assert.equal((await s.book(classId, { ...third, name: "Jim Doe" }, withPack)).status, 200);
});

Deno.test("erasing a client erases the names and phones kept with bookings, waitlists and mails", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other: Person = { ...JANE, name: "Zaphod Beeblebrox", phone: "5558675309" };
  await s.book(await s.addClass({ priceCents: 0 }), JANE);
  const seat = await s.seat(await s.addClass(), other);
  const full = await s.addClass({ priceCents: 0, capacity: 1 });
  await s.book(full, person(9));
  await s.wait(full, other);
  await t.stripe.refundInDashboard(s.paymentOf(seat.session), 500);
  await s.t.stripe.dispute(s.paymentOf(seat.session));
  await t.settle();
  await t.pass(100 * 3_600_000);
  const { id } = (await s.manage("GET", `clients?q=${JANE.email}`)).body.items[0];
  assert.equal((await s.manage("GET", "clients?q=zaphod")).body.items.length, 1);
  assert.match((await s.manage("GET", "export")).text, /Zaphod/);
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  const tables = await t.db.read<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  for (const { name } of tables) {
    const rows = JSON.stringify(await t.db.read(`SELECT * FROM ${name}`));
    for (const trace of ["Zaphod", other.phone]) assert.ok(!rows.includes(trace), `${trace} in ${name}`);
  }
  assert.equal((await s.manage("GET", "clients?q=zaphod")).body.items.length, 0);
});
