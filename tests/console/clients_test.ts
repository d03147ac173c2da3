/** Clients at the console: found, read, noted, changed, erased. */
import { deepStrictEqual as same, doesNotMatch, match, ok as truth, strictEqual as equal } from "node:assert";
import { DAY, HOUR, iso, MINUTE } from "../../src/domain/time.ts";
import { type Owner, readable, signIn } from "../support/console.ts";
import { findInDatabase } from "../support/http.ts";
import { addStudio, ORIGIN, type Person, person, type Studio, studio } from "../support/studio.ts";

const JANE: Person = { name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" };
const idOf = async (s: Studio, email: string): Promise<string> =>
  (await s.manage("GET", `clients?q=${encodeURIComponent(email)}`)).body.items[0].id;
/** A client, by a free booking that is over. */
async function visitor(s: Studio, who: Person): Promise<string> {
  const { status, text } = await s.book(await s.addClass({ priceCents: 0, inHours: 1 }), who);
  equal(status, 200, text);
  s.t.clock.advance(2 * HOUR);
  return await idOf(s, who.email);
}
const namesOf = (html: string) =>
  [...html.matchAll(/<div class="who"><a href="\/console\/clients\/[^"]+">([^<]*)<\/a>/g)].map((one) => one[1]);

Deno.test("an empty list teaches how clients come", async () => {
  await using t = await studio();
  const owner = await signIn(t, t.studio);
  const { text } = await owner.page("/console/clients");
  match(readable(text), /No clients yet\. They come by themselves, with their first booking.* Book an appointment/);
  doesNotMatch(text, /data-search/);
});

Deno.test("clients are listed newest first or by name, and found by name, email or phone", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const free = await s.addClass({ priceCents: 0 });
  for (
    const who of [
      JANE,
      { name: "ann Smith", email: "ann@example.org", phone: "5559998877" },
      { name: `<b>"Zoë" & co`, email: "zoe@example.com", phone: "4915112345678" },
    ]
  ) {
    equal((await s.book(free, who)).status, 200);
    t.clock.advance(MINUTE);
  }
  const { text } = await owner.page("/console/clients");
  const zoe = "&lt;b&gt;&quot;Zoë&quot; &amp; co";
  same(namesOf(text), [zoe, "ann Smith", "Jane Doe"]);
  match(readable(text), /3 clients Newest first By name .* zoe@example\.com \+4915112345678 Since Mon, May 11/);
  truth(text.includes("(555) 555-0142"));
  same(namesOf((await owner.page("/console/clients?sort=name")).text), [zoe, "ann Smith", "Jane Doe"]);

  for (
    const [q, found] of [["jane", ["Jane Doe"]], ["EXAMPLE.ORG", ["ann Smith"]], ["(555) 999", ["ann Smith"]], [
      "<b>",
      [zoe],
    ]] as [string, string[]][]
  ) {
    const got = await owner.page(`/console/clients?q=${encodeURIComponent(q)}`);
    same(namesOf(got.text), found, q);
    truth(readable(got.text).includes(`1 client found for “${q}”`), readable(got.text));
  }
  const none = await owner.page("/console/clients?q=%3Ci%3Enobody");
  match(readable(none.text), /Nobody found for “<i>nobody”\. A part of a name.* Clear search/);
  truth(none.text.includes('value="&lt;i&gt;nobody"') && !none.text.includes("<i>nobody"));
  const long = await owner.send("GET", `/console/clients?q=${"x".repeat(121)}`);
  equal(long.status, 400);
  match(readable(long.text), /Search for at most 120 characters/);
  equal((await owner.send("GET", "/console/clients?q=%00")).status, 400);
  equal((await owner.send("GET", "/console/clients?cursor=nonsense")).status, 400);
});

Deno.test("a long list has a next page, in either order, and loses nobody", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const free = await s.addClass({ priceCents: 0, capacity: 60 });
  for (let n = 0; n < 53; n++) await s.book(free, { ...person(n), name: `${n % 2 ? "Jane" : "jane"} ${n}` });
  for (const order of ["", "?sort=name", "?q=jane"]) {
    const first = await owner.page(`/console/clients${order}`);
    match(readable(first.text), /50 clients (found for “jane” )?on this page/);
    const next = /href="([^"]+)" rel="next"/.exec(first.text)![1].replaceAll("&amp;", "&");
    const second = await owner.page(next);
    match(readable(second.text), /3 clients (found for “jane” )?on this page.* First page/);
    doesNotMatch(second.text, /rel="next"/);
    const all = [...namesOf(first.text), ...namesOf(second.text)];
    equal(new Set(all).size, 53, order);
    if (order === "?sort=name") {
      same(all.map((one) => one.toLowerCase()), all.map((one) => one.toLowerCase()).sort());
    }
  }
});

