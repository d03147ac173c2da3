/** The sales: what counts when, drawn and in figures, and every list as a page and as a file. */
import { deepStrictEqual as same, match, ok as truth, strictEqual as equal } from "node:assert";
import { nextRound, scaleOf } from "../../src/console/charts.tsx";
import { amount, csvLine, localInstant } from "../../src/console/csv.ts";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { type Owner, readable, signIn } from "../support/console.ts";
import { addStudio, person, studio } from "../support/studio.ts";
import { giftCardCode } from "../support/world.ts";

/** What a reader sees, without the space that a tag before a comma leaves. */
const seen = (html: string) => readable(html).replace(/ ([,.])/g, "$1");
const read = async (owner: Owner, path: string) => seen((await owner.page(path)).text);

type World = Awaited<ReturnType<typeof studio>>;

/** A file as a spreadsheet reads it: its rows by their heads. */
function parsed(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") rows.at(-1)!.push(cell), cell = "";
    else if (letter === "\r" && text[i + 1] === "\n") rows.at(-1)!.push(cell), rows.push([]), cell = "", i++;
    else cell += letter;
  }
  same([rows.pop(), cell], [[], ""], "the last line has its end");
  const [head, ...body] = rows;
  return body.map((row) => {
    equal(row.length, head.length, row.join(" | "));
    return Object.fromEntries(row.map((value, index) => [head[index], value]));
  });
}

/** A CSV file of the console. The answer's text has lost its byte order mark: the bytes have it. */
async function file(owner: Owner, path: string): Promise<Record<string, string>[]> {
  const got = await owner.t.app.request(path, { headers: { cookie: owner.cookie } });
  equal(got.status, 200, path);
  equal(got.headers.get("content-type"), "text/csv; charset=utf-8; header=present");
  match(got.headers.get("content-disposition")!, /^attachment; filename="studio-\d+-[a-z0-9-]+\.csv"$/);
  equal(got.headers.get("cache-control"), "no-store");
  const bytes = new Uint8Array(await got.arrayBuffer());
  same([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf], "Excel needs the mark");
  return parsed(new TextDecoder().decode(bytes));
}

const monthOf = (owner: Owner, month: string) => file(owner, `/console/sales/month.csv?month=${month}`);
const sum = (rows: Record<string, string>[], column: string) =>
  rows.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0) / 100;
const at = (t: World, instant: string) => void (t.clock.at = Date.parse(instant));

Deno.test("a month is the sum of what was paid in it less what went back, each once", async () => {
  await using t = await studio();
  const s = t.studio;
  const classId = await s.addClass({ capacity: 9 });
  const [kept, back, part, whole] = [
    await s.seat(classId, person(1)),
    await s.seat(classId, person(2)),
    await s.seat(classId, person(3)),
    await s.seat(classId, person(4)),
  ];
  equal((await s.cancel(back.id, back.cancelToken)).body.refundedCents, 2000);
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 300);
  await t.settle();
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 450);
  await t.stripe.refundInDashboard(s.paymentOf(whole.session));
  // Money for a seat that is gone comes and goes: no sale, no refund of one.
  const small = await s.addClass({ capacity: 1 });
  const late = await s.hold(small, person(5));
  await t.stripe.letExpire(late.session);
  await t.settle();
  await s.seat(small, person(6));
  await t.stripe.pay(late.session, { late: true });
  await t.settle();
  // A pack and a class booked with it; a card, used, and one refunded in the dashboard; a tip and one too many; a free class.
  const { token, packId } = await s.buyPack(person(7));
  await s.book(classId, person(7), { useClientPackageId: packId, customerToken: token });
  const code = await s.buyGiftCard(4000);
  await s.call("POST", "/api/gift-cards/redeem", {
    code,
    providerId: s.id,
    requestedDebitCents: 1500,
    mode: "commit",
    appointmentId: "a",
  });
  const second = await s.startGiftCard(2500);
  await t.stripe.pay(second);
  await t.settle();
  await t.stripe.refundInDashboard(s.paymentOf(second));
  const visit = await s.completedAppointment(person(8));
  const tips = [await s.startTip(visit.tipToken, 700), await s.startTip(visit.tipToken, 900)];
  for (const tip of tips) await t.stripe.pay(tip);
  await s.book(await s.addClass({ priceCents: 0 }), person(1));
  await t.settle();
  truth(kept.id);

  // 5 seats, a pack, 2 cards, a tip; back: a cancel 20.00, parts 3.00 and 4.50, a whole seat 20.00, a card 25.00.
  const owner = await signIn(t, s);
  const page = await read(owner, "/console/sales");
  for (
    const fact of [
      "Revenue after refunds $189.50",
      "Classes $100.00",
      "Packs $90.00",
      "Gift cards $65.00",
      "Tips $7.00",
      "Refunds −$72.50",
    ]
  ) truth(page.includes(fact), `${fact}\n${page}`);
  const rows = await monthOf(owner, "2026-05");
  equal(rows.length, 11, "a row for each day until today");
  same(rows.at(-1), {
    "Date": "2026-05-11",
    "Classes": "100.00",
    "Packs": "90.00",
    "Gift cards": "65.00",
    "Tips": "7.00",
    "Refunds": "-72.50",
    "Revenue after refunds": "189.50",
    "Currency": "USD",
    "Seats filled": "0",
    "Seats on offer": "0",
  });
  equal(sum(rows, "Revenue after refunds"), 189.5);
  match(page, /before Stripe’s fees/);
});

