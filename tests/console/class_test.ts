/** One class in the console: the roster, holds, the waitlist, and cancelling: a booking, or all of it. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import type { Tx } from "../../src/db/database.ts";
import { HOUR, MINUTE } from "../../src/domain/time.ts";
import { formOf, type Owner, readable, type Shown, signIn } from "../support/console.ts";
import { DatabaseFaults } from "../support/faults.ts";
import { addStudio, type Held, person, studio, waitFor } from "../support/studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

const page = (classId: string) => `/console/classes/${classId}`;
const cancelPage = (enrollmentId: string) => `/console/bookings/${enrollmentId}/cancel`;

/** Sends the roster's form of a booking. */
const mark = (owner: Owner, classId: string, enrollmentId: string, attendance: string) =>
  owner.submit(page(classId), { attendance }, `/console/bookings/${enrollmentId}/attendance`);

/** The text of a person's row. */
function rowOf(shown: Shown, enrollmentId: string): string {
  const row = new RegExp(`<li class="[^"]*" id="b-${enrollmentId}">([\\s\\S]*?)</li>`).exec(shown.text);
  truth(row, `no row of ${enrollmentId}`);
  return readable(`<main>${row[1]}`);
}

const refuse = (t: World, code = "balance_insufficient", times = 1) =>
  t.stripe.fail({
    route: "POST /v1/refunds",
    status: 400,
    error: { type: "invalid_request_error", code },
    times,
  });

const refundCalls = (t: World) =>
  t.stripe.requests.filter((one) => one.path === "/v1/refunds" && one.method === "POST").length;

async function checkedIn(t: World, enrollmentId: string): Promise<boolean> {
  return (await t.studio.books("enrollments")).find((one) => one.id === enrollmentId)!.checked_in_at !== null;
}

// ---------------------------------------------------------------- what it shows

Deno.test("a class says when, who, how much, and how its seats are", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const sarah = (await t.studio.manage("POST", "instructors", { name: `Sarah <b>"Lee"&` })).body;
  const classId = await t.studio.addClass({ capacity: 3, inHours: 26 });
  await t.studio.manage("PATCH", `classes/${classId}`, {
    instructorId: sarah.id,
    publicNote: "Grip socks.\nUse <the> side door.",
  });
  await t.studio.seat(classId);
  await t.studio.hold(classId, person(2));
  await t.studio.seat(classId, person(3));
  await t.studio.wait(classId, person(4));
  const shown = await owner.page(page(classId));
  match(shown.text, /<title>Pilates Class, Tue, May 12, 12:00 PM · Sculpt Pilates Co\.<\/title>/);
  match(shown.text, /Sarah &lt;b&gt;&quot;Lee&quot;&amp;, \$20\.00, 3 seats/);
  truth(shown.text.includes("Grip socks.\nUse &lt;the&gt; side door."));
  const text = readable(shown.text);
  match(text, /Tomorrow, Tuesday, May 12, 12:00 – 12:50 PM ?\./);
  match(text, /2 booked, 1 held, full, 1 waiting/);
  truth(!text.includes("Starts in"));
  await t.pass(25 * HOUR + 30 * MINUTE);
  match(await owner.read(page(classId)), /Today, Tuesday, May 12, 12:00 – 12:50 PM ?\. Starts in 30 minutes\./);
  await t.pass(40 * MINUTE);
  match(await owner.read(page(classId)), /Began 10 minutes ago\./);
  await t.pass(HOUR);
  match(await owner.read(page(classId)), /Over\./);
});

Deno.test("an empty class says that nobody has booked, and prints lines to write on", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const { text } = await owner.page(page(classId));
  match(readable(text), /Nobody has booked yet\..*Free, 6 seats|Free, 6 seats.*Nobody has booked yet\./);
  equal(text.match(/class="person print-only"/g)!.length, 6);
  match(text, /<button type="button" class="button" data-print[^>]* hidden/);
});

Deno.test("each row says how the seat was paid: card, pack and what is left, free, from the waitlist", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const paid = await s.addClass({ capacity: 4 });
  const card = await s.seat(paid);
  const { token, packId } = await s.buyPack(person(2), 5);
  const byPack = await s.book(paid, person(2), { useClientPackageId: packId, customerToken: token });
  const part = await s.seat(paid, person(3));
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 500);
  await t.settle();
  const shown = await owner.page(page(paid));
  match(rowOf(shown, card.id), /^Jane 1 First visit Paid \$20\.00/);
  match(rowOf(shown, byPack.body.enrollmentId), /5-Class Pack, 4 left/);
  match(rowOf(shown, part.id), /Paid \$20\.00, \$5\.00 refunded/);

  const free = await s.addClass({ capacity: 1, priceCents: 0, inHours: 80 });
  const first = await s.book(free, person(1));
  await s.wait(free, person(9));
  await s.cancel(first.body.enrollmentId, first.body.cancelToken);
  const waits = (await s.roster(free)).waitlist[0];
  await owner.submit(page(free), {}, `/console/waitlist/${waits.id}/promote`);
  const after = await owner.page(page(free));
  match(readable(after.text), /Jane 9 First visit Free, from the waitlist/);
});

