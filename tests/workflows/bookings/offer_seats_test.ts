/** Waitlists that fill themselves: an open seat is offered to the first who waits, in the write that opens it. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso, MINUTE, ms } from "../../../src/domain/time.ts";
import type { Answer } from "../../support/app.ts";
import { type Held, type Person, person, studio } from "../../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const AUTOMATIC = { waitlistMode: "automatic" };

/** A studio whose waitlists fill themselves. */
async function automatic(settings: Record<string, unknown> = {}, options: Parameters<typeof studio>[0] = {}) {
  const t = await studio(options);
  await set(t, { ...AUTOMATIC, ...settings });
  return t;
}

async function set(t: World, settings: Record<string, unknown>): Promise<void> {
  const { status, text } = await t.studio.manage("PATCH", "provider", settings);
  assert.equal(status, 200, text);
}

/** A full class of one seat, and people who wait for it. */
async function full(t: World, of: { priceCents?: number; inHours?: number; waiting?: number[] } = {}) {
  const { priceCents = 2000, inHours = 72, waiting = [2, 3] } = of;
  const classId = await t.studio.addClass({ capacity: 1, priceCents, inHours });
  const { enrollmentId: id, cancelToken, checkoutSessionId } = (await t.studio.book(classId, person(1))).body;
  if (checkoutSessionId) await t.stripe.pay(checkoutSessionId);
  await t.settle();
  const entries: { id: string; leaveToken: string }[] = [];
  for (const n of waiting) {
    t.clock.advance(1); // stories are told in the order of joining
    const { body } = await t.studio.wait(classId, person(n));
    entries.push({ id: body.waitlistEntryId, leaveToken: body.leaveToken });
  }
  const first: Held = { id, cancelToken, session: checkoutSessionId, url: "" };
  return { classId, entries, first, free: () => t.studio.cancel(id, cancelToken) };
}

// deno-lint-ignore no-explicit-any
async function stories(t: World, classId: string): Promise<any[]> {
  return (await t.studio.manage("GET", `classes/${classId}/waitlist`)).body.items;
}
const statuses = async (t: World, classId: string) => (await stories(t, classId)).map((one) => one.status).join(" ");
const offers = (t: World, who?: Person) => t.mailer.of("waitlist_promoted", who?.email);
/** The session of the offer that somebody was mailed. */
function sessionOf(t: World, who: Person): string {
  const { text } = offers(t, who).at(-1)!;
  return [...t.stripe.sessions.values()].find(({ session }) => text.includes(session.url!))!.session.id;
}
/** When the only hold of a class ends. */
const holdEnd = async (t: World, classId: string) => (await t.studio.roster(classId)).holds[0].expiresAt as string;
const refused = (answer: Answer, code: string) => assert.deepEqual([answer.status, answer.body.code], [409, code]);

Deno.test("a seat of a free class is booked at once for the first who waits, and both are told", async () => {
  await using t = await automatic();
  const { classId, free } = await full(t, { priceCents: 0 });
  assert.equal((await free()).status, 200);
  assert.equal(await t.studio.seats(classId), "1/0/0", "nobody could come between");
  assert.equal(await statuses(t, classId), "booked waiting");
  await t.settle();
  assert.match(t.mailer.of("booking_confirmed", person(2).email)[0].text, /next on the waitlist/);
  assert.deepEqual(t.mailer.of("seat_opened"), [], "the owner has nothing to do");
});