Deno.test("a client's bookings say in words what they are, how they were paid, and what became of the money", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const { token, packId } = await s.buyPack(JANE, 5, 30);
  const byPack = { useClientPackageId: packId, customerToken: token };
  const cancel = async (
    booked: { id?: string; cancelToken?: string; body?: { enrollmentId: string; cancelToken: string } },
  ) => {
    const [id, cancelToken] = [booked.id ?? booked.body!.enrollmentId, booked.cancelToken ?? booked.body!.cancelToken];
    equal((await s.cancel(id, cancelToken)).status, 200);
  };
  // Over, by the hour: came, no-show, by credit, late and kept, late by credit, free.
  const [came, missed, credited, late, lateCredit, free] = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((inHours) => s.addClass({ inHours, priceCents: inHours === 6 ? 0 : 2000 })),
  );
  await s.seat(came, JANE);
  const noShow = await s.seat(missed, JANE);
  await s.book(credited, JANE, byPack);
  await cancel(await s.seat(late, JANE));
  await cancel(await s.book(lateCredit, JANE, byPack));
  await s.book(free, JANE);
  await t.pass(7 * HOUR);
  await s.manage("POST", `classes/${came}/complete`);
  await s.manage("POST", `enrollments/${noShow.id}/no-show`);
  // To come: paid, held, refunded, credit back, class cancelled by the studio, refunded at Stripe.
  const soon = await Promise.all([50, 51, 52, 53, 54, 55].map((inHours) => s.addClass({ inHours })));
  const paid = await s.seat(soon[0], JANE);
  await s.hold(soon[1], JANE);
  await cancel(await s.seat(soon[2], JANE));
  await cancel(await s.book(soon[3], JANE, byPack));
  await s.seat(soon[4], JANE);
  await s.manage("POST", `classes/${soon[4]}/cancel`);
  await t.stripe.refundInDashboard(s.paymentOf((await s.seat(soon[5], JANE)).session));
  await t.settle();

  const id = await idOf(s, JANE.email);
  const { text } = await owner.page(`/console/clients/${id}`);
  const says = readable(text);
  for (
    const one of [
      /Came\. Paid \$20\.00 by card\./,
      /No-show \w+, May \d+, [\d:]+ – [\d:]+ [AP]M Paid \$20\.00 by card\./,
      /Booked\. Paid with a credit of 5-Class Pack\./,
      /Cancelled by Jane, .{5,40}, late\. \$20\.00 kept\./,
      /Cancelled by Jane, .{5,40}, late\. Credit of 5-Class Pack kept\./,
      /Booked\. Free\./,
      /Booked\. Paid \$20\.00 by card\./,
      /Seat held until [\d:]+ [AP]M\s*, 3\d minutes left\s*\. \$20\.00 not paid yet\./,
      /Cancelled by Jane, [^.]*[AP]M\s*\. \$20\.00 refunded\./,
      /Cancelled by Jane, [^.]*[AP]M\s*\. Credit of 5-Class Pack given back\./,
      /Cancelled with the class, [^.]*[AP]M\s*\. \$20\.00 refunded\./,
      /Cancelled by your refund at Stripe, [^.]*[AP]M\s*\. \$20\.00 refunded at Stripe\./,
    ]
  ) match(says, one);
  truth(text.includes(`href="/console/classes/${came}"`));
  const cancels = [...text.matchAll(/href="\/console\/bookings\/([^/]+)\/cancel" data-dialog/g)].map((one) => one[1]);
  equal(cancels.length, 2, "what is paid and what is held can be cancelled");
  truth(cancels.includes(paid.id));

  // The pack: what is left, and its history with classes and dates.
  match(says, /5-Class Pack 3 of 5 left\. Expires .* Bought .* 3 credits taken, 1 given back of 5-Class Pack Taken/);
  match(says, /Taken Mon, May 11, .* for Pilates Class/);
  match(says, /Given back .* from Pilates Class/);
});