Deno.test("who has been here before is no first visit; a no-show has not been here", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const before = await s.addClass({ priceCents: 0, inHours: 1 });
  const [came, absent] = [await s.book(before, person(1)), await s.book(before, person(2))];
  const today = await s.addClass({ priceCents: 0, inHours: 30 });
  const rows = [(await s.book(today, person(1))).body.enrollmentId, (await s.book(today, person(2))).body.enrollmentId];
  t.clock.advance(2 * HOUR);
  await s.manage("POST", `enrollments/${absent.body.enrollmentId}/no-show`);
  const shown = await owner.page(page(today));
  truth(!rowOf(shown, rows[0]).includes("First visit"), came.text);
  match(rowOf(shown, rows[1]), /First visit/);
});

Deno.test("names and notes are shown as they are written, never as markup", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  const nasty = `<b>"Jane"& 'x'`;
  const booked = await t.studio.book(classId, { ...person(1), name: nasty });
  await t.db.write(null, (tx) => tx.run("UPDATE clients SET note = ?", ["Wrist <i>injury</i>"]));
  for (const path of [page(classId), cancelPage(booked.body.enrollmentId)]) {
    const { text } = await owner.page(path);
    truth(!/<b>|<i>injury/.test(text.replaceAll(/<i><\/i>|<b><\/b>/g, "")), path);
    truth(readable(text).includes(nasty), path);
  }
  match((await owner.page(page(classId))).text, /class="note">Wrist &lt;i&gt;injury&lt;\/i&gt;</);
});

Deno.test("another studio's class, booking and waitlist entry are not there, whatever is sent", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const classId = await other.addClass({ priceCents: 0, capacity: 1 });
  const booked = await other.book(classId, person());
  await other.wait(classId, person(2));
  const entry = (await other.roster(classId)).waitlist[0].id;
  const mine = await t.studio.addClass();
  const owner = await signIn(t, t.studio);
  const hidden = new URLSearchParams(formOf((await owner.page(page(mine))).text, `${page(mine)}/cancel`));
  const body = `${hidden}&attendance=here&refund=full`;
  for (const path of [page(classId), `${page(classId)}/cancel`, cancelPage(booked.body.enrollmentId), page("nobody")]) {
    equal((await owner.send("GET", path)).status, 404, path);
  }
  for (
    const path of [
      `${page(classId)}/complete`,
      `${page(classId)}/no-shows`,
      `${page(classId)}/cancel`,
      cancelPage(booked.body.enrollmentId),
      `/console/bookings/${booked.body.enrollmentId}/attendance`,
      `/console/waitlist/${entry}/promote`,
    ]
  ) equal((await owner.send("POST", path, body)).status, 404, path);
  equal(await other.statusOf(booked.body.enrollmentId), "Confirmed");
  equal(await other.seats(classId), "1/0/0");
});

// ---------------------------------------------------------------- attendance

Deno.test("Here ticks somebody off on the day of the class, and a second click takes it back", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 26 });
  const { id } = await t.studio.seat(classId);
  truth(!(await owner.page(page(classId))).text.includes('value="here"'), "not the day before");
  await t.pass(20 * HOUR);
  const done = await mark(owner, classId, id, "here");
  equal(done.to, `${page(classId)}#b-${id}`);
  const shown = await owner.page(page(classId));
  match(readable(shown.text), /1 of 1 here/);
  match(shown.text, /name="attendance" value="undo" aria-pressed="true"/);
  const at = (await t.studio.books("enrollments"))[0].checked_in_at;
  await t.pass(MINUTE);
  await mark(owner, classId, id, "here");
  equal((await t.studio.books("enrollments"))[0].checked_in_at, at, "ticked once");
  await mark(owner, classId, id, "undo");
  await mark(owner, classId, id, "undo");
  equal(await checkedIn(t, id), false);
  match(await owner.read(page(classId)), /0 of 1 here/);
});