Deno.test("a paid seat is held with the write that frees it, offered by mail, and goes to the next when it is not taken", async () => {
  await using t = await automatic();
  const { classId, free } = await full(t);
  await free();
  assert.equal(await t.studio.seats(classId), "0/1/0");
  refused(await t.studio.book(classId, person(9)), "class_full");
  await t.settle();
  const [mail, ...more] = offers(t, person(2));
  assert.equal(more.length, 0);
  assert.match(mail.text, /\$20\.00/);
  const lasts = ms(await holdEnd(t, classId)) - t.clock.now();
  assert.ok(lasts >= 60 * MINUTE && lasts <= 62 * MINUTE, `${lasts / MINUTE} minutes`);
  assert.equal(await statuses(t, classId), "offered waiting");

  await t.pass(63 * MINUTE);
  assert.equal(await statuses(t, classId), "lapsed offered");
  assert.equal(await t.studio.seats(classId), "0/1/0");
  assert.equal(offers(t, person(3)).length, 1);
  const again = (await t.studio.wait(classId, person(2))).body;
  assert.deepEqual([again.alreadyOnWaitlist, again.position], [false, 1], "who let it lapse may join again");
  await t.stripe.pay(sessionOf(t, person(3)));
  await t.settle();
  assert.equal(await statuses(t, classId), "lapsed booked waiting");
  assert.deepEqual(t.mailer.of("seat_opened"), []);
  const left = (await t.studio.manage("GET", "events?type=waitlist.left")).body.items;
  assert.deepEqual(left.map((one: { data: { client: { email: string } } }) => one.data.client.email), [
    person(2).email,
  ]);
});

/** Every way in which a seat is freed; each begins with a full class of one seat. */
const WAYS: Record<string, (t: World, world: Awaited<ReturnType<typeof full>>) => Promise<unknown>> = {
  "its customer cancels": (_t, { free }) => free(),
  "the owner cancels": (t, { first }) => t.studio.manage("POST", `enrollments/${first.id}/cancel`, { refund: "none" }),
  "the dashboard refunds it": async (t, { first }) => {
    await t.stripe.refundInDashboard(t.studio.paymentOf(first.session));
    await t.stripe.deliver();
  },
  "the class gets another seat": (t, { classId }) => t.studio.manage("PATCH", `classes/${classId}`, { capacity: 2 }),
};
for (const [way, open] of Object.entries(WAYS)) {
  Deno.test(`a seat is offered in the write that frees it: ${way}`, async () => {
    await using t = await automatic();
    const world = await full(t);
    await open(t, world);
    assert.equal((await t.studio.class(world.classId)).seatsLeft, 0);
    assert.equal(await statuses(t, world.classId), "offered waiting");
  });
}

const HOLDS: Record<string, (t: World, held: Held) => Promise<unknown>> = {
  "its time is up": async (t, held) => (await t.stripe.letExpire(held.session), await t.stripe.deliver()),
  "its customer cancels it": (t, held) => t.studio.cancel(held.id, held.cancelToken),
  "the bank declines": async (t, held) => {
    await t.stripe.payLater(held.session);
    await t.stripe.bankFails(held.session);
    await t.stripe.deliver();
  },
};
for (const [way, open] of Object.entries(HOLDS)) {
  Deno.test(`a held seat is offered in the write that frees it: ${way}`, async () => {
    await using t = await automatic();
    const classId = await t.studio.addClass({ capacity: 1 });
    const held = await t.studio.hold(classId, person(1));
    await t.studio.wait(classId, person(2));
    await open(t, held);
    assert.equal(await t.studio.seats(classId), "0/1/0");
    assert.equal(await statuses(t, classId), "offered");
  });
}

Deno.test("a booking whose payment page Stripe does not make gives its seat to who has begun to wait meanwhile", async () => {
  await using t = await automatic();
  const classId = await t.studio.addClass({ capacity: 1 });
  const go = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "slow", until: go.promise });
  t.stripe.fail({ route: "POST /v1/checkout/sessions", status: 400, error: { type: "invalid_request_error" } });
  const asked = t.stripe.requests.length;
  const booking = t.studio.book(classId, person(1));
  while (t.stripe.requests.length === asked) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal((await t.studio.wait(classId, person(2))).status, 200);
  go.resolve();
  assert.equal((await booking).status, 502);
  assert.equal(await t.studio.seats(classId), "0/1/0");
  await t.settle();
  assert.equal(offers(t, person(2)).length, 1);
});