Deno.test("a refund that is under way, failed or given by hand is told so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const seat = await s.seat(await s.addClass(), JANE);
  t.stripe.refundStatus = "pending";
  const { body: { refundId } } = await s.cancel(seat.id, seat.cancelToken);
  const page = `/console/clients/${await idOf(s, JANE.email)}`;
  match(await owner.read(page), /\$20\.00 on the way back\./);
  await t.stripe.failRefund(refundId);
  await t.settle();
  const { text } = await owner.page(page);
  match(readable(text), /The refund of \$20\.00 failed\. See why/);
  truth(text.includes('href="/console/payments#refunds"'));
  const { id } = (await s.manage("GET", "refunds")).body.items[0];
  equal((await s.manage("POST", `refunds/${id}/paid-by-hand`)).status, 200);
  match(await owner.read(page), /\$20\.00 refunded manually\./);
});

Deno.test("a client's page has contact, cards, places in line and appointments", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const odd = { name: `<b>"Jane" & co`, email: "jane+x@example.com", phone: "15555550142" };
  const full = await s.addClass({ capacity: 1 });
  await s.seat(full, person(9));
  await s.wait(full, person(8));
  await s.wait(full, odd);
  const gone = await s.addClass({ capacity: 1 });
  await s.hold(gone, person(9));
  await s.wait(gone, odd);
  await s.manage("POST", `classes/${gone}/cancel`);
  for (
    const card of [
      { purchaserName: odd.name, purchaserEmail: odd.email, recipientName: "Sam", recipientEmail: "sam@example.com" },
      { purchaserName: "Sam", purchaserEmail: "sam@example.com", recipientName: "J", recipientEmail: odd.email },
      { purchaserName: "Sam", purchaserEmail: "sam@example.com" },
    ]
  ) {
    const started = await s.call("POST", "/api/gift-cards/start", { handle: s.handle, amountCents: 5000, ...card });
    await t.stripe.pay(started.body.checkoutSessionId);
  }
  await t.settle();
  await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + DAY),
    client: odd,
  });
  const id = await idOf(s, odd.email);
  const { text } = await owner.page(`/console/clients/${id}`);
  const says = readable(text);
  truth(!text.includes("<b>"), "names are escaped");
  truth(text.includes(`<h1>&lt;b&gt;&quot;Jane&quot; &amp; co</h1>`));
  truth(text.includes('href="mailto:jane%2Bx@example.com"'), "a plus in an address is kept");
  truth(text.includes('href="tel:+15555550142">+1 (555) 555-0142<'));
  match(says, /Client since \w+, May 11/);
  match(says, /Waiting for a seat Pilates Class .* Number 2 in line\. Joined/);
  match(says, /Waited before .* The class was cancelled\./);
  match(says, /Card ending \w{4} \$50\.00 of \$50\.00 left\. Bought for Sam,/);
  match(says, /A present from Sam,/);
  equal(says.match(/Card ending/g)!.length, 2, "only cards of this address");
  match(says, /Appointments Book an appointment Pilates Class .* Booked\./);
  truth(text.includes(`href="/console/appointments/new?client=${id}"`));
  match(says, /No bookings to come\./);
  match(says, /No packs\./);
});

Deno.test("of a long past the newest is shown, and all of it when asked for", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  for (let n = 0; n < 22; n++) await s.book(await s.addClass({ priceCents: 0, inHours: 1 + n }), JANE);
  t.clock.advance(2 * DAY);
  const page = `/console/clients/${await idOf(s, JANE.email)}`;
  const short = await owner.page(page);
  equal(short.text.match(/Booked\. Free\./g)!.length, 20);
  match(readable(short.text), /Show all past bookings/);
  const all = await owner.page(`${page}?past=all`);
  equal(all.text.match(/Booked\. Free\./g)!.length, 22);
  doesNotMatch(readable(all.text), /Show all/);
});