Deno.test("what the dashboard gave back and a bank sent back again counts no more", async () => {
  await using t = await studio();
  const held = await t.studio.seat(await t.studio.addClass());
  const refund = await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 500);
  await t.settle();
  await t.stripe.refundInDashboard(t.studio.paymentOf(held.session), 300);
  await t.settle();
  const owner = await signIn(t, t.studio);
  match(await read(owner, "/console/sales"), /Refunds −\$8\.00/);
  await t.stripe.failRefund(refund);
  await t.settle();
  match(await read(owner, "/console/sales"), /Revenue after refunds \$17\.00 .* Refunds −\$3\.00/);
  equal((await file(owner, "/console/sales/refunds.csv")).length, 1);
});

Deno.test("a refund counts in the month in which it is made, also below zero", async () => {
  await using t = await studio();
  at(t, "2026-05-30T15:00:00.000Z");
  const held = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 7 }));
  const parted = await t.studio.seat(await t.studio.addClass({ inHours: 24 * 7 }), person(2));
  at(t, "2026-06-02T15:00:00.000Z");
  await t.studio.cancel(held.id, held.cancelToken);
  await t.stripe.refundInDashboard(t.studio.paymentOf(parted.session), 700);
  await t.settle();
  const owner = await signIn(t, t.studio);
  match(await read(owner, "/console/sales?month=2026-05"), /Revenue after refunds \$40\.00 .* Refunds \$0\.00/);
  const june = await owner.page("/console/sales");
  match(seen(june.text), /June 2026 .* Revenue after refunds −\$27\.00 Classes \$0\.00 .* Refunds −\$27\.00/);
  match(seen(june.text), /No day took in more than went back\. Today so far: −\$27\.00\./);
  match(june.text, /<rect class="minus" x="1\.2" y="0" [^>]*><title>Tue, Jun 2: −\$27\.00<\/title>/);
  same((await monthOf(owner, "2026-06")).map((row) => row["Revenue after refunds"]), ["0.00", "-27.00"]);
});

for (
  const [timezone, before, after, months] of [
    ["America/Chicago", "2026-06-01T04:59:59.999Z", "2026-06-01T05:00:00.000Z", ["2026-05", "2026-06"]],
    ["Pacific/Auckland", "2026-05-31T11:59:59.999Z", "2026-05-31T12:00:00.000Z", ["2026-05", "2026-06"]],
    // The month after the clocks went forward, and the one after they went back.
    ["America/Chicago", "2026-04-01T04:59:59.999Z", "2026-04-01T05:00:00.000Z", ["2026-03", "2026-04"]],
    ["America/Chicago", "2026-12-01T05:59:59.999Z", "2026-12-01T06:00:00.000Z", ["2026-11", "2026-12"]],
  ] as const
) {
  Deno.test(`midnight in ${timezone} parts ${months.join(" from ")}`, async () => {
    await using t = await studio({ timezone });
    const classId = await t.studio.addClass({ inHours: 24 * 365 });
    at(t, before);
    await t.studio.seat(classId, person(1));
    at(t, after);
    await t.studio.seat(classId, person(2));
    await t.studio.seat(classId, person(3));
    const owner = await signIn(t, t.studio);
    for (const [month, cents, day] of [[months[0], "20.00", -1], [months[1], "40.00", 0]] as const) {
      const rows = await monthOf(owner, month);
      equal(rows.at(day)!["Revenue after refunds"], cents);
      equal(sum(rows, "Revenue after refunds"), Number(cents));
    }
  });
}