Deno.test("what can't be marked is refused and changes nothing", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ inHours: 50 });
  const { id } = await s.seat(classId);
  const held = await s.hold(classId, person(2));
  const gone = await s.seat(classId, person(3));
  await s.cancel(gone.id, gone.cancelToken);
  const form = new URLSearchParams(
    formOf((await owner.page(page(classId))).text, `/console/bookings/${id}/attendance`),
  );
  const send = (enrollment: string, attendance: string) =>
    owner.send("POST", `/console/bookings/${enrollment}/attendance`, `${form}&attendance=${attendance}`);
  const cases: [string, string, number, RegExp][] = [
    [id, "here", 409, /on the day of the class/],
    [id, "no-show", 409, /has not started yet/],
    [id, "constructor", 400, /Nothing was chosen/],
    [held.id, "here", 409, /not paid yet/],
    [held.id, "undo", 409, /not paid yet/],
    [gone.id, "here", 410, /holds no seat any more/],
    [gone.id, "undo", 410, /holds no seat any more/],
  ];
  for (const [enrollment, attendance, status, says] of cases) {
    const got = await send(enrollment, attendance);
    equal(got.status, status, attendance);
    match(readable(got.text), says);
    match(got.text, /<h1>Pilates Class<\/h1>/);
  }
  equal(await s.statusOf(id), "Confirmed");
  equal(await checkedIn(t, id), false);
});

Deno.test("a no-show is marked from the start of the class, is not here, and can be undone", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 2 });
  const { id } = await t.studio.seat(classId);
  await mark(owner, classId, id, "here");
  truth(!(await owner.page(page(classId))).text.includes('value="no-show"'));
  await t.pass(2 * HOUR);
  await mark(owner, classId, id, "no-show");
  equal(await t.studio.statusOf(id), "NoShow");
  equal(await checkedIn(t, id), false);
  const shown = await owner.page(page(classId));
  match(rowOf(shown, id), /^Jane 1 No-show Paid \$20\.00 Undo no-show of Jane 1$/);
  equal((await mark(owner, classId, id, "here")).status, 409, "undo it first");
  await mark(owner, classId, id, "undo");
  equal(await t.studio.statusOf(id), "Confirmed");
  equal(await t.studio.seats(classId), "1/0/5");

  await mark(owner, classId, id, "no-show");
  await t.studio.manage("POST", `classes/${classId}/complete`);
  await mark(owner, classId, id, "undo");
  equal(await t.studio.statusOf(id), "Completed", "the class is completed");
});

Deno.test("after the end the rest is marked as no-show, and the class completed; each twice changes nothing more", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 2, priceCents: 0 });
  const ids: string[] = [];
  for (let i = 1; i <= 4; i++) ids.push((await t.studio.book(classId, person(i))).body.enrollmentId);
  await mark(owner, classId, ids[0], "here");
  await t.pass(2 * HOUR + 49 * MINUTE);
  const hidden = new URLSearchParams(
    formOf((await owner.page(page(classId))).text, `/console/bookings/${ids[0]}/attendance`),
  ).toString();
  const early = await owner.send("POST", `${page(classId)}/no-shows`, hidden);
  equal(early.status, 409);
  match(readable(early.text), /not over yet/);
  truth(!early.text.includes("Complete class"));
  await t.pass(MINUTE);
  match(await owner.read(page(classId)), /Mark the other 3 as no-show Complete class Completing is final/);
  const marked = await owner.submit(page(classId), {}, `${page(classId)}/no-shows`);
  match(readable((await owner.follow(marked)).text), /Everybody who was not here is marked as a no-show/);
  same(await Promise.all(ids.map((id) => t.studio.statusOf(id))), ["Confirmed", "NoShow", "NoShow", "NoShow"]);
  equal((await owner.send("POST", `${page(classId)}/no-shows`, hidden)).status, 303);
  const completed = await owner.submit(page(classId), {}, `${page(classId)}/complete`);
  const after = readable((await owner.follow(completed)).text);
  match(after, /The class is completed\./);
  truth(!/Complete class|Cancel this class|Edit|Mark the other/.test(after), after);
  equal(await t.studio.statusOf(ids[0]), "Completed");
  equal((await owner.send("POST", `${page(classId)}/complete`, hidden)).status, 303);
});

// ---------------------------------------------------------------- holds and the waitlist

Deno.test("who is paying is shown with the time left, and the seat can be released: the payment page closes", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  await t.pass(16 * MINUTE);
  const shown = await owner.page(page(classId));
  match(readable(shown.text), /Paying now Jane 1 Seat held until 10:32 AM , 16 minutes left Release seat…/);
  match(shown.text, /data-until="2026-05-11T15:32:00\.000Z"/);
  match(
    await owner.read(cancelPage(held.id)),
    /Release Jane 1’s seat\?.*Jane has not paid\. Releasing closes the payment page\./,
  );
  const done = await owner.submit(cancelPage(held.id), { refund: "full" });
  match(readable((await owner.follow(done)).text), /The seat is open again\. The payment page is closed/);
  equal(t.stripe.sessions.get(held.session)!.session.status, "expired");
  equal(await t.studio.seats(classId), "0/0/6");
  await t.settle();
  equal(t.mailer.of("booking_cancelled").length, 1);
});