Deno.test("while Stripe makes no payment page the seat stays theirs, and Stripe is asked again after growing waits", async () => {
  await using t = await automatic();
  const { classId, free } = await full(t);
  const fault = t.stripe.fail({
    route: "POST /v1/checkout/sessions",
    status: 400,
    times: 100,
    error: { type: "invalid_request_error" },
  });
  await free();
  const asked = () => t.stripe.requests.filter((one) => one.path === "/v1/checkout/sessions").length;
  await t.settle();
  const before = asked();
  const tries: number[] = [];
  for (let minute = 1; minute <= 40; minute++) {
    const had = asked();
    await t.pass(MINUTE);
    if (asked() > had) tries.push(minute);
    assert.equal(await t.studio.seats(classId), "0/1/0", "nobody else can have it");
    assert.equal(await statuses(t, classId), "offered waiting");
    refused(await t.studio.book(classId, person(9)), "class_full");
  }
  assert.ok(before >= 2 && tries.length >= 4 && tries.length <= 8, `asked after minutes ${tries}`);
  assert.deepEqual(await t.doctor(), []);
  void fault;
  t.stripe.clearFaults();
  await t.pass(11 * MINUTE);
  assert.equal(offers(t).length, 1);
  const lasts = ms(await holdEnd(t, classId)) - t.clock.now();
  assert.ok(lasts > 45 * MINUTE, "their time begins with the page");
  await t.stripe.pay(sessionOf(t, person(2)));
  await t.settle();
  assert.equal(await statuses(t, classId), "booked waiting");
});

Deno.test("nothing is offered from the cut-off on; then the owner is told, and anyone can book", async () => {
  await using t = await automatic({ waitlistCutoffHours: 3 });
  for (const [before, offered] of [[3 * HOUR + MINUTE, true], [3 * HOUR, false]] as const) {
    const { classId, free } = await full(t, { priceCents: 0, inHours: 12 });
    t.clock.advance(12 * HOUR - before);
    await free();
    assert.equal(await statuses(t, classId), offered ? "booked waiting" : "waiting waiting");
    await t.settle();
    assert.equal(t.mailer.of("seat_opened").length, offered ? 0 : 1);
    if (!offered) assert.equal((await t.studio.book(classId, person(9))).status, 200);
  }
});

Deno.test("without a cut-off an offer ends with the class's beginning, and less than 31 minutes before it none is made", async () => {
  await using t = await automatic({ waitlistCutoffHours: 0 });
  for (const [minutes, offered] of [[45, true], [31, true], [30, false]] as const) {
    const { classId, free } = await full(t, { inHours: 5 });
    const { scheduledAt } = await t.studio.class(classId);
    t.clock.at = ms(scheduledAt) - minutes * MINUTE;
    await free();
    assert.equal(await statuses(t, classId), offered ? "offered waiting" : "waiting waiting", `${minutes} minutes`);
    if (!offered) continue;
    assert.equal(await holdEnd(t, classId), scheduledAt);
    await t.settle();
    assert.ok(sessionOf(t, person(2)), "Stripe has taken it");
    await t.pass(minutes * MINUTE + MINUTE);
    assert.equal(await statuses(t, classId), "lapsed waiting");
  }
});

Deno.test("with packs, who has a credit is booked at once; without a credit of their own they are offered the seat", async () => {
  await using t = await automatic({ waitlistUsesPacks: true });
  const { token, packId } = await t.studio.buyPack(person(2), 1);
  const credits = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.packages[0]
      .sessionsRemaining;
  const world = await full(t, { waiting: [2] });
  await world.free();
  assert.equal(await statuses(t, world.classId), "booked");
  assert.equal(await credits(), 0);
  const seats = (await t.studio.books("enrollments")).filter((one) => one.class_id === world.classId);
  const seat = seats.find((one) => one.status === "Confirmed");
  assert.deepEqual([seat.paid_with, seat.client_package_id], ["credit", packId]);
  await t.settle();
  assert.equal(t.mailer.of("booking_confirmed", person(2).email).length, 1);
  const second = await full(t, { waiting: [2] });
  await second.free();
  assert.equal(await statuses(t, second.classId), "offered", "the pack is empty");
});