Deno.test("days have 23 or 25 hours when the clocks change", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ inHours: 24 * 365, capacity: 9 });
  let n = 0;
  for (
    const instant of [
      "2026-11-01T04:59:00.000Z", // Oct 31, 11:59 PM
      "2026-11-01T05:00:00.000Z", // Nov 1, 12:00 AM
      "2026-11-01T06:30:00.000Z", // 1:30 AM
      "2026-11-01T07:30:00.000Z", // 1:30 AM again
      "2026-11-02T05:59:00.000Z", // Nov 1, 11:59 PM
      "2026-11-02T06:00:00.000Z", // Nov 2, 12:00 AM
    ]
  ) {
    at(t, instant);
    await t.studio.seat(classId, person(++n));
  }
  const owner = await signIn(t, t.studio);
  same((await monthOf(owner, "2026-11")).map((row) => row["Classes"]), ["80.00", "20.00"]);
  equal((await monthOf(owner, "2026-10")).at(-1)!["Classes"], "20.00");
});

Deno.test("a bank that pays after two weeks pays in the month in which it does", async () => {
  await using t = await studio();
  at(t, "2026-05-25T15:00:00.000Z");
  const held = await t.studio.hold(await t.studio.addClass({ inHours: 24 * 30 }));
  await t.stripe.payLater(held.session);
  await t.settle();
  at(t, "2026-06-08T15:00:00.000Z");
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  const owner = await signIn(t, t.studio);
  equal(sum(await monthOf(owner, "2026-05"), "Classes"), 0);
  equal(sum(await monthOf(owner, "2026-06"), "Classes"), 20);
});

Deno.test("a payment of which we are told only after months of silence counts in the month in which we are", async () => {
  await using t = await studio();
  at(t, "2026-01-10T15:00:00.000Z");
  await t.stripe.pay(await t.studio.startGiftCard(7000)); // and the server is off from now on
  at(t, "2026-06-08T15:00:00.000Z");
  await t.settle();
  const owner = await signIn(t, t.studio);
  equal(sum(await monthOf(owner, "2026-01"), "Gift cards"), 0);
  equal(sum(await monthOf(owner, "2026-06"), "Gift cards"), 70);
  match(await read(owner, "/console/sales/gift-cards"), /\$70\.00/);
});