Deno.test("releasing a seat that was paid a moment ago is asked again; paid unseen by us, it is refunded in full", async () => {
  await using t = await studio({ cancelWindowHours: 240 });
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const body = new URLSearchParams(formOf((await owner.page(cancelPage(held.id))).text, cancelPage(held.id)));
  await t.stripe.pay(held.session);
  await t.settle();
  const again = await owner.send("POST", cancelPage(held.id), `${body}&refund=full`);
  equal(again.status, 409);
  match(
    readable(again.text),
    /Nothing was cancelled: this booking has changed.*Cancel, no refund Cancel and refund \$20\.00/,
  );
  equal(await t.studio.statusOf(held.id), "Confirmed");

  const second = await t.studio.hold(classId, person(2));
  const form = new URLSearchParams(formOf((await owner.page(cancelPage(second.id))).text, cancelPage(second.id)));
  await t.stripe.pay(second.session); // its event is not delivered
  const done = await owner.send("POST", cancelPage(second.id), `${form}&refund=full`);
  equal(done.to, `${page(classId)}?done=booking-refunded`);
  await t.settle();
  equal(t.stripe.payments.get(t.studio.paymentOf(second.session))!.charge.amount_refunded, 2000);
});

Deno.test("a payment page that Stripe does not close stays open, and says so", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  const fault = t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", mode: "drop", times: 9 });
  const got = await owner.submit(cancelPage(held.id), { refund: "full" });
  fault.remove();
  equal(got.status, 502);
  match(readable(got.text), /Stripe did not close the payment page\. Nothing was changed/);
  equal(await t.studio.seats(classId), "0/1/5");
});

Deno.test("the waitlist is in order; promoting holds a seat and mails the link, once", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ capacity: 1 });
  const held = await s.hold(classId);
  for (const n of [2, 3]) await s.wait(classId, person(n));
  const full = await owner.page(page(classId));
  match(
    readable(full.text),
    /Waitlist No seat is open, so nobody can be promoted\..* Jane 2 Joined today, 10:00 AM Promote Jane 2 Jane 3/,
  );
  equal(full.text.match(/aria-disabled="true" aria-describedby="waitlist-why"/g)!.length, 2);
  const form = new URLSearchParams(formOf(full.text, `${page(classId)}/cancel`)).toString();
  const [first, second] = (await s.roster(classId)).waitlist;
  const refused = await owner.send("POST", `/console/waitlist/${first.id}/promote`, form);
  equal(refused.status, 409);
  match(readable(refused.text), /No seat is open in this class\./);

  await s.cancel(held.id, held.cancelToken);
  const open = await owner.page(page(classId));
  match(
    readable(open.text),
    /1 seat is open, and anyone can book it\. Promote holds it for 30 minutes and mails a payment link\./,
  );
  equal(open.text.match(/class="button primary" type="submit">Promote/g)!.length, 1, "primary for the first only");
  const promoted = await owner.submit(page(classId), {}, `/console/waitlist/${first.id}/promote`);
  const after = readable((await owner.follow(promoted)).text);
  match(after, /The seat is held, and the payment link is on its way by email\./);
  match(after, /Paying now Jane 2/);
  equal((await owner.send("POST", `/console/waitlist/${first.id}/promote`, form)).status, 303, "the second click");
  equal((await owner.send("POST", `/console/waitlist/${second.id}/promote`, form)).status, 409);
  await t.settle();
  equal(t.mailer.of("waitlist_promoted").length, 1);
  equal(await s.seats(classId), "0/1/0");
});

Deno.test("nobody is promoted without Stripe, without its answer, or once the class has begun", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ capacity: 1, inHours: 3 });
  const held = await s.hold(classId);
  await s.wait(classId, person(2));
  await s.cancel(held.id, held.cancelToken);
  const entry = (await s.roster(classId)).waitlist[0].id;
  const fault = t.stripe.fail({ route: "POST /v1/checkout/sessions", mode: "drop", times: 9 });
  const got = await owner.submit(page(classId), {}, `/console/waitlist/${entry}/promote`);
  fault.remove();
  equal(got.status, 502);
  match(readable(got.text), /Stripe did not make the payment page\. Nobody was promoted/);
  equal(await s.seats(classId), "0/0/1");
  await t.db.write(null, (tx) => tx.run("UPDATE providers SET stripe_charges_enabled = 0", []));
  match(await owner.read(page(classId)), /You can’t take payments yet, so nobody can be promoted\. Connect Stripe/);
  await t.db.write(null, (tx) => tx.run("UPDATE providers SET stripe_charges_enabled = 1", []));
  await t.pass(3 * HOUR);
  match(await owner.read(page(classId)), /The class has begun, so nobody can be promoted any more\./);
});

