/** Clients: found, read, erased. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { sendAgain } from "../../../src/workflows/notifications/send_again.ts";
import { findInDatabase, invalid, isId, refused } from "../../support/http.ts";
import { addStudio, type Person, person, type Studio, studio } from "../../support/studio.ts";

const list = async (s: Studio, q: string): Promise<string[]> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(q)}`)).body.items.map((one: { name: string }) => one.name)
    .sort();
const idOf = async (s: Studio, email: string): Promise<string> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(email)}`)).body.items[0].id;

Deno.test("clients are found by part of a name, an email or a phone in any notation", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const people: Person[] = [
    { name: "Jane Doe", email: "jane.doe@example.com", phone: "(555) 010-2030" },
    { name: "Sam 100% Smith", email: "sam_s2@example.org", phone: "5559998877" },
    { name: "Zoë Li", email: "zoe@example.com", phone: "4915112345678" },
    { name: "Ömer Çelik", email: "o1@example.net", phone: "15550000001" },
    { name: "Jean-Élie d’Été", email: "o2@example.net", phone: "15550000002" },
    { name: "Ольга ёлкина", email: "o3@example.net", phone: "15550000003" },
    { name: "Γιώργος", email: "o4@example.net", phone: "15550000004" },
    { name: "ANNA STRAUSS", email: "o5@example.net", phone: "15550000005" },
    { name: "a*b? [^a]", email: "o6@example.net", phone: "15550000006" },
  ];
  const id = await s.addClass({ priceCents: 0, capacity: 20 });
  for (const one of people) equal((await s.book(id, one)).status, 200);
  const [jane, sam, zoe, omer, elie, olga, giorgos, strauss, stars] = people.map((one) => one.name);
  for (
    const [q, found] of [
      ["", people.map((one) => one.name).sort()],
      ["  ", people.map((one) => one.name).sort()],
      ["jane", [jane]],
      ["DOE", [jane]],
      [" Jane Doe ", [jane]],
      ["example.com", [jane, zoe]],
      ["JANE.DOE@EXAMPLE.COM", [jane]],
      ["5550102030", [jane]],
      ["(555) 010-20", [jane]],
      ["555-999", [sam]],
      ["+49 151", [zoe]],
      ["Zoë", [zoe]],
      ["ZOË", [zoe]],
      // Letters of any alphabet have two cases; names of several words, hyphens and small particles too.
      ["ömer", [omer]],
      ["çelik", [omer]],
      ["ÖMER ÇELIK", [omer]],
      ["elİk", []],
      ["jean-élie", [elie]],
      ["D’ÉTÉ", [elie]],
      ["ольга ёлкина", [olga]],
      ["ЛКИНА", [olga]],
      ["γιώργος", [giorgos]],
      ["ΓΙΏΡΓΟΣ", [giorgos]],
      ["strauß", [strauss]],
      // What means something to LIKE is a character like any other.
      ["100%", [sam]],
      ["%", [sam]],
      ["_", [sam]],
      ["sam_s2", [sam]],
      // And what means something to GLOB.
      ["*", [stars]],
      ["a*b", [stars]],
      ["?", [stars]],
      ["[", [stars]],
      ["]", [stars]],
      ["[^a]", [stars]],
      ["[a-z]", []],
      // An email that holds digits is no phone.
      ["sam_s2@example.org", [sam]],
      ["nobody9@example.com", []],
      ["\\", []],
      ["'; DROP TABLE clients; --", []],
    ] as [string, string[]][]
  ) same(await list(s, q), found, q);
  const [item] = (await s.manage("GET", "clients?q=jane")).body.items;
  isId(item.id, "cli");
  same(item, { id: item.id, name: jane, email: people[0].email, phone: "5550102030", createdAt: iso(t.clock.now()) });
  invalid(await s.manage("GET", `clients?q=${"x".repeat(121)}`), "q");
});

Deno.test("a client is read with bookings, packs and the feed, as the client sees them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const { token, packId } = await s.buyPack(person(), 3);
  await s.book(await s.addClass(), person(), { useClientPackageId: packId, customerToken: token });
  await s.hold(await s.addClass(), person());
  const me = (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body;
  const got = await s.manage("GET", `clients/${me.client.id}`);
  equal(got.status, 200);
  same(got.body, {
    ...me.client,
    phone: person().phone,
    createdAt: iso(t.clock.now()),
    enrollments: me.enrollments,
    packages: me.packages,
    calendarFeedUrl: me.calendarFeedUrl,
  });
  equal(got.body.enrollments.length, 2);
  refused(await s.manage("GET", "clients/cli-none"), 404);
});

Deno.test("a client with a seat or visit to come can't be erased, nor one whose refund is under way", async () => {
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
  equal((await s.manage("DELETE", `clients/${ids[1]}`)).status, 204);
  t.stripe.refundStatus = "pending";
  const cancelled = await s.cancel(seated.id, seated.cancelToken);
  equal(cancelled.status, 200);
  refused(await s.manage("DELETE", `clients/${ids[0]}`), 409);
  await t.stripe.settleRefund(cancelled.body.refundId);
  await t.pass(DAY);
  equal((await s.manage("DELETE", `clients/${ids[0]}`)).status, 204);
  refused(await s.manage("DELETE", `clients/${ids[0]}`), 404);
  refused(await s.manage("DELETE", "clients/cli-none"), 404);
});

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
  equal((await s.cancel(dropped.id, dropped.cancelToken, `It is me, ${who.name}`)).status, 200);
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

Deno.test("erasing a client takes every trace of them out of the database, and keeps the books", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const other = await addStudio(t);
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const their = await busy(s, who);
  await other.seat(await other.addClass(), who);
  await t.pass(4 * HOUR);
  await s.manage("POST", `classes/${their.past}/complete`);
  for (const trace of [who.name, who.email, who.phone]) truth((await findInDatabase(t, trace)).length >= 3, trace);
  const before = await Promise.all(
    ["checkouts", "refunds", "credit_entries", "gift_cards", "enrollments"].map((of) => s.books(of)),
  );

  // A mail may be queued still: it is not sent to somebody who is not there any more.
  const sent = t.mailer.of("signin_link", who.email).length;
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  const erased = await s.manage("DELETE", `clients/${their.me.client.id}`);
  same([erased.status, erased.text], [204, ""]);
  await t.settle();
  equal(t.mailer.of("signin_link", who.email).length, sent);

  // The other studio's client is another person.
  const left = await t.db.read("SELECT id FROM clients WHERE email = ?", [who.email]);
  equal(left.length, 1);
  equal((await other.manage("DELETE", `clients/${left[0].id}`)).status, 409);
  const [theirClass] = (await other.manage("GET", "classes")).body.items;
  await other.manage("POST", `classes/${theirClass.id}/cancel`);
  await t.pass(HOUR);
  equal((await other.manage("DELETE", `clients/${left[0].id}`)).status, 204);
  await t.settle();

  for (
    const trace of [who.name, "Beeblebrox", who.email, "heart.example", who.phone, their.token, their.feed.slice(9, -4)]
  ) {
    same(await findInDatabase(t, trace), [], trace);
  }

  refused(await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": their.token }), 404);
  refused(await t.send("GET", their.feed), 404);
  refused(await t.send("POST", "/api/tip/start", { token: their.tipToken, amountCents: 500 }), 409);
  refused(await s.manage("GET", `clients/${their.me.client.id}`), 404);
  refused(await s.manage("POST", `clients/${their.me.client.id}/calendar-feed`), 404);
  same(await list(s, "zaphod"), []);
  const withPack = { useClientPackageId: their.me.packages[0].id, customerToken: their.token };
  refused(await s.book(await s.addClass(), person(), withPack), 404);

  const after = await Promise.all(
    ["checkouts", "refunds", "credit_entries", "gift_cards", "enrollments"].map((of) => s.books(of)),
  );
  const money = (rows: Record<string, unknown>[]) =>
    rows.map((
      one,
    ) => [one.id, one.amount_cents, one.state, one.status, one.balance_cents, one.delta, one.fulfillment_id]);
  same(after.map(money), before.map(money));
  const { enrollments } = await s.roster(their.past);
  same(enrollments.map((one: { client: unknown }) => one.client), [{
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
    equal(started.status, 200, started.text);
    await t.stripe.pay(started.body.checkoutSessionId);
    await t.settle();
  };
  const erase = async (who: Person) => {
    t.mailer.refuse = null;
    const past = await s.addClass({ inHours: 1, priceCents: 0 });
    equal((await s.book(past, who)).status, 200);
    t.clock.advance(HOUR);
    equal((await s.manage("DELETE", `clients/${await idOf(s, who.email)}`)).status, 204);
  };
  const left = (of: Studio) =>
    t.db.read(
      "SELECT id, kind, recipient, state, data FROM messages WHERE provider_id = ? AND kind LIKE 'gift_card%' ORDER BY id",
      [of.id],
    );
  const dead = async (of: Studio) => (await left(of)).filter((one) => one.state === "dead");
  for (const one of [other, s]) for (const refuse of ["for now", "for good"] as const) await present(one, refuse);
  const elsewhere = await dead(other);
  same([(await left(s)).length, (await dead(s)).length, elsewhere.length], [4, 2, 2], "two cards, two mails each");

  // The buyer goes: the cards are the friend's.
  await erase(buyer);
  for (const trace of [buyer.name, "Zaphod", buyer.email]) {
    truth(!JSON.stringify(await left(s)).includes(trace), trace);
  }
  const [card, ...more] = await dead(s);
  equal(more.length, 0, "the receipt is not for anybody any more");
  await sendAgain(t.ctx, s.id, card.id);
  await t.pass(HOUR);
  const here = t.mailer.of("gift_card", friend.email).filter((mail) => mail.text.includes("Somebody"));
  equal(here.length, 2);
  for (const { subject, text } of here) {
    equal(subject, "Somebody gives you a gift card for Sculpt Pilates Co.");
    match(text, /^Hi Trillian McMillan,$/m);
    match(text, /^[2-9A-HJKMNP-Z]{16}$/m);
    truth(!/Zaphod|Erased|null|^>/m.test(text), text);
  }
  equal(t.mailer.of("gift_card_receipt", buyer.email).length, 1, "the other studio's only");
  match(t.mailer.of("gift_card", friend.email).map((mail) => mail.text).join(), /Zaphod Beeblebrox gives you/);
  same(await dead(other), elsewhere, "theirs are as they were");

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
  truth(!/Trillian|trillian/.test(JSON.stringify(await left(s))));
  await t.pass(HOUR);
  const receipts = t.mailer.sent.slice(sent).filter((mail) => mail.kind.startsWith("gift_card"));
  same(receipts.map(({ to, subject }) => [to, subject]), [[ford.email, "Your gift card is on its way"]]);
  match(receipts[0].text, /^Hi Ford Prefect,$/m);
  truth(!/Trillian|^To:|null/m.test(receipts[0].text), receipts[0].text);
});

Deno.test("who was erased may come again, as somebody new", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const past = await s.addClass({ inHours: 1, priceCents: 0 });
  await s.book(past, person());
  t.clock.advance(HOUR);
  const id = await idOf(s, person().email);
  equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  await s.book(await s.addClass({ priceCents: 0 }), person());
  const anew = await idOf(s, person().email);
  truth(anew !== id);
  equal((await s.manage("GET", `clients/${anew}`)).body.enrollments.length, 1);
  equal((await s.manage("GET", "clients")).body.items.length, 1);
});