Deno.test("the charts say what they show, leave closed days out, and name the running day", async () => {
  await using t = await studio();
  const s = t.studio;
  at(t, "2026-05-04T15:00:00.000Z");
  const [monday, wednesday] = [await s.addClass({ capacity: 4, inHours: 1 }), await s.addClass({ inHours: 49 })];
  await s.seat(monday, person(1));
  await s.seat(monday, person(2));
  await s.seat(wednesday, person(1));
  const cancelled = await s.addClass({ capacity: 50, inHours: 2, priceCents: 0 });
  await s.manage("POST", `classes/${cancelled}/cancel`);
  for (const day of [5, 9]) {
    await s.manage("POST", "blackouts", {
      label: "Closed",
      startsAt: `2026-05-0${day}T05:00:00.000Z`,
      endsAt: iso(Date.parse(`2026-05-0${day}T05:00:00.000Z`) + DAY),
      allDay: true,
      kind: "holiday",
    });
  }
  at(t, "2026-05-06T15:00:00.000Z");
  const owner = await signIn(t, s);
  let { text } = await owner.page("/console/sales");
  let page = seen(text);
  match(page, /May 1 to 6, 10:00 AM in Chicago\. US dollars, before Stripe’s fees\./);
  match(page, /Best day: Monday, May 4, \$60\.00\. Today so far: \$0\.00\./);
  match(
    page,
    /Seats filled, of all on offer\. Fullest: Monday, May 4, 2 of 4\. Closed May 5\. Today so far: 0 of 6\./,
    "what has not begun is not filled yet, and what was cancelled is no room",
  );
  match(page, /Seats filled 2 of 10, 20%/);
  for (const id of ["revenue", "attendance"]) {
    match(text, new RegExp(`<h3 id="${id}">`));
    match(text, new RegExp(`<svg viewBox="0 0 31 100" preserveAspectRatio="none" role="img" aria-labelledby="${id}">`));
  }
  equal(text.match(/<title>[A-Z][a-z]{2}, May/g)!.length, 3, "one for each bar");
  match(text, /<rect class="bar" x="3\.2" y="0" width="\.7" height="100"><title>Mon, May 4: \$60\.00<\/title>/);
  match(text, /<rect class="room" [^>]*><\/rect><rect class="bar" [^>]*><title>Mon, May 4: 2 of 4 seats<\/title>/);
  match(text, /<path class="grid" d="M0 0H31M0 50H31M0 100H31">/);
  match(page, /\$60 \$30 \$0 Mon, May 4: \$60\.00 May 1 8 15 22 29 Attendance/);
  truth(!/ style=/.test(text));
  // The same figures as a table.
  match(
    page,
    /Mon, May 4 \$60\.00 2 4 Tue, May 5 Closed \$0\.00 0 0 Wed, May 6 So far \$0\.00 0 6 6 days \$60\.00 2 10/,
  );
  match(text, /<button type="button" class="button icon" disabled aria-label="Month after: not begun">/);
  match(text, /href="\/console\/sales\?month=2026-04" aria-label="Month before: April 2026"/);

  at(t, "2026-06-01T15:00:00.000Z");
  const later = await signIn(t, s);
  ({ text } = await later.page("/console/sales?month=2026-05"));
  page = seen(text);
  match(page, /May 1 to 31 in Chicago\./);
  match(page, /Closed May 5 and 9\./);
  truth(!page.includes("Today so far"));
  match(text, /href="\/console\/sales\?month=2026-06" aria-label="Month after: June 2026"/);
  match(await read(later, "/console/sales"), /Nothing sold and no classes this month so far\./);
  match(await read(later, "/console/sales?month=2025-02"), /Nothing sold in February 2025\. To this month/);
  for (const odd of ["2026-13", "2027-01", "x", "0001-01", "2026-06-01"]) {
    match(await read(later, `/console/sales?month=${odd}`), /June 2026/, odd);
  }
});

Deno.test("an axis ends with the next round figure, and has one line more below zero", () => {
  same([0, 1, 3, 9, 11, 21, 40, 41, 999, 1015, 84_000].map(nextRound), [
    2,
    2,
    4,
    10,
    12,
    24,
    40,
    50,
    1000,
    1200,
    100_000,
  ]);
  same(scaleOf([442, 1015, 0]), [1200, 600, 0]);
  same(scaleOf([100, -20]), [100, 50, 0, -50]);
  same(scaleOf([10, -500]), [1000, 500, 0, -500]);
  same(scaleOf([-30, 0]), [0, -15, -30]);
});

Deno.test("packs: who bought what, what is left of it, and all in the end", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  match(await read(owner, "/console/sales/packs"), /No packs sold yet\. .* Choose what you sell/);
  truth(!(await owner.page("/console/sales/packs")).text.includes("packs.csv"));
  const odd = { ...person(1), name: '<b>"x"&' };
  await s.buyPack(odd, 5, 10);
  t.clock.advance(MINUTE);
  const { token, packId } = await s.buyPack(person(2), 1);
  await s.book(await s.addClass(), person(2), { useClientPackageId: packId, customerToken: token });
  const session = (await s.books("checkouts")).find((one) => one.fulfillment_id === packId).session_id;
  await t.stripe.refundInDashboard(s.paymentOf(session), 4000);
  await t.settle();
  const { text } = await owner.page("/console/sales/packs");
  match(
    seen(text),
    /Client Left Paid Jane 2 1-Class Pack, Mon, May 11, 10:01 AM Refunded \$40\.00 in your Stripe dashboard Used up \$90\.00 <b>"x"& 5-Class Pack, Mon, May 11, 10:00 AM Expires Thu, May 21 5 of 5 \$90\.00 2 packs \$180\.00/,
  );
  truth(!text.includes('<b>"x'), "escaped");
  match(text, /<a href="\/console\/clients\/cli-[^"]+">Jane 2<\/a>/);
  const rows = await file(owner, "/console/sales/packs.csv");
  same(
    rows.map((row) => [row.Client, row.Pack, row.Paid, row.Refunded, row.Currency, row.Classes, row["Classes left"]]),
    [
      ["Jane 2", "1-Class Pack", "90.00", "40.00", "USD", "1", "0"],
      ['<b>"x"&', "5-Class Pack", "90.00", "0.00", "USD", "5", "5"],
    ],
  );
  same([rows[1].Sold, rows[1].Expires, rows[0].Expires], [
    "2026-05-11T10:00:00-05:00",
    "2026-05-21T10:00:00-05:00",
    "",
  ]);
  await t.pass(11 * DAY);
  match(await read(owner, "/console/sales/packs"), /Expired Thu, May 21 Expired \$90\.00/);
});