// ---------------------------------------------------------------- cancelling one booking

Deno.test("before the click the page says what the cancellation rule does, and the amount: early, late, begun", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  match(
    await owner.read(cancelPage(id)),
    /Cancel Jane 1’s booking\?.*The class starts in 3 days\. Cancelling is free until 24 hours before the class, so Jane is refunded \$20\.00 to the card that paid\. Jane is notified by email\. The seat opens, and anyone can book it\. Cancel, no refund Cancel and refund \$20\.00 Keep booking/,
  );
  await t.pass(48 * HOUR);
  match(await owner.read(cancelPage(id)), /Jane is refunded \$20\.00/, "exactly the window is not late");
  await t.pass(MINUTE);
  match(
    await owner.read(cancelPage(id)),
    /The class starts in 23 hours\. .*, so no refund is due\. You can still refund \$20\.00 to the card that paid\./,
  );
  await t.pass(24 * HOUR + 4 * MINUTE);
  match(await owner.read(cancelPage(id)), /The class began 5 minutes ago\./);
});

Deno.test("cancelled with a refund, cancelled without; the row says what was refunded or kept", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass();
  const [one, two, three] = [await s.seat(classId), await s.seat(classId, person(2)), await s.seat(classId, person(3))];
  const refunded = await owner.submit(cancelPage(one.id), { refund: "full" });
  match(readable((await owner.follow(refunded)).text), /The booking is cancelled, the refund is on its way/);
  await owner.submit(cancelPage(two.id), { refund: "none" });
  await t.settle();
  await t.pass(50 * HOUR);
  await s.cancel(three.id, three.cancelToken);
  const shown = await owner.page(page(classId));
  match(rowOf(shown, one.id), /^Jane 1 You cancelled Mon, May 11, 10:00 AM\. \$20\.00 refunded\.$/);
  match(rowOf(shown, two.id), /^Jane 2 You cancelled Mon, May 11, 10:00 AM\. \$20\.00 kept\.$/);
  match(rowOf(shown, three.id), /^Jane 3 Cancelled just now, late\. \$20\.00 kept\.$/);
  equal(refundCalls(t), 1);

  // The second click, and a page opened later.
  const again = await owner.send("GET", cancelPage(one.id));
  match(readable(again.text), /This booking is cancelled/);
});

Deno.test("two clicks at once refund once", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  const body = `${new URLSearchParams(formOf((await owner.page(cancelPage(id))).text, cancelPage(id)))}&refund=full`;
  const got = await Promise.all([1, 2, 3].map(() => owner.send("POST", cancelPage(id), body)));
  same(got.map((one) => one.status), [303, 303, 303]);
  equal((await owner.send("POST", cancelPage(id), body)).status, 303);
  equal(refundCalls(t), 1);
});

Deno.test("a booking by pack returns its credit to the pack, or keeps it", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass();
  const { token, packId } = await s.buyPack(person(), 5);
  const left = async () =>
    (await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.packages[0]
      .sessionsRemaining;
  const book = async () =>
    (await s.book(classId, person(), { useClientPackageId: packId, customerToken: token })).body.enrollmentId;
  const first = await book();
  match(
    await owner.read(cancelPage(first)),
    /Cancelling is free until 24 hours before the class, so the credit is returned to the 5-Class Pack\..*Cancel, keep the credit Cancel and return the credit/,
  );
  await owner.submit(cancelPage(first), { refund: "full" });
  equal(await left(), 5);
  await t.pass(60 * HOUR);
  const second = await book();
  match(await owner.read(cancelPage(second)), /the credit is kept\. You can still return it to the 5-Class Pack/);
  await owner.submit(cancelPage(second), { refund: "none" });
  equal(await left(), 4);
  const shown = await owner.page(page(classId));
  match(rowOf(shown, first), /1 credit returned\.$/);
  match(rowOf(shown, second), /1 credit kept\.$/);
});

