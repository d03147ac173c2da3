/** One-to-one visits: booked, completed with the mail that asks for a tip, cancelled. */
import assert from "node:assert/strict";
import { HOUR, iso } from "../../../src/domain/time.ts";
import { invalid, isId, refused } from "../../support/http.ts";
import { ORIGIN, person, studio } from "../../support/studio.ts";

Deno.test("an appointment has the contract's shape, and its client is known by email", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const body = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now() + HOUR), client: person(1) };
  const made = await s.manage("POST", "appointments", body);
  isId(made.body.id, "appt");
  const expected = {
    id: made.body.id,
    serviceId: s.serviceId,
    serviceName: "Pilates Class",
    scheduledAt: body.scheduledAt,
    status: "Scheduled",
    client: { id: made.body.client.id, ...person(1) },
    tipAmountCents: null,
    tipChargeId: null,
    tipCapturedAt: null,
  };
  assert.deepEqual([made.status, made.body], [201, expected]);
  const again = await s.manage("POST", "appointments", {
    ...body,
    scheduledAt: iso(t.clock.now()),
    client: { name: "Jane Newname", email: " JANE1@example.com", phone: "+1 555 555 1001" },
  });
  assert.equal(again.body.client.id, made.body.client.id);
  const client = { id: made.body.client.id, name: "Jane Newname", email: "jane1@example.com", phone: "15555551001" };
  assert.deepEqual((await s.manage("GET", "appointments")).body, {
    items: [again.body, { ...expected, client }],
    nextCursor: null,
  });
});

Deno.test("an appointment's fields are checked", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const good = { serviceId: s.serviceId, scheduledAt: iso(t.clock.now()), client: person(1) };
  invalid(await s.manage("POST", "appointments", {}), "client", "scheduledAt", "serviceId");
  invalid(
    await s.manage("POST", "appointments", { ...good, client: {} }),
    "client.email",
    "client.name",
    "client.phone",
  );
  invalid(await s.manage("POST", "appointments", { ...good, client: { ...person(1), phone: "1" } }), "client.phone");
  invalid(await s.manage("POST", "appointments", { ...good, scheduledAt: "2026-05-18" }), "scheduledAt");
  refused(await s.manage("POST", "appointments", { ...good, serviceId: "svc-none" }), 404);
  assert.equal((await s.manage("GET", "clients")).body.items.length, 0);
});

Deno.test("completing one mails the post-visit message once, with the tip link of the studio's site", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() + HOUR),
    client: person(1),
  });
  const complete = () => s.manage("POST", `appointments/${made.body.id}/complete`);
  refused(await complete(), 409);
  t.clock.advance(HOUR);
  const done = await complete();
  assert.equal(done.status, 200, done.text);
  assert.deepEqual(Object.keys(done.body).sort(), ["appointment", "tipToken"]);
  assert.deepEqual(done.body.appointment, { ...made.body, status: "Completed" });
  const tip = (token: string) => t.send("POST", "/api/tip/start", { token, amountCents: 500 });
  assert.equal((await tip(done.body.tipToken)).status, 200);
  const again = await complete();
  assert.deepEqual([again.status, again.body.appointment], [200, done.body.appointment]);
  assert.equal((await tip(again.body.tipToken)).status, 200);
  await t.settle();
  const mails = t.mailer.of("post_visit");
  assert.deepEqual(mails.map((mail) => mail.to), [person(1).email]);
  assert.match(mails[0].text, new RegExp(`${ORIGIN}/tip#[A-Za-z0-9_-]{40,}`));
  assert.ok(mails[0].text.includes(`${ORIGIN}/tip#${done.body.tipToken}`));
  refused(await s.manage("POST", `appointments/${made.body.id}/cancel`), 410);
  refused(await s.manage("POST", "appointments/appt-none/complete"), 404);
});

Deno.test("a cancelled appointment is cancelled for good", async () => {
  await using t = await studio();
  const { studio: s } = t;
  const made = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() - HOUR),
    client: person(1),
  });
  for (let i = 0; i < 2; i++) {
    const got = await s.manage("POST", `appointments/${made.body.id}/cancel`);
    assert.deepEqual([got.status, got.body], [200, { ...made.body, status: "Cancelled" }]);
  }
  refused(await s.manage("POST", `appointments/${made.body.id}/complete`), 410);
  refused(await s.manage("POST", "appointments/appt-none/cancel"), 404);
  await t.settle();
  assert.equal(t.mailer.of("post_visit").length, 0);
});