Deno.test("gift cards: sold, used, left; of the code its last letters only, and a ledger for each", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  match(await read(owner, "/console/sales/gift-cards"), /No gift cards sold yet\./);
  const bought = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 10_000,
    purchaserName: "Jane <Doe>",
    purchaserEmail: "jane@example.com",
    recipientName: "Sam Smith",
    recipientEmail: "sam@example.com",
    giftMessage: "Happy birthday!\nJane",
  });
  await t.stripe.pay(bought.body.checkoutSessionId);
  await t.settle();
  const code = giftCardCode(t.mailer.of("gift_card").at(-1)!);
  t.clock.advance(MINUTE);
  await s.buyGiftCard(2500);
  const use = async (cents: number, appointmentId: string) =>
    equal(
      (await s.call("POST", "/api/gift-cards/redeem", {
        code,
        providerId: s.id,
        requestedDebitCents: cents,
        mode: "commit",
        appointmentId,
      })).status,
      200,
    );
  t.clock.advance(DAY);
  await use(4000, "0512-a");
  t.clock.advance(DAY);
  await use(2000, "=<b>0520");

  const list = await owner.page("/console/sales/gift-cards");
  match(
    seen(list.text),
    new RegExp(
      `Card Bought for Left …\\w{4} Mon, May 11, bought by Jane Doe \\$25\\.00 \\$25\\.00 …${
        code.slice(-4)
      } Mon, May 11, for Sam Smith, from Jane <Doe> \\$100\\.00 \\$40\\.00 2 cards \\$125\\.00 \\$65\\.00`,
    ),
  );
  const [newest, id] = [...list.text.matchAll(/\/console\/sales\/gift-cards\/(gc-\w+)/g)].map((one) => one[1]);
  const ledger = await owner.page(`/console/sales/gift-cards/${id}`);
  match(
    seen(ledger.text),
    /Left \$40\.00 Bought for \$100\.00 Bought by Jane <Doe> jane@example\.com For Sam Smith sam@example\.com Expires Never/,
  );
  match(seen(ledger.text), /Happy birthday! Jane What happened on it/);
  match(
    seen(ledger.text),
    /Bought by Jane <Doe> Mon, May 11, 10:00 AM \$100\.00 \$100\.00 Used for 0512-a Tue, May 12, 10:01 AM −\$40\.00 \$60\.00 Used for =<b>0520 Wed, May 13, 10:01 AM −\$20\.00 \$40\.00/,
  );
  for (const { text } of [list, ledger]) truth(!text.includes(code) && !text.includes(code.slice(4, 12)));
  match(await read(owner, `/console/sales/gift-cards/${newest}`), /For Whoever has the code .* Not used yet\./);

  // Refunded in the dashboard, a card still works: that has to be said.
  const session = (await s.books("checkouts")).find((one) => one.fulfillment_id === id).session_id;
  await t.stripe.refundInDashboard(s.paymentOf(session));
  await t.settle();
  match(
    await read(owner, `/console/sales/gift-cards/${id}`),
    /You refunded \$100\.00 of this card in your Stripe dashboard\. The card still works: \$40\.00 can be spent/,
  );
  const rows = await file(owner, "/console/sales/gift-cards.csv");
  same(rows.map((row) => [row.Card, row["Bought for"], row.Left, row.Refunded, row["Bought by"], row.For]), [
    [rows[0].Card, "25.00", "25.00", "0.00", "Jane Doe", ""],
    [`…${code.slice(-4)}`, "100.00", "40.00", "100.00", "Jane <Doe>", "Sam Smith"],
  ]);

  const stranger = await signIn(t, await addStudio(t));
  equal((await stranger.send("GET", `/console/sales/gift-cards/${id}`)).status, 404);
  same(await file(stranger, "/console/sales/gift-cards.csv"), []);
});