Deno.test("a free booking has nothing to refund; one partly refunded in the dashboard gets the rest", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const free = await s.book(await s.addClass({ priceCents: 0 }), person());
  match(
    await owner.read(cancelPage(free.body.enrollmentId)),
    /has paid nothing, so there is nothing to refund\..*Cancel booking, no refund due/,
  );
  equal((await owner.submit(cancelPage(free.body.enrollmentId), { refund: "full" })).status, 303);

  const paid = await s.seat(await s.addClass(), person(2));
  const stale = new URLSearchParams(formOf((await owner.page(cancelPage(paid.id))).text, cancelPage(paid.id)));
  await t.stripe.refundInDashboard(s.paymentOf(paid.session), 500);
  await t.settle();
  const changed = await owner.send("POST", cancelPage(paid.id), `${stale}&refund=full`);
  equal(changed.status, 409);
  match(
    readable(changed.text),
    /is refunded the remaining \$15\.00 .*You refunded \$5\.00 in your Stripe dashboard already\..*Cancel and refund \$15\.00/,
  );
  await owner.submit(cancelPage(paid.id), { refund: "full" });
  equal(t.stripe.payments.get(s.paymentOf(paid.session))!.charge.amount_refunded, 2000);
});

Deno.test("a refund that Stripe refuses cancels nothing, says why, and works the next time", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { id } = await t.studio.seat(await t.studio.addClass());
  refuse(t);
  const got = await owner.submit(cancelPage(id), { refund: "full" });
  equal(got.status, 502);
  match(
    readable(got.text),
    /Stripe refused to refund \$20\.00: your balance there is too low\. Add funds at Stripe\. Nothing was cancelled, Jane 1 is still booked\./,
  );
  equal(await t.studio.statusOf(id), "Confirmed");
  equal((await owner.submit(cancelPage(id), { refund: "full" })).status, 303);
  equal(await t.studio.statusOf(id), "Cancelled");
});

Deno.test("where Stripe does not answer a refund, the page says that it is retried automatically; a second click refunds no more", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const held = await t.studio.seat(await t.studio.addClass());
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 9 });
  const got = await owner.submit(cancelPage(held.id), { refund: "full" });
  fault.remove();
  equal(got.status, 502);
  match(
    readable(got.text),
    /Stripe did not answer, so Jane 1 is still booked\..*Try again, refund \$20\.00 Wait for Stripe/,
  );
  equal((await owner.submit(cancelPage(held.id), { refund: "full" })).status, 303);
  await t.pass(10 * MINUTE);
  equal(await t.studio.statusOf(held.id), "Cancelled");
  equal(t.stripe.payments.get(t.studio.paymentOf(held.session))!.charge.amount_refunded, 2000);
});

Deno.test("there is nothing to cancel in what is over; a form without a choice cancels nothing", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const classId = await s.addClass({ inHours: 1 });
  const [seat, absent, late] = [
    await s.seat(classId),
    await s.seat(classId, person(2)),
    await s.hold(classId, person(3)),
  ];
  equal((await owner.submit(cancelPage(seat.id))).status, 400);
  equal((await owner.submit(cancelPage(seat.id), { refund: "policy<b>" })).status, 400);
  equal(await s.statusOf(seat.id), "Confirmed");
  const stale = `${new URLSearchParams(
    formOf((await owner.page(cancelPage(seat.id))).text, cancelPage(seat.id)),
  )}&refund=full`;
  await t.pass(HOUR);
  await s.manage("POST", `enrollments/${absent.id}/no-show`);
  match(await owner.read(cancelPage(absent.id)), /marked as a no-show.*Undo the no-show first/);
  match(await owner.read(cancelPage(late.id)), /did not pay in time/);
  await s.manage("POST", `classes/${classId}/complete`);
  match(await owner.read(cancelPage(seat.id)), /This class is completed/);
  const got = await owner.send("POST", cancelPage(seat.id), stale);
  equal(got.status, 409);
  equal(await s.statusOf(seat.id), "Completed");
  equal(refundCalls(t), 0);
});

// ---------------------------------------------------------------- cancelling the class

/** Two paid seats, one by pack, a hold, and somebody who waits. */
async function fullClass(t: World) {
  const s = t.studio;
  const classId = await s.addClass({ capacity: 4 });
  const seats: Held[] = [await s.seat(classId, person(1)), await s.seat(classId, person(2))];
  const { token, packId } = await s.buyPack(person(3), 5);
  await s.book(classId, person(3), { useClientPackageId: packId, customerToken: token });
  const hold = await s.hold(classId, person(4));
  await s.wait(classId, person(5));
  return { classId, seats, hold, token };
}

const cancelClass = (owner: Owner, classId: string, fields: Record<string, string> = {}) =>
  owner.submit(page(classId), fields, `${page(classId)}/cancel`);

