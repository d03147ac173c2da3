import assert from "node:assert/strict";
import { jane, storefront } from "../visitor.ts";

Deno.test("a signed-in customer moves a booking: the classes it can go to, what goes along, then the click", async () => {
  await using t = await storefront();
  const { studio: s } = t;
  const [a, b] = [await s.addClass(), await s.addClass({ inHours: 120 })];
  await s.addClass({ inHours: 96, priceCents: 3000 });
  const seat = await s.seat(a, jane);
  const visitor = t.visitor();
  await s.signIn(jane.email);
  await visitor.get(t.link("signin_link", jane.email));
  assert.match((await visitor.get("/me")).text, /Move….*Cancel…/);
  const choose = await visitor.get(`/move/${seat.id}`);
  assert.deepEqual(
    [...choose.html.matchAll(/name="to" value="([^"]+)"/g)].map(([, id]) => id),
    [b],
    "of the same price",
  );
  const asked = await visitor.post(`/move/${seat.id}`, { to: b });
  assert.match(
    asked.text,
    /Your payment goes along: nothing is charged or refunded\. You can still cancel and get it back until/,
  );
  assert.equal(await s.seats(b), "0/0/6");
  assert.match((await visitor.post(`/move/${seat.id}`, { to: b, sure: "1" })).text, /Your booking has moved\./);
  assert.deepEqual([await s.seats(a), await s.seats(b)], ["0/0/6", "1/0/5"]);
});

Deno.test("the mailed link moves it too, and says what is wrong", async () => {
  await using t = await storefront();
  const { studio: s } = t;
  const [a, b] = [await s.addClass({ inHours: 30 }), await s.addClass({ inHours: 120, capacity: 1 })];
  const seat = await s.seat(a, jane);
  const mail = t.mailer.of("booking_confirmed", jane.email).at(-1)!;
  const [, path, token] = /studio\.example(\/move\/[^#\s]+)#(\S+)/.exec(mail.text)!;
  const visitor = t.visitor();
  assert.match((await visitor.get(path)).text, /Link from the email.*Show the classes/);
  assert.match((await visitor.post(path, { token: "nonsense" })).text, /This link is incomplete or too old/);
  assert.match((await visitor.post(path, { token })).text, /Move to/);
  await s.bookPaid(b, { ...jane, name: "John Doe", email: "john@example.com", phone: "5555550199" });
  assert.match((await visitor.post(path, { token, to: b })).text, /full/);
  await t.pass(10 * 3_600_000);
  assert.match((await visitor.post(path, { token, to: b, sure: "1" })).text, /until 24 hours before its class/);
  assert.equal(await s.statusOf(seat.id), "Confirmed");
});
