/** Erasing a client at the console. */
import assert from "node:assert/strict";
import { DAY, iso } from "../../../src/domain/time.ts";
import { readable, signIn } from "../../support/console.ts";
import { studio } from "../../support/studio.ts";
import { idOf, JANE, visitor } from "./visitor.ts";

Deno.test("erasing says what goes and what stays, is done once, and the list says so", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const id = await visitor(s, JANE);
  const page = `/console/clients/${id}/erase`;
  const ask = await owner.page(page);
  assert.ok(ask.text.includes("data-dialog-body") && ask.text.includes("data-keep"));
  assert.match(readable(ask.text), /Erase Jane Doe\? Goes: name, email, phone, your note.* Stays: bookings, payments/);
  assert.match(readable(ask.text), /This can’t be undone\. Erase Jane Doe Keep client/);
  const form = /name="csrf" value="([^"]+)".*?name="once" value="([^"]+)"/s.exec(ask.text)!;
  const body = new URLSearchParams({ csrf: form[1], once: form[2] }).toString();
  const clicks = await Promise.all([1, 2, 3].map(() => owner.send("POST", page, body)));
  assert.deepEqual(clicks.map((one) => [one.status, one.to]), clicks.map(() => [303, "/console/clients?done=erased"]));
  assert.match(await owner.read("/console/clients?done=erased"), /The client is erased\. Bookings and payments stay/);
  for (const path of [`/console/clients/${id}`, page]) assert.equal((await owner.send("GET", path)).status, 404);
  assert.equal((await s.books("clients"))[0].name, "Erased client");
  assert.equal((await s.books("enrollments")).length, 1);
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
  assert.match(says, /Jane Doe can’t be erased yet Jane still has a place with you\. Cancel it first:/);
  assert.match(says, /\(seat held while paying\).*\(appointment\) Keep client/);
  assert.ok(ask.text.includes(`href="/console/bookings/${seat.id}/cancel"`));
  assert.ok(ask.text.includes(`href="/console/appointments/${visit.body.id}/cancel"`));
  assert.doesNotMatch(ask.text, /type="submit"/);

  // Whoever sends it all the same gets the same answer, and nothing has changed.
  const sent = await owner.submit(page);
  assert.equal(sent.status, 409);
  assert.match(readable(sent.text), /can’t be erased yet/);
  assert.equal((await s.manage("GET", `clients/${id}`)).status, 200);
});

Deno.test("nor who waits for a refund, or whose bank is still paying", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const owner = await signIn(t, s);
  const seat = await s.seat(await s.addClass(), JANE);
  t.stripe.refundStatus = "pending";
  const { body: { refundId } } = await s.cancel(seat.id, seat.cancelToken);
  const page = `/console/clients/${await idOf(s, JANE.email)}/erase`;
  assert.match(await owner.read(page), /A refund to Jane is still under way\. Wait until it has arrived/);
  assert.equal((await owner.submit(page)).status, 409);
  await t.stripe.settleRefund(refundId);
  await t.pass(DAY);

  await t.stripe.payLater(await s.startPack(JANE));
  await t.settle();
  const sent = await owner.submit(page);
  assert.equal(sent.status, 409);
  assert.match(readable(sent.text), /A payment of this client is still under way at the bank\. Try again/);
  assert.match(readable(sent.text), /Erase Jane Doe Keep client/);
});