Deno.test("each refund, the total and the message stand before the click; afterwards everyone is notified in the owner's words", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId, hold } = await fullClass(t);
  match(
    await owner.read(page(classId)),
    /Jane 1 Paid by card \$20\.00 Jane 2 Paid by card \$20\.00 Jane 3 5-Class Pack 1 credit Jane 4 Has not paid; payment link closes Nothing due 4 people \$40\.00 and 1 credit Message to clients \(optional\) Goes into the email to the 3 people booked, 1 paying and 1 waiting\. Cancel class, refund \$40\.00/,
  );
  const done = await cancelClass(owner, classId, { message: "Sarah is unwell.\r\nSorry <b>!" });
  const shown = await owner.follow(done);
  const text = readable(shown.text);
  match(text, /Cancelled\./);
  match(
    text,
    /The class is cancelled and everyone is notified\. \$40\.00 is being refunded and 1 credit is returned\./,
  );
  truth(!text.includes("Cancel this class") && !shown.text.includes('http-equiv="refresh"'), text);
  match(text, /Jane 1 \$20\.00 refunded\./);
  match(text, /Jane 3 1 credit returned\./);
  match(text, /Jane 4 Had not paid\./);
  await t.settle();
  equal(t.stripe.sessions.get(hold.session)!.session.status, "expired");
  const mails = [...t.mailer.of("class_cancelled"), ...t.mailer.of("waitlist_closed")];
  equal(mails.length, 5);
  for (const mail of mails) {
    match(mail.text, /Sarah is unwell\./);
    match(mail.html, /Sorry &lt;b&gt;!/);
  }
});

Deno.test("clicking again, at once or later, refunds nobody twice", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const form = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  const all = await Promise.all([1, 2, 3].map(() => owner.send("POST", `${page(classId)}/cancel`, form)));
  const to = `${page(classId)}?done=cancelling`;
  same(all.map((one) => one.to), [to, to, to]);
  equal((await owner.send("POST", `${page(classId)}/cancel`, form)).to, to);
  await t.settle();
  equal(refundCalls(t), 2);
  equal(t.mailer.of("class_cancelled").length, 4);
});

Deno.test("what Stripe refuses is listed by name, and tried again by one click", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  refuse(t);
  const shown = readable((await owner.follow(await cancelClass(owner, classId))).text);
  match(
    shown,
    /1 of 2 refunds done\. The class is cancelled and everyone is notified\..*Stripe refused Jane (1|2)’s \$20\.00: your balance there is too low\. Add funds at Stripe\..*Nobody is refunded twice\. Try again, refund \$20\.00/,
  );
  match(shown, /Paid \$20\.00\. Refund of \$20\.00 in progress/);
  const again = readable((await owner.follow(await cancelClass(owner, classId))).text);
  match(again, /The class is cancelled and everyone is notified\. \$40\.00 is being refunded/);
  truth(!again.includes("Try again"));
  await t.settle();
  equal(t.mailer.of("class_cancelled").length, 4);
});

Deno.test("the worker ends what nobody clicks; a page never lies about how far it is", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const fault = t.stripe.fail({ route: "POST /v1/refunds", mode: "drop", times: 40 });
  const shown = readable((await owner.follow(await cancelClass(owner, classId))).text);
  match(shown, /0 of 2 refunds done\..*Stripe did not answer about Jane 1’s \$20\.00\./);
  fault.remove();
  await t.pass(2 * MINUTE);
  match(
    await owner.read(page(classId)),
    /The class is cancelled and everyone is notified\. \$40\.00 is being refunded/,
  );
});

Deno.test("while refunds run the answer comes at once, and the page counts and reloads automatically", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const answers = Promise.withResolvers<void>();
  t.stripe.fail({ route: "POST /v1/refunds", mode: "slow", delayMs: 0, until: answers.promise, times: 2 });
  const action = `${page(classId)}/cancel`;
  const form = new URLSearchParams(formOf((await owner.page(page(classId))).text, action)).toString();
  const answer = await owner.send("POST", action, form);
  match((await owner.follow(answer)).text, /cancellation said" role="status" id="cancelling" tabindex="-1"/);
  const shown = await owner.page(page(classId));
  match(shown.text, /<meta http-equiv="refresh" content="3">/);
  match(shown.text, /cancellation" role="status"/, "reloading does not take the focus");
  match(shown.text, /<progress value="0" max="2" aria-label="Refunds done">/);
  match(readable(shown.text), /0 of 2 refunds done\..*This page reloads every 3 seconds/);
  const joined = owner.send("POST", action, form);
  answers.resolve();
  equal((await joined).status, 303);
  await waitFor(async () => !(await owner.page(page(classId))).text.includes('http-equiv="refresh"'));
  match(await owner.read(page(classId)), /\$40\.00 is being refunded/);
  equal(refundCalls(t), 2);
});

Deno.test("a fault half way leaves a page that tells the truth, and everything is refunded later", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  // One write later: the class is closed, and finishing the first refund fails.
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  const close = t.ctx.db.write;
  let writes = 0;
  t.ctx.db.write = async <T>(scope: string | null, work: (tx: Tx) => Promise<T>): Promise<T> => {
    if (scope === t.studio.id && ++writes === 3) throw new Error("the database failed");
    return await close.call(t.ctx.db, scope, work) as T;
  };
  const done = await owner.send("POST", `${page(classId)}/cancel`, body);
  t.ctx.db.write = close;
  equal(done.to, `${page(classId)}?done=cancelling`);
  match(await owner.read(page(classId)), /The class is cancelled and everyone is notified/);
  await t.pass(HOUR);
  match(await owner.read(page(classId)), /\$40\.00 is being refunded and 1 credit is returned\./);
});