Deno.test("a card that has expired is worth nothing more, and the sum of what is left says so", async () => {
  await using t = await studio();
  await t.studio.manage("PATCH", "provider", { giftCardValidDays: 10 });
  await t.studio.buyGiftCard(2500);
  await t.pass(11 * DAY);
  const owner = await signIn(t, t.studio);
  match(await read(owner, "/console/sales/gift-cards"), /\$25\.00 Expired 1 card \$25\.00 \$0\.00/);
  const { text } = await owner.page("/console/sales/gift-cards");
  const id = /gift-cards\/(gc-\w+)/.exec(text)![1];
  match(await read(owner, `/console/sales/gift-cards/${id}`), /Left when it expired \$25\.00 .* Expired Thu, May 21/);
});

Deno.test("more than a page: older ones are a click away, the sum is of all, and the file has all", async () => {
  await using t = await studio();
  for (let n = 1; n <= 52; n++) {
    t.clock.advance(MINUTE);
    await t.stripe.pay(await t.studio.startGiftCard(1000 + n));
  }
  await t.settle();
  const owner = await signIn(t, t.studio);
  const first = await owner.page("/console/sales/gift-cards");
  equal(first.text.match(/href="\/console\/sales\/gift-cards\/gc-/g)!.length, 50);
  match(seen(first.text), /All 52 cards \$533\.78/);
  const older = /href="(\/console\/sales\/gift-cards\?before=[^"]+)">Older/.exec(first.text)![1];
  const second = await owner.page(older);
  equal(second.text.match(/href="\/console\/sales\/gift-cards\/gc-/g)!.length, 2);
  match(seen(second.text), /All 52 cards \$533\.78 .*Newest$/);
  equal((await file(owner, "/console/sales/gift-cards.csv")).length, 52);
  equal((await owner.send("GET", "/console/sales/gift-cards?before=x")).status, 400);
});

Deno.test("tips: from whom, for what, and that they may be had", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  match(
    await read(owner, "/console/sales/tips"),
    /No tips yet\. Clients can tip after an appointment, .* Choose which services do/,
  );
  const visit = await t.studio.completedAppointment(person(1));
  await t.stripe.pay(await t.studio.startTip(visit.tipToken, 700));
  await t.settle();
  match(
    await read(owner, "/console/sales/tips"),
    /Client Tip Jane 1 Mon, May 11, 10:00 AM, for Pilates Class on Mon, May 11 \$7\.00 1 tip \$7\.00/,
  );
  same(await file(owner, "/console/sales/tips.csv"), [{
    "Tipped": "2026-05-11T10:00:00-05:00",
    "Tip": "7.00",
    "Refunded": "0.00",
    "Currency": "USD",
    "Client": "Jane 1",
    "Service": "Pilates Class",
    "Appointment": "2026-05-11T09:00:00-05:00",
  }]);
});

Deno.test("refunds: to whom, why, and how each stands, the dashboard's too, once each", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  match(await read(owner, "/console/sales/refunds"), /No refunds yet\. When a client cancels in time/);
  const classId = await s.addClass({ capacity: 9 });
  const of = async (n: number) => await s.seat(classId, { ...person(n), name: `Client ${n}` });
  const cancelled = await of(1);
  await s.cancel(cancelled.id, cancelled.cancelToken);
  t.clock.advance(MINUTE);
  const sentBack = await of(2);
  await t.stripe.failRefund((await s.cancel(sentBack.id, sentBack.cancelToken)).body.refundId);
  t.clock.advance(MINUTE);
  t.stripe.refundStatus = "pending";
  const slow = await of(3);
  await s.cancel(slow.id, slow.cancelToken);
  t.stripe.refundStatus = "succeeded";
  t.clock.advance(MINUTE);
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  const refused = await of(4);
  equal((await s.cancel(refused.id, refused.cancelToken)).status, 502);
  t.clock.advance(MINUTE);
  const part = await of(5);
  await t.stripe.refundInDashboard(s.paymentOf(part.session), 500);
  await t.settle();
  t.clock.advance(MINUTE);
  await t.stripe.refundInDashboard(s.paymentOf(part.session)); // the rest: cancels the booking, a row of ours about the same money
  await t.settle();
  const { text } = await owner.page("/console/sales/refunds");
  const page = seen(text);
  const when = "Pilates Class, Thu, May 14, 10:00 AM";
  for (
    const row of [
      `Client 5 Made in your Stripe dashboard: ${when} Refunded Mon, May 11, 10:05 AM −$15.00`,
      `Client 5 Made in your Stripe dashboard: ${when} Refunded Mon, May 11, 10:04 AM −$5.00`,
      `Client 4 Booking kept: ${when} Refused by Stripe, so nothing was cancelled. Asked for Mon, May 11, 10:03 AM $20.00 not back`,
      `Client 3 Booking cancelled: ${when} On its way to the bank. Asked for Mon, May 11, 10:02 AM −$20.00`,
      `Client 2 Returned by the bank Booking cancelled: ${when} See what to do. Asked for Mon, May 11, 10:01 AM $20.00 not back`,
      `Client 1 Booking cancelled: ${when} Refunded Mon, May 11, 10:00 AM −$20.00`,
    ]
  ) truth(page.includes(row), `${row}\n${page}`);
  match(text, new RegExp(`<a href="/console/classes/${classId}">Pilates Class</a>`));
  const rows = await file(owner, "/console/sales/refunds.csv");
  same(rows.map((row) => [row.Client, row.Amount, row.State, row["Money back"]]), [
    ["Client 5", "15.00", "Refunded", "2026-05-11T10:05:00-05:00"],
    ["Client 5", "5.00", "Refunded", "2026-05-11T10:04:00-05:00"],
    ["Client 4", "20.00", "Refused by Stripe, so nothing was cancelled", ""],
    ["Client 3", "20.00", "On its way to the bank", ""],
    ["Client 2", "20.00", "Returned by the bank", ""],
    ["Client 1", "20.00", "Refunded", "2026-05-11T10:00:00-05:00"],
  ]);
});

