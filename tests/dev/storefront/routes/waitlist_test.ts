import assert from "node:assert/strict";
import { type Person, person } from "../../../support/studio.ts";
import { jane, storefront } from "../visitor.ts";

/** A class of one paid seat; Jane waits for it, behind as many others. She is signed in. */
async function waiting(others = 0) {
  const t = await storefront();
  await t.studio.manage("PATCH", "provider", { waitlistMode: "automatic" });
  const classId = await t.studio.addClass({ capacity: 1, inHours: 72 });
  const seat = await t.studio.seat(classId, person(9));
  /** Stories are told in the order of joining. */
  const wait = async (who: Person) => {
    t.clock.advance(1);
    return (await t.studio.wait(classId, who)).body;
  };
  for (let n = 2; n < 2 + others; n++) await wait(person(n));
  const { waitlistEntryId: entryId, leaveToken } = await wait(jane);
  const visitor = t.visitor();
  await t.studio.signIn(jane.email);
  await visitor.get(t.link("signin_link", jane.email));
  const statuses = async () =>
    (await t.studio.manage("GET", `classes/${classId}/waitlist`)).body.items.map((one: { status: string }) =>
      one.status
    )
      .join(" ");
  const open = async () => {
    await t.studio.cancel(seat.id, seat.cancelToken);
    await t.settle();
  };
  return Object.assign(t, { classId, entryId, leaveToken, jane: visitor, wait, statuses, open });
}

Deno.test("who is signed in sees their place, and leaves it after a question; twice says the same", async () => {
  await using t = await waiting(1);
  const me = await t.jane.get("/me");
  assert.match(me.text, /Nothing booked\..*Waitlists Pilates Class .* Number 2 Leave…/);
  assert.doesNotMatch(me.text, /Pay and take the seat/);
  const path = `/waitlist/leave/${t.entryId}`;
  assert.ok(me.html.includes(`href="${path}"`));
  const asked = await t.jane.get(path);
  assert.match(asked.text, /Leave this waitlist\? Class Pilates Class When .*You lose your place.*Leave waitlist Keep/);
  assert.doesNotMatch(asked.text, /Link from the email/);
  assert.equal(await t.statuses(), "waiting waiting", "looking changes nothing");
  for (const round of ["first", "second"]) {
    const left = await t.jane.post(path, {});
    assert.equal(left.status, 200, round);
    assert.match(left.text, /You’re off the waitlist\. .*Waiting cost you nothing\./, round);
  }
  assert.equal(await t.statuses(), "waiting left");
  assert.doesNotMatch((await t.jane.get("/me")).text, /Waitlists/);
});

Deno.test("a seat that is offered is shown once, with its end and its payment page; given up it goes to the next", async () => {
  await using t = await waiting();
  await t.wait(person(3));
  await t.open();
  const me = await t.jane.get("/me");
  assert.match(
    me.text,
    /Nothing booked\..*Waitlists Pilates Class .* A seat is yours if you pay by [A-Z]\w+, [A-Z]\w+ \d+, \d+:\d+ [AP]M Pay and take the seat/,
  );
  assert.doesNotMatch(me.text, /Seat held until you pay|Number/);
  const offer = (await t.studio.roster(t.classId)).holds[0];
  assert.ok(offer.expiresAt);
  const [, url] = /class="button primary" href="([^"]+)"/.exec(me.html)!;
  assert.ok([...t.stripe.sessions.values()].some(({ session }) => session.url === url.replaceAll("&amp;", "&")));

  const path = `/waitlist/leave/${t.entryId}`;
  assert.match(
    (await t.jane.get(path)).text,
    /The seat we keep for you goes to the next.*Give up the seat Keep the seat/,
  );
  assert.match((await t.jane.post(path, {})).text, /The seat is no longer kept for you, and you pay nothing\./);
  await t.settle();
  assert.equal(await t.statuses(), "left offered");
  assert.equal(t.mailer.of("waitlist_promoted", person(3).email).length, 1);
});

Deno.test("an offer that is paid is a booking, and no place on a waitlist any more", async () => {
  await using t = await waiting();
  await t.open();
  const { html } = await t.jane.get("/me");
  await t.pay(/class="button primary" href="([^"]+)"/.exec(html)![1]);
  const me = await t.jane.get("/me");
  assert.match(me.text, /You’re booked Paid \$20\.00/);
  assert.doesNotMatch(me.text, /Waitlists/);
  assert.match((await t.jane.post(`/waitlist/leave/${t.entryId}`, {})).text, /If you had booked a seat already/);
  assert.equal(await t.statuses(), "booked");
});

Deno.test("without signing in the mailed link's token leaves, also as the whole link; another's does not", async () => {
  await using t = await waiting();
  const other = await t.wait(person(3));
  const path = `/waitlist/leave/${t.entryId}`;
  const stranger = t.visitor();
  assert.match((await stranger.get(path)).text, /Leave this waitlist\?.*Link from the email/);
  for (const token of [undefined, "", "cut-off", other.leaveToken]) {
    const refused = await stranger.post(path, token === undefined ? {} : { token });
    assert.equal(refused.status, 401, token);
    assert.match(refused.text, /This link is incomplete or too old/, token);
  }
  const unknown = await t.jane.post("/waitlist/leave/wl-none", {});
  assert.equal(unknown.status, 404);
  assert.equal(await t.jane.post(`/waitlist/leave/${other.waitlistEntryId}`, {}).then(({ status }) => status), 404);
  assert.equal(await t.statuses(), "waiting waiting");
  assert.match(
    (await stranger.post(path, { token: `https://studio.example${path}#${t.leaveToken}` })).text,
    /You’re off the waitlist/,
  );
  assert.equal(await t.statuses(), "left waiting");
});

Deno.test("while Stripe does not answer an offer stays out, and the page says so", async () => {
  await using t = await waiting();
  await t.open();
  t.stripe.fail({ route: "POST /v1/checkout/sessions/:id/expire", status: 500, times: 20 });
  const refused = await t.jane.post(`/waitlist/leave/${t.entryId}`, {});
  assert.equal(refused.status, 502);
  assert.match(refused.text, /Stripe did not answer\. Nothing was changed; try again\./);
  assert.equal((await t.studio.roster(t.classId)).holds.length, 1);
});