Deno.test("a class that could not be closed at all is not said to be cancelled", async () => {
  const faults = new DatabaseFaults();
  await using t = await studio({ wrapDatabase: faults.wrap });
  const owner = await signIn(t, t.studio);
  const { classId } = await fullClass(t);
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`))
    .toString();
  faults.commit = true;
  const got = await owner.send("POST", `${page(classId)}/cancel`, body);
  equal(got.status, 500);
  equal((await t.studio.class(classId)).status, "Scheduled");
  equal(refundCalls(t), 0);
});

Deno.test("whoever books while the owner reads is not cancelled unseen: the page shows the new total first", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  const body = new URLSearchParams(formOf((await owner.page(page(classId))).text, `${page(classId)}/cancel`));
  body.set("message", "Sorry!");
  await t.studio.seat(classId, person(2));
  const got = await owner.send("POST", `${page(classId)}/cancel`, body.toString());
  equal(got.status, 409);
  match(readable(got.text), /Nothing was cancelled: somebody booked or cancelled.*Cancel class, refund \$40\.00/);
  match(got.text, /<details class="cancel-class no-print" open/);
  truth(got.text.includes(">\nSorry!</textarea>") || got.text.includes(">Sorry!</textarea>"), "kept");
  equal((await t.studio.class(classId)).status, "Scheduled");
});

Deno.test("a message too long is shown beside its field and kept, and nothing is cancelled", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ priceCents: 0 });
  await t.studio.book(classId, person());
  const got = await cancelClass(owner, classId, { message: "x".repeat(501) });
  equal(got.status, 400);
  match(got.text, /id="message-error">At most 500 characters\./);
  truth(got.text.includes("x".repeat(501)));
  equal((await t.studio.class(classId)).status, "Scheduled");
});

Deno.test("no-shows of a class that is cancelled afterwards are refunded too", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass({ inHours: 1 });
  const held = await t.studio.seat(classId);
  await t.pass(HOUR);
  await mark(owner, classId, held.id, "no-show");
  match(await owner.read(page(classId)), /Jane 1 No-show, paid by card \$20\.00/);
  await owner.follow(await cancelClass(owner, classId));
  equal(await t.studio.statusOf(held.id), "Cancelled");
  equal(t.stripe.payments.get(t.studio.paymentOf(held.session))!.charge.amount_refunded, 2000);
});

Deno.test("an empty class is cancelled without a word to anybody; a completed one can't be", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const empty = await t.studio.addClass();
  const before = await owner.page(page(empty));
  match(
    readable(before.text),
    /Nobody has booked, so there is nothing to refund\. This can’t be undone\. Cancel class$/,
  );
  match(
    readable((await owner.follow(await cancelClass(owner, empty))).text),
    /The class is cancelled\. Roster Nobody had booked\./,
  );

  const over = await t.studio.addClass({ inHours: 1 });
  const form = new URLSearchParams(formOf((await owner.page(page(over))).text, `${page(over)}/cancel`)).toString();
  await t.pass(HOUR);
  await t.studio.manage("POST", `classes/${over}/complete`);
  const got = await owner.send("POST", `${page(over)}/cancel`, form);
  equal(got.status, 410);
  match(readable(got.text), /This class is completed and can’t be cancelled any more\./);
  equal((await owner.send("GET", `${page(over)}/cancel`)).to, `${page(over)}#cancel-class`);
});

Deno.test("a refund that the bank returns later is said on the page, with the way to refund manually", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const classId = await t.studio.addClass();
  await t.studio.seat(classId);
  await cancelClass(owner, classId);
  await t.settle();
  await t.stripe.failRefund([...t.stripe.refunds.keys()][0]);
  await t.settle();
  match(await owner.read(page(classId)), /Jane 1’s bank returned \$20\.00 to you\. Refund it manually/);
});