Deno.test("the studio's note is kept, exported, never shown to the client, and erased with them", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}`;
  const save = (text: string) => owner.submit(page, { note: text }, `${page}/note`);
  match(await owner.read(page), /Never shown to the client\. It stands beside the name on rosters\./);
  const saved = await owner.follow(await save(" Wrist <b>injury</b>:\r\nno planks "));
  match(readable(saved.text), /The note is saved\./);
  truth(saved.text.includes("Wrist &lt;b&gt;injury&lt;/b&gt;:\nno planks</textarea>"), saved.text);

  const tooLong = await save("x".repeat(501));
  equal(tooLong.status, 400);
  match(readable(tooLong.text), /At most 500 characters\./);
  truth(tooLong.text.includes(`${"x".repeat(501)}</textarea>`), "what was typed is kept");
  match(tooLong.text, /<textarea class="input" id="note"[^>]* aria-invalid="true"/);

  const [exported] = await s.books("clients");
  equal(exported.note, "Wrist <b>injury</b>:\nno planks");
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": await s.signIn(JANE.email) });
  equal(me.status, 200);
  truth(!me.text.includes("planks"));

  match(readable((await owner.follow(await save(""))).text), /The note is gone\./);
  equal((await s.books("clients"))[0].note, null);
  await save("Secret of hers");
  equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  same(await findInDatabase(t, "Secret of hers"), []);
});

Deno.test("the sign-in link is mailed once a click, to the site the client last came from, else the studio's own", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}`;
  const got = await owner.follow(await owner.submit(page, {}, `${page}/signin-link`));
  match(readable(got.text), /Mailed to jane\.doe@example\.com\./);
  await t.settle();
  const mails = t.mailer.of("signin_link", JANE.email);
  equal(mails.length, 1);
  const token = new RegExp(`${ORIGIN}/me/([A-Za-z0-9_-]+)`).exec(mails[0].text)![1];
  equal((await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": token })).body.client.id, id);

  // The same form sent twice mails once; a new one mails again.
  const { text } = await owner.page(page);
  const form = /action="[^"]*\/signin-link"[^>]*>.*?name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(
    text,
  )!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const clicks = await Promise.all([1, 2].map(() => owner.send("POST", `${page}/signin-link`, body)));
  same(clicks.map((one) => one.status), [303, 303]);
  await t.settle();
  equal(t.mailer.of("signin_link", JANE.email).length, 2);

  // Known by an appointment only: no site of their own.
  await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now()),
    client: person(2),
  });
  const other = `/console/clients/${await idOf(s, person(2).email)}`;
  await owner.submit(other, {}, `${other}/signin-link`);
  await t.settle();
  match(t.mailer.of("signin_link", person(2).email)[0].text, new RegExp(`${ORIGIN}/me/`));
});

Deno.test("a new calendar address asks first, and ends the old one at once, once", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const page = `/console/clients/${await visitor(s, JANE)}`;
  const address = async () => /<code id="feed-address">([^<]+)<\/code>/.exec((await owner.page(page)).text)![1];
  const old = await address();
  equal((await t.send("GET", new URL(old).pathname)).status, 200);
  const { text } = await owner.page(page);
  truth(/<button[^>]*data-copy="feed-address"[^>]* hidden/.test(text), "copying needs script");
  truth(text.includes(`href="${page}/calendar-feed" data-dialog`));

  const ask = await owner.page(`${page}/calendar-feed`);
  truth(ask.text.includes("data-dialog-body") && ask.text.includes("data-keep"));
  match(readable(ask.text), /The old one stops working at once.* This can’t be undone\..* Keep address/);
  equal(await address(), old, "asking changes nothing");
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(ask.text)!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const first = await owner.send("POST", `${page}/calendar-feed`, body);
  match(readable((await owner.follow(first)).text), /has a new calendar address, below/);
  const fresh = await address();
  truth(fresh !== old);
  equal((await t.send("GET", new URL(old).pathname)).status, 404);
  equal((await t.send("GET", new URL(fresh).pathname)).status, 200);
  equal((await owner.send("POST", `${page}/calendar-feed`, body)).status, 303);
  equal(await address(), fresh, "the second click makes no third address");
});