Deno.test("what people typed is no formula in a spreadsheet, and comes back as it was", async () => {
  await using t = await studio();
  const names = [
    '=HYPERLINK("https://evil.example","Click")',
    "+1 555",
    "-2+3",
    "@SUM(A1)",
    'Anna, "the" Great',
    "Zoë 日本",
    "'quoted",
  ];
  for (const [n, name] of names.entries()) {
    await t.studio.buyPack({ ...person(n), name });
    t.clock.advance(MINUTE);
  }
  const owner = await signIn(t, t.studio);
  const rows = await file(owner, "/console/sales/packs.csv");
  same(rows.map((row) => row.Client).reverse(), [
    '\'=HYPERLINK("https://evil.example","Click")',
    "'+1 555",
    "'-2+3",
    "'@SUM(A1)",
    'Anna, "the" Great',
    "Zoë 日本",
    "'quoted",
  ]);
  equal(csvLine(["a\r\nb", "\t=1", 3, null, { plain: "-4.00" }]), '"a\r\nb",\'\t=1,3,,-4.00\r\n');
  equal(csvLine([" padded ", "＝1"]), '" padded ",\'＝1\r\n');
});

Deno.test("a file has plain numbers in the currency's own digits, and times that say how far they are from UTC", () => {
  same([amount(-4005, "usd"), amount(500, "jpy"), amount(1234, "kwd"), amount(0, "eur")].map((one) => one.plain), [
    "-40.05",
    "500",
    "1.234",
    "0.00",
  ]);
  same(
    ["America/Chicago", "Asia/Kolkata", "UTC", "America/St_Johns"].map((zone) =>
      localInstant("2026-01-01T12:00:00.000Z", zone)!.plain
    ),
    [
      "2026-01-01T06:00:00-06:00",
      "2026-01-01T17:30:00+05:30",
      "2026-01-01T12:00:00+00:00",
      "2026-01-01T08:30:00-03:30",
    ],
  );
  equal(localInstant(null, "UTC"), null);
});

Deno.test("attendance counts seats of classes that have begun; no-shows too, cancelled seats not", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass({ capacity: 5, inHours: 2, priceCents: 0 });
  const ids = [];
  for (let n = 1; n <= 4; n++) ids.push((await t.studio.book(classId, person(n))).body.enrollmentId);
  await t.studio.manage("POST", `enrollments/${ids[0]}/cancel`, {});
  t.clock.advance(3 * HOUR);
  await t.studio.manage("POST", `enrollments/${ids[1]}/no-show`);
  const owner = await signIn(t, t.studio);
  match(await read(owner, "/console/sales"), /Seats filled 3 of 5, 60%/);
});