Deno.test("a stranger who knows a client's email takes no credit of theirs; their own token does", async () => {
  await using t = await automatic({ waitlistUsesPacks: true });
  const { token } = await t.studio.buyPack(person(2), 5);
  const stranger = { ...person(2), name: "Somebody Else", phone: "5555559999" };
  for (const [more, expected] of [[{}, "offered"], [{ customerToken: token }, "booked"]] as const) {
    const { classId, free } = await full(t, { waiting: [] });
    await t.studio.call("POST", `/api/classes/${classId}/waitlist`, { ...stranger, ...more });
    await free();
    assert.equal(await statuses(t, classId), expected);
    await t.settle();
  }
});

Deno.test("packs are left alone unless the studio says so", async () => {
  await using t = await automatic();
  await t.studio.buyPack(person(2), 5);
  const { classId, free } = await full(t, { waiting: [2] });
  await free();
  assert.equal(await statuses(t, classId), "offered");
});

Deno.test("who leaves while an offer is out closes its page, and the seat is the next one's", async () => {
  await using t = await automatic();
  const { classId, entries, free } = await full(t);
  await free();
  await t.settle();
  const session = sessionOf(t, person(2));
  const leave = () => t.send("POST", `/api/waitlist/${entries[0].id}/leave`, { leaveToken: entries[0].leaveToken });
  assert.equal((await leave()).status, 200);
  assert.equal(t.stripe.sessions.get(session)!.session.status, "expired");
  assert.equal(await statuses(t, classId), "left offered");
  assert.equal(await t.studio.seats(classId), "0/1/0");
  assert.equal((await leave()).status, 200);
  await t.settle();
  assert.equal(offers(t, person(3)).length, 1);
  assert.deepEqual(t.mailer.of("booking_cancelled", person(2).email), [], "they know");
});

Deno.test("who leaves while Stripe does not answer keeps the offer, and may try again", async () => {
  await using t = await automatic();
  const { classId, entries, free } = await full(t);
  await free();
  await t.settle();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "lost", times: 3 });
  const leave = () => t.send("POST", `/api/waitlist/${entries[0].id}/leave`, { leaveToken: entries[0].leaveToken });
  assert.equal((await leave()).status, 502);
  t.stripe.clearFaults();
  assert.equal((await leave()).status, 200);
  assert.equal(await statuses(t, classId), "left offered");
});

for (const by of ["customer", "owner"]) {
  Deno.test(`an offer that was paid a moment ago stays, though its ${by} ends the entry`, async () => {
    await using t = await automatic();
    const { classId, entries: [entry], free } = await full(t);
    await free();
    await t.settle();
    await t.stripe.pay(sessionOf(t, person(2)));
    const answer = by === "owner"
      ? await t.studio.manage("DELETE", `waitlist/${entry.id}`)
      : await t.send("POST", `/api/waitlist/${entry.id}/leave`, { leaveToken: entry.leaveToken });
    assert.ok(answer.status < 300, answer.text);
    await t.settle();
    assert.equal(await statuses(t, classId), "booked waiting");
    assert.equal(await t.studio.seats(classId), "1/0/0");
    const { enrollments } = await t.studio.roster(classId);
    const seat = enrollments.find((one: { status: string }) => one.status === "Confirmed");
    assert.equal((await t.studio.books("refunds")).filter((one) => one.enrollment_id === seat.id).length, 0);
  });
}

Deno.test("seats that nobody was offered are, once the studio switches it on or may take payments", async () => {
  await using t = await studio();
  const { classId, free } = await full(t);
  await free();
  await t.settle();
  assert.equal(await statuses(t, classId), "waiting waiting");
  assert.equal(t.mailer.of("seat_opened").length, 1);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: false });
  await t.settle();
  await set(t, AUTOMATIC);
  await t.settle();
  assert.equal(await statuses(t, classId), "waiting waiting", "an offer could not be paid");
  t.clock.advance(HOUR);
  assert.deepEqual(await t.doctor(), []);
  await t.stripe.setAccount(t.studio.accountId, { chargesEnabled: true });
  await t.settle();
  assert.equal(await statuses(t, classId), "offered waiting");
  assert.equal(offers(t).length, 1);
});

