import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { sendAgain } from "../../../src/workflows/notifications/send_again.ts";
import { findInDatabase, refused } from "../../support/http.ts";
import { addStudio, type Person, person, type Studio, studio } from "../../support/studio.ts";

const list = async (s: Studio, q: string): Promise<string[]> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(q)}`)).body.items.map((one: { name: string }) => one.name)
    .sort();

const idOf = async (s: Studio, email: string): Promise<string> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(email)}`)).body.items[0].id;

/** Somebody who has left traces wherever one can. */
async function busy(s: Studio, who: Person) {
  const { t } = s;
  const { token, packId } = await s.buyPack(who);
  const past = await s.addClass({ inHours: 1 });
  const seat = await s.seat(past, who);
  const credited = await s.book(await s.addClass({ inHours: 1 }), who, {
    useClientPackageId: packId,
    customerToken: token,
  });
  const dropped = await s.seat(await s.addClass(), who);
  assert.equal((await s.cancel(dropped.id, dropped.cancelToken, `It is me, ${who.name}`)).status, 200);
  const lapsed = await s.addClass({ capacity: 1 });
  await s.hold(lapsed, who);
  const full = await s.addClass({ capacity: 1 });
  await s.hold(full, person(99));
  await s.wait(full, who);
  const gift = { handle: s.handle, amountCents: 5000, giftMessage: `From ${who.name}` };
  for (
    const order of [
      { ...gift, purchaserName: who.name, purchaserEmail: who.email },
      {
        ...gift,
        purchaserName: "Sam",
        purchaserEmail: "sam@example.com",
        recipientName: who.name,
        recipientEmail: who.email,
      },
    ]
  ) {
    const started = await s.call("POST", "/api/gift-cards/start", order);
    await t.stripe.pay(started.body.checkoutSessionId);
  }
  await t.settle();
  const { tipToken } = await s.completedAppointment(who);
  await t.stripe.pay(await s.startTip(tipToken));
  await t.settle();
  // A mail that the server refuses, with its reason.
  t.mailer.refuse = "for now";
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  await t.settle();
  t.mailer.refuse = null;
  await s.call("POST", `/api/classes/${past}/waitlist`, who, { "idempotency-key": who.email });
  const me = (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body;
  return { token, seat, credited, past, tipToken, me, feed: new URL(me.calendarFeedUrl).pathname };
}

Deno.test("a client with a seat or visit to come can't be erased, nor one whose refund is in progress", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const seated = await s.seat(await s.addClass(), person(1));
  const held = await s.hold(await s.addClass(), person(2));
  await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + HOUR),
    client: person(3),
  });
  const ids = await Promise.all([1, 2, 3].map((n) => idOf(s, person(n).email)));
  for (const id of ids) refused(await s.manage("DELETE", `clients/${id}`), 409);
  await s.cancel(held.id, held.cancelToken);
  assert.equal((await s.manage("DELETE", `clients/${ids[1]}`)).status, 204);
  t.stripe.refundStatus = "pending";
  const cancelled = await s.cancel(seated.id, seated.cancelToken);
  assert.equal(cancelled.status, 200);
  refused(await s.manage("DELETE", `clients/${ids[0]}`), 409);
  await t.stripe.settleRefund(cancelled.body.refundId);
  await t.pass(DAY);
  assert.equal((await s.manage("DELETE", `clients/${ids[0]}`)).status, 204);
  refused(await s.manage("DELETE", `clients/${ids[0]}`), 404);
  refused(await s.manage("DELETE", "clients/cli-none"), 404);
});

Deno.test("erasing a client takes every trace of them out of the database, and keeps bookings and payments", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const their = await busy(s, who);
  await other.seat(await other.addClass(), who);
  await t.pass(4 * HOUR);
  await s.manage("POST", `classes/${their.past}/complete`);
  for (const trace of [who.name, who.email, who.phone]) assert.ok((await findInDatabase(t, trace)).length >= 3, trace);
  const before = await Promise.all(
    ["checkouts", "refunds", "credit_entries", "gift_cards", "enrollments"].map((of) => s.books(of)),
  );

  // A mail may be queued still: it is not sent to somebody who is not there any more.
  const sent = t.mailer.of("signin_link", who.email).length;
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  const erased = await s.manage("DELETE", `clients/${their.me.client.id}`);
  assert.deepEqual([erased.status, erased.text], [204, ""]);
  await t.settle();
  assert.equal(t.mailer.of("signin_link", who.email).length, sent);

  // The other studio's client is another person.
  const left = await t.db.read("SELECT id FROM clients WHERE email = ?", [who.email]);
  assert.equal(left.length, 1);
  assert.equal((await other.manage("DELETE", `clients/${left[0].id}`)).status, 409);
  const [theirClass] = (await other.manage("GET", "classes")).body.items;
  await other.manage("POST", `classes/${theirClass.id}/cancel`);
  await t.pass(HOUR);
  assert.equal((await other.manage("DELETE", `clients/${left[0].id}`)).status, 204);
  await t.settle();

  for (
    const trace of [who.name, "Beeblebrox", who.email, "heart.example", who.phone, their.token, their.feed.slice(9, -4)]
  ) {
    assert.deepEqual(await findInDatabase(t, trace), [], trace);
  }

  refused(await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": their.token }), 404);
  refused(await t.send("GET", their.feed), 404);
  refused(await t.send("POST", "/api/tip/start", { token: their.tipToken, amountCents: 500 }), 409);
  refused(await s.manage("GET", `clients/${their.me.client.id}`), 404);
  refused(await s.manage("POST", `clients/${their.me.client.id}/calendar-feed`), 404);
  assert.deepEqual(await list(s, "zaphod"), []);
  const withPack = { useClientPackageId: their.me.packages[0].id, customerToken: their.token };
  refused(await s.book(await s.addClass(), person(), withPack), 404);

  const after = await Promise.all(
    ["checkouts", "refunds", "credit_entries", "gift_cards", "enrollments"].map((of) => s.books(of)),
  );
  const money = (rows: Record<string, unknown>[]) =>
    rows.map((
      one,
    ) => [one.id, one.amount_cents, one.state, one.status, one.balance_cents, one.delta, one.fulfillment_id]);
  assert.deepEqual(after.map(money), before.map(money));
  const { enrollments } = await s.roster(their.past);
  assert.deepEqual(enrollments.map((one: { client: unknown }) => one.client), [{
    id: their.me.client.id,
    name: "Erased client",
    email: null,
    phone: null,
  }]);
});