Deno.test("a client's name, email and phone can be set right; mistakes are told beside the field, and kept", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  await visitor(s, person(2));
  const page = `/console/clients/${id}`;
  const stored = async () => (await s.manage("GET", `clients/${id}`)).body;
  const edit = await owner.page(`${page}/edit`);
  truth(edit.text.includes('value="(555) 555-0142"'));

  const bad = await owner.submit(`${page}/edit`, { name: "", email: "jane<at>example", phone: "123" });
  equal(bad.status, 400);
  match(readable(bad.text), /Fill this in\..*looks like this: name@example\.com\..*Add the area code/);
  truth(bad.text.includes('value="jane&lt;at&gt;example"') && bad.text.includes('value="123"'));
  const taken = await owner.submit(`${page}/edit`, { name: "J", email: " JANE2@example.com " });
  equal(taken.status, 400);
  match(taken.text, /id="email-error">Another client of your studio has this address\.</);
  truth(taken.text.includes('value=" JANE2@example.com "'));
  equal((await stored()).name, JANE.name, "nothing has changed");

  const done = await owner.submit(`${page}/edit`, {
    name: " Jane Dough ",
    email: "Jane.Dough@Example.com",
    phone: "+1 (555) 555-0143",
  });
  match(readable((await owner.follow(done)).text), /Jane Dough.* The client is changed\./);
  const { name, email, phone } = await stored();
  same([name, email, phone], ["Jane Dough", "jane.dough@example.com", "15555550143"]);
  // Again the same: nothing happens. And no phone is none.
  equal((await owner.submit(`${page}/edit`, {})).status, 303);
  equal((await owner.submit(`${page}/edit`, { phone: "" })).status, 303);
  equal((await stored()).phone, null);
});

Deno.test("another studio's client may have the same email", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  await visitor(other, person(2));
  const owner = await signIn(t, t.studio);
  const id = await visitor(t.studio, JANE);
  equal((await owner.submit(`/console/clients/${id}/edit`, { email: person(2).email })).status, 303);
  equal((await other.manage("GET", `clients?q=${person(2).email}`)).body.items.length, 1);
});

Deno.test("with a new email go the cards, the open payments and the mail that waits; erasing leaves no trace of the old", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const who = { name: "Zaphod Beeblebrox", email: "zaphod@heart.example", phone: "5558675309" };
  const id = await visitor(s, who);
  const card = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: who.name,
    purchaserEmail: who.email,
  });
  await t.stripe.pay(card.body.checkoutSessionId);
  await t.settle();
  // A pack that is still to be paid, a seat that is held, and a mail that the server refuses for now.
  const pack = await s.startPack(who);
  const later = await s.addClass({ inHours: 30 });
  const held = await s.hold(later, who);
  t.mailer.refuse = "for now";
  await s.call("POST", "/api/customer/signin-link", { email: who.email, handle: s.handle });
  await t.settle();
  t.mailer.refuse = null;

  const fresh = "zb@gold.example";
  // While a payment is just being started, its address can't change.
  await t.db.write("test", (tx) => tx.run("UPDATE checkouts SET state = 'creating' WHERE session_id = ?", [pack]));
  const early = await owner.submit(`/console/clients/${id}/edit`, { email: fresh });
  equal(early.status, 409);
  match(readable(early.text), /just starting a payment\. Try again in a minute\./);
  truth(early.text.includes(`value="${fresh}"`));
  await t.db.write("test", (tx) => tx.run("UPDATE checkouts SET state = 'open' WHERE session_id = ?", [pack]));
  equal((await owner.submit(`/console/clients/${id}/edit`, { email: fresh })).status, 303);

  await t.stripe.pay(pack);
  await t.stripe.pay(held.session);
  await t.pass(MINUTE);
  equal((await s.manage("GET", "clients")).body.items.length, 1, "the pack made no second client");
  const says = await owner.read(`/console/clients/${id}`);
  match(says, /5-Class Pack 5 of 5 left/);
  match(says, /Card ending \w{4} \$50\.00 of \$50\.00 left\. Bought,/);
  match(says, /Booked\. Paid \$20\.00 by card\./);
  equal(t.mailer.of("signin_link", fresh).length, 1);
  equal(t.mailer.of("booking_confirmed", fresh).length, 1);

  await t.pass(31 * HOUR);
  equal((await s.manage("DELETE", `clients/${id}`)).status, 204);
  for (const trace of ["heart.example", "gold.example", "Beeblebrox", who.phone]) {
    same(await findInDatabase(t, trace), [], trace);
  }
});