Deno.test("a class that becomes free, or later, gives its open seats", async () => {
  await using t = await automatic({}, { onboarded: false });
  const classId = await t.studio.addClass({ capacity: 1, priceCents: 0 });
  await t.studio.book(classId, person(1));
  await t.studio.wait(classId, person(2));
  await t.studio.manage("PATCH", `classes/${classId}`, { priceCents: 1500 });
  await t.studio.manage("PATCH", `classes/${classId}`, { capacity: 2 });
  assert.equal(await statuses(t, classId), "waiting");
  await t.studio.manage("PATCH", `classes/${classId}`, { priceCents: 0 });
  assert.equal(await statuses(t, classId), "booked");
});

Deno.test("who holds a seat of their own is passed over, and is next when it lapses", async () => {
  await using t = await automatic();
  const classId = await t.studio.addClass({ capacity: 2 });
  const own = await t.studio.hold(classId, person(2));
  const seat = await t.studio.hold(classId, person(1));
  for (const n of [2, 3]) {
    t.clock.advance(1);
    assert.equal((await t.studio.wait(classId, person(n))).status, 200);
  }
  await t.studio.cancel(seat.id, seat.cancelToken);
  assert.equal(await statuses(t, classId), "waiting offered");
  await t.stripe.letExpire(own.session);
  await t.stripe.deliver();
  assert.equal(await statuses(t, classId), "offered offered");
});

Deno.test("as many seats as open are offered, one to each, in order", async () => {
  await using t = await automatic();
  const { classId } = await full(t, { waiting: [2, 3, 4, 5] });
  await t.studio.manage("PATCH", `classes/${classId}`, { capacity: 4 });
  assert.equal(await statuses(t, classId), "offered offered offered waiting");
  await t.settle();
  assert.equal(new Set(offers(t).map((one) => one.to)).size, 3);
});

Deno.test("the customer's page shows their place, then the offer; a paid one is a booking only", async () => {
  await using t = await automatic();
  const { classId, free } = await full(t);
  const token = await t.studio.signIn(person(2).email);
  const me = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.waitlist;
  assert.deepEqual((await me()).map((one: { position: number; offer: unknown }) => [one.position, one.offer]), [[
    1,
    null,
  ]]);
  await free();
  await t.settle();
  const [waits] = await me();
  assert.equal(waits.position, 1);
  assert.deepEqual(waits.offer, {
    expiresAt: await holdEnd(t, classId),
    checkoutUrl: t.stripe.sessions.get(sessionOf(t, person(2)))!.session.url,
  });
  await t.stripe.pay(sessionOf(t, person(2)));
  await t.settle();
  assert.deepEqual(await me(), []);
});

Deno.test("an offer never ends in the night: it lasts into the morning, but neither past a day nor past the cut-off", async () => {
  // 15:00 UTC is 10:00 in Chicago.
  for (
    const [passed, inHours, expected] of [
      [11 * HOUR, 72, "2026-05-12T14:02:00.000Z"], // 21:00, would end at 22:00: at 9:00
      [18 * HOUR, 72, "2026-05-12T14:02:00.000Z"], // 4:00: at 9:00
      [21 * HOUR, 72, "2026-05-12T14:02:00.000Z"], // 7:00 would end at 8:00, when the day has begun
      [18 * HOUR, 23, "2026-05-12T12:02:00.000Z"], // 4:00 for a class at 9:00: at the cut-off, 7:00
      [10 * HOUR, 72, "2026-05-12T02:02:00.000Z"], // 20:00: as long as by day
    ] as const
  ) {
    await using t = await automatic();
    const { classId, free } = await full(t, { inHours });
    t.clock.advance(passed);
    await free();
    const lasts = await holdEnd(t, classId);
    assert.equal(lasts, passed === 21 * HOUR ? iso(ms("2026-05-12T13:02:00.000Z")) : expected);
  }
  await using t = await automatic({ waitlistOfferMinutes: 1439 });
  const { classId, free } = await full(t);
  t.clock.advance(13 * HOUR);
  await free();
  const lasts = ms(await holdEnd(t, classId)) - t.clock.now();
  assert.ok(lasts <= DAY && lasts > DAY - 1000, "in whole seconds");
  await t.settle();
  assert.equal(offers(t).length, 1, "Stripe has taken it");
});