Deno.test("mails about a gift card are still sent to the other, and say nothing of who was erased", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const buyer = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const friend = { name: "Trillian McMillan", email: "trillian@heart.example", phone: "5558675310" };
  const words = "So long, from your Zaphod";
  const present = async (of: Studio, refuse: "for now" | "for good") => {
    t.mailer.refuse = refuse;
    const started = await of.call("POST", "/api/gift-cards/start", {
      handle: of.handle,
      amountCents: 5000,
      purchaserName: buyer.name,
      purchaserEmail: buyer.email,
      recipientName: friend.name,
      recipientEmail: friend.email,
      giftMessage: words,
    });
    assert.equal(started.status, 200, started.text);
    await t.stripe.pay(started.body.checkoutSessionId);
    await t.settle();
  };
  const erase = async (who: Person) => {
    t.mailer.refuse = null;
    const past = await s.addClass({ inHours: 1, priceCents: 0 });
    assert.equal((await s.book(past, who)).status, 200);
    t.clock.advance(HOUR);
    assert.equal((await s.manage("DELETE", `clients/${await idOf(s, who.email)}`)).status, 204);
  };
  const left = (of: Studio) =>
    t.db.read(
      "SELECT id, kind, recipient, state, data FROM messages WHERE provider_id = ? AND kind LIKE 'gift_card%' ORDER BY id",
      [of.id],
    );
  const dead = async (of: Studio) => (await left(of)).filter((one) => one.state === "dead");
  for (const one of [other, s]) for (const refuse of ["for now", "for good"] as const) await present(one, refuse);
  const elsewhere = await dead(other);
  assert.deepEqual(
    [(await left(s)).length, (await dead(s)).length, elsewhere.length],
    [4, 2, 2],
    "two cards, two mails each",
  );

  // The buyer goes: the cards are the friend's.
  await erase(buyer);
  for (const trace of [buyer.name, "Zaphod", buyer.email]) {
    assert.ok(!JSON.stringify(await left(s)).includes(trace), trace);
  }
  const [card, ...more] = await dead(s);
  assert.equal(more.length, 0, "the receipt is not for anybody any more");
  await sendAgain(t.ctx, s.id, card.id);
  await t.pass(HOUR);
  const here = t.mailer.of("gift_card", friend.email).filter((mail) => mail.text.includes("Somebody"));
  assert.equal(here.length, 2);
  for (const { subject, text } of here) {
    assert.equal(subject, "Somebody gives you a gift card for Sculpt Pilates Co.");
    assert.match(text, /^Hi Trillian McMillan,$/m);
    assert.match(text, /^[2-9A-HJKMNP-Z]{16}$/m);
    assert.ok(!/Zaphod|Erased|null|^>/m.test(text), text);
  }
  assert.equal(t.mailer.of("gift_card_receipt", buyer.email).length, 1, "the other studio's only");
  assert.match(t.mailer.of("gift_card", friend.email).map((mail) => mail.text).join(), /Zaphod Beeblebrox gives you/);
  assert.deepEqual(await dead(other), elsewhere, "theirs are as they were");

  // Now a friend goes, whose mail had arrived, while the buyer's receipts wait.
  const ford = { name: "Ford Prefect", email: "ford@heart.example", phone: "5558675311" };
  const sent = t.mailer.sent.length;
  const started = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: ford.name,
    purchaserEmail: ford.email,
    recipientName: friend.name,
    recipientEmail: friend.email,
  });
  t.mailer.refuse = "for now";
  await t.stripe.pay(started.body.checkoutSessionId);
  await t.settle();
  await erase(friend);
  assert.ok(!/Trillian|trillian/.test(JSON.stringify(await left(s))));
  await t.pass(HOUR);
  const receipts = t.mailer.sent.slice(sent).filter((mail) => mail.kind.startsWith("gift_card"));
  assert.deepEqual(receipts.map(({ to, subject }) => [to, subject]), [[ford.email, "Your gift card is on its way"]]);
  assert.match(receipts[0].text, /^Hi Ford Prefect,$/m);
  assert.ok(!/Trillian|^To:|null/m.test(receipts[0].text), receipts[0].text);
});

Deno.test("an erased client may come again, as a new client", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const past = await s.addClass({ inHours: 1, priceCents: 0 });
  await s.book(past, person());
  t.clock.advance(HOUR);
  const id = await idOf(s, person().email);
  assert.equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const anew = await idOf(s, person().email);
  assert.ok(anew !== id);
  assert.equal((await s.manage("GET", `clients/${anew}`)).body.enrollments.length, 1);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 1);
});