Deno.test("erasing says what goes and what stays, is done once, and the list says so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}/erase`;
  const ask = await owner.page(page);
  truth(ask.text.includes("data-dialog-body") && ask.text.includes("data-keep"));
  match(readable(ask.text), /Erase Jane Doe\? Goes: name, email, phone, your note.* Stays: bookings, payments/);
  match(readable(ask.text), /This can’t be undone\. Erase Jane Doe Keep client/);
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(ask.text)!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const clicks = await Promise.all([1, 2, 3].map(() => owner.send("POST", page, body)));
  same(clicks.map((one) => [one.status, one.to]), clicks.map(() => [303, "/console/clients?done=erased"]));
  match(await owner.read("/console/clients?done=erased"), /The client is erased\. Bookings and payments stay/);
  for (const path of [`/console/clients/${id}`, page]) equal((await owner.send("GET", path)).status, 404);
  equal((await s.books("clients"))[0].name, "Erased client");
  equal((await s.books("enrollments")).length, 1);
});

Deno.test("who has a place with you can't be erased: the page says so before the click, and what to do first", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const seat = await s.seat(await s.addClass(), JANE);
  await s.hold(await s.addClass(), JANE);
  const visit = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + DAY),
    client: JANE,
  });
  const id = await idOf(s, JANE.email);
  const page = `/console/clients/${id}/erase`;
  const ask = await owner.page(page);
  const says = readable(ask.text);
  match(says, /Jane Doe can’t be erased yet Jane still has a place with you\. Cancel it first:/);
  match(says, /\(seat held while paying\).*\(appointment\) Keep client/);
  truth(ask.text.includes(`href="/console/bookings/${seat.id}/cancel"`));
  truth(ask.text.includes(`href="/console/appointments/${visit.body.id}/cancel"`));
  doesNotMatch(ask.text, /type="submit"/);

  // Whoever sends it all the same is told the same, and nothing has changed.
  const sent = await owner.submit(page);
  equal(sent.status, 409);
  match(readable(sent.text), /can’t be erased yet/);
  equal((await s.manage("GET", `clients/${id}`)).status, 200);
});

Deno.test("nor who waits for a refund, or whose bank is still paying", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const seat = await s.seat(await s.addClass(), JANE);
  t.stripe.refundStatus = "pending";
  const { body: { refundId } } = await s.cancel(seat.id, seat.cancelToken);
  const page = `/console/clients/${await idOf(s, JANE.email)}/erase`;
  match(await owner.read(page), /A refund to Jane is still under way\. Wait until it has arrived/);
  equal((await owner.submit(page)).status, 409);
  await t.stripe.settleRefund(refundId);
  await t.pass(DAY);

  await t.stripe.payLater(await s.startPack(JANE));
  await t.settle();
  const sent = await owner.submit(page);
  equal(sent.status, 409);
  match(readable(sent.text), /A payment of this client is still under way at the bank\. Try again/);
  match(readable(sent.text), /Erase Jane Doe Keep client/);
});

Deno.test("another studio's client is not there, whatever is asked, and stays as it was", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  const id = await visitor(other, JANE);
  const owner: Owner = await signIn(t, t.studio);
  await visitor(t.studio, person(2));
  const mine = await owner.page(`/console/clients/${await idOf(t.studio, person(2).email)}/edit`);
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(mine.text)!;
  const before = (await other.manage("GET", `clients/${id}`)).text;
  const pages = ["", "/edit", "/calendar-feed", "/erase"];
  for (const [at, ids] of [[id, "a stranger's"], ["cli-none", "nobody's"]]) {
    for (const path of pages) {
      equal((await owner.send("GET", `/console/clients/${at}${path}`)).status, 404, `${ids} ${path}`);
    }
    for (const path of ["/note", "/signin-link", "/edit", "/calendar-feed", "/erase"]) {
      const body = new URLSearchParams({
        csrf: form[1],
        once: `${form[2]}${path.length}`.slice(-32),
        note: "x",
        name: "X",
        email: "x@example.com",
        phone: "5555555555",
      });
      equal((await owner.send("POST", `/console/clients/${at}${path}`, body.toString())).status, 404, `${ids} ${path}`);
    }
  }
  equal((await owner.send("GET", `/console/appointments/new?client=${id}`)).status, 404);
  await t.settle();
  equal(t.mailer.of("signin_link").length, 0);
  equal((await other.manage("GET", `clients/${id}`)).text, before);
});
