/** Moving a booking from the roster. */
import assert from "node:assert/strict";
import { readable, signIn } from "../../support/console.ts";
import { person, studio } from "../../support/studio.ts";

Deno.test("the roster leads to the classes a booking can go to; the others say why not; it moves and its client is mailed", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const [a, b, full] = [
    await s.addClass(),
    await s.addClass({ inHours: 100 }),
    await s.addClass({ inHours: 120, capacity: 1 }),
  ];
  await s.addClass({ inHours: 130, priceCents: 3000 });
  await s.seat(full, person(2));
  const { id } = await s.seat(a);
  const path = `/console/bookings/${id}/move`;
  assert.ok((await owner.page(`/console/classes/${a}`)).text.includes(`href="${path}"`));
  const page = await owner.page(path);
  assert.deepEqual([...page.text.matchAll(/name="to" value="([^"]+)"/g)].map(([, to]) => to), [b]);
  assert.match(readable(page.text), /Move Jane 1’s booking.*Not possible.*: full.*: another price: \$30\.00/);
  await t.pass(60 * 3_600_000); // the window has closed: the owner may
  const shown = readable((await owner.follow(await owner.submit(path, { to: b }))).text);
  assert.match(shown, /The booking is in this class now/);
  assert.deepEqual([await s.seats(a), await s.seats(b)], ["0/0/6", "1/0/5"]);
  await t.settle();
  assert.match(t.mailer.of("booking_rescheduled", person().email)[0].text, /We moved your booking to another class/);
});

Deno.test("a seat that filled up meanwhile is told, and nothing moves", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const [a, b] = [await s.addClass(), await s.addClass({ capacity: 1 })];
  const { id } = await s.seat(a);
  await s.addClass({ inHours: 90 });
  await s.seat(b, person(2));
  const refused = await owner.submit(`/console/bookings/${id}/move`, { to: b });
  assert.match(readable(refused.text), /Nothing was moved: that class has just become full/);
  assert.equal(await s.seats(a), "1/0/5");
});
