/** All that the studio knows of one client. */
import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../../src/domain/time.ts";
import { type Owner, readable, signIn } from "../../support/console.ts";
import { addStudio, person, studio } from "../../support/studio.ts";
import { idOf, JANE, visitor } from "./visitor.ts";

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
    assert.equal((await s.cancel(id, cancelToken)).status, 200);
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
      /Cancelled by Jane, [^.]*[AP]M\s*\. Credit of 5-Class Pack returned\./,
      /Cancelled with the class, [^.]*[AP]M\s*\. \$20\.00 refunded\./,
      /Cancelled by your refund at Stripe, [^.]*[AP]M\s*\. \$20\.00 refunded at Stripe\./,
    ]
  ) assert.match(says, one);
  assert.ok(text.includes(`href="/console/classes/${came}"`));
  const cancels = [...text.matchAll(/href="\/console\/bookings\/([^/]+)\/cancel" data-dialog/g)].map((one) => one[1]);
  assert.equal(cancels.length, 2, "what is paid and what is held can be cancelled");
  assert.ok(cancels.includes(paid.id));

  // The pack: what is left, and its history with classes and dates.
  assert.match(says, /5-Class Pack 3 of 5 left\. Expires .* Bought .* 3 credits used, 1 returned of 5-Class Pack Used/);
  assert.match(says, /Used Mon, May 11, .* for Pilates Class/);
  assert.match(says, /Returned .* from Pilates Class/);
});

Deno.test("a refund that is under way, failed or made manually is described", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const seat = await s.seat(await s.addClass(), JANE);
  t.stripe.refundStatus = "pending";
  const { body: { refundId } } = await s.cancel(seat.id, seat.cancelToken);
  const page = `/console/clients/${await idOf(s, JANE.email)}`;
  assert.match(await owner.read(page), /Refund of \$20\.00 on its way\./);
  await t.stripe.failRefund(refundId);
  await t.settle();
  const { text } = await owner.page(page);
  assert.match(readable(text), /The refund of \$20\.00 failed\. See why/);
  assert.ok(text.includes('href="/console/payments#refunds"'));
  const { id } = (await s.manage("GET", "refunds")).body.items[0];
  assert.equal((await s.manage("POST", `refunds/${id}/paid-by-hand`)).status, 200);
  assert.match(await owner.read(page), /\$20\.00 refunded manually\./);
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
  assert.ok(!text.includes("<b>"), "names are escaped");
  assert.ok(text.includes(`<h1>&lt;b&gt;&quot;Jane&quot; &amp; co</h1>`));
  assert.ok(text.includes('href="mailto:jane%2Bx@example.com"'), "a plus in an address is kept");
  assert.ok(text.includes('href="tel:+15555550142">+1 (555) 555-0142<'));
  assert.match(says, /Client since \w+, May 11/);
  assert.match(says, /Waiting for a seat Pilates Class .* Number 2 in line\. Joined/);
  assert.match(says, /Waited before .* The class was cancelled\./);
  assert.match(says, /Card ending \w{4} \$50\.00 of \$50\.00 left\. Bought for Sam,/);
  assert.match(says, /A gift from Sam,/);
  assert.equal(says.match(/Card ending/g)!.length, 2, "only cards of this address");
  assert.match(says, /Appointments Book an appointment Pilates Class .* Booked\./);
  assert.ok(text.includes(`href="/console/appointments/new?client=${id}"`));
  assert.match(says, /No bookings to come\./);
  assert.match(says, /No packs\./);
});

Deno.test("of a long past the newest is shown, and all of it when asked for", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  for (let n = 0; n < 22; n++) await s.book(await s.addClass({ priceCents: 0, inHours: 1 + n }), JANE);
  t.clock.advance(2 * DAY);
  const page = `/console/clients/${await idOf(s, JANE.email)}`;
  const short = await owner.page(page);
  assert.equal(short.text.match(/Booked\. Free\./g)!.length, 20);
  assert.match(readable(short.text), /Show all past bookings/);
  const all = await owner.page(`${page}?past=all`);
  assert.equal(all.text.match(/Booked\. Free\./g)!.length, 22);
  assert.doesNotMatch(readable(all.text), /Show all/);
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
  for (const [at, ids] of [[id, "another studio's"], ["cli-none", "nobody's"]]) {
    for (const path of pages) {
      assert.equal((await owner.send("GET", `/console/clients/${at}${path}`)).status, 404, `${ids} ${path}`);
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
      assert.equal(
        (await owner.send("POST", `/console/clients/${at}${path}`, body.toString())).status,
        404,
        `${ids} ${path}`,
      );
    }
  }
  assert.equal((await owner.send("GET", `/console/appointments/new?client=${id}`)).status, 404);
  await t.settle();
  assert.equal(t.mailer.of("signin_link").length, 0);
  assert.equal((await other.manage("GET", `clients/${id}`)).text, before);
});
