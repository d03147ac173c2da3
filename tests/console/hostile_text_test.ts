/** What customers type, shown to the owner. */
import assert from "node:assert/strict";
import { DAY, iso } from "../../src/domain/time.ts";
import { signIn } from "../support/console.ts";
import { consoleRecordsOf, pathOf } from "../support/console_records.ts";
import { person, studio } from "../support/studio.ts";
import { guarded } from "./guarded.ts";

const MARKUP = `<img src=x onerror=alert(1)>"'&`;

Deno.test("what strangers type is words on every page, in every mail's preview, and no page holds markup of theirs", async () => {
  await using t = await studio();
  const s = t.studio;
  const owner = await signIn(t, s);
  const hostile = { ...person(1), name: `${MARKUP}Eve` };
  await s.manage("PATCH", "provider", { displayName: `${MARKUP}Studio`, bio: MARKUP, avatarKey: MARKUP });
  const service = await s.manage("POST", "services", { name: `${MARKUP}Flow`, durationMin: 50, priceCents: 2000 });
  const serviceId = service.body.id as string;
  await s.manage("POST", "instructors", { name: `${MARKUP}Ina` });
  const instructorId = (await s.manage("GET", "instructors")).body.items[0].id;
  await s.manage("POST", "package-types", { name: `${MARKUP}Pack`, sessionsTotal: 5, priceCents: 9000 });
  await s.manage("POST", "blackouts", {
    label: `${MARKUP}Closed`,
    startsAt: iso(t.clock.now() + DAY),
    endsAt: iso(t.clock.now() + 2 * DAY),
  });
  await s.manage("POST", "api-keys", { label: `${MARKUP}Key`, allowedOrigins: ["https://a.example"] });
  const classId = await s.addClass({ serviceId, capacity: 1 });
  await s.manage("PATCH", `classes/${classId}`, { publicNote: MARKUP, instructorId });
  const seat = await s.seat(classId, hostile);
  await s.wait(classId, { ...person(2), name: `${MARKUP}Wim` });
  await s.cancel(seat.id, seat.cancelToken, MARKUP);
  await s.buyPack(hostile);
  const card = await s.call("POST", "/api/gift-cards/start", {
    handle: s.handle,
    amountCents: 5000,
    purchaserName: `${MARKUP}Pat`,
    purchaserEmail: "pat@example.com",
    recipientName: `${MARKUP}Rob`,
    recipientEmail: "rob@example.com",
    message: MARKUP,
  });
  await t.stripe.pay(card.body.checkoutSessionId);
  await t.settle();
  const visit = await s.completedAppointment(hostile, serviceId);
  await t.stripe.pay(await s.startTip(visit.tipToken));
  await t.settle();
  const its = await consoleRecordsOf(s);
  const clientId = (await s.manage("GET", `clients?q=${hostile.email}`)).body.items[0].id;
  await owner.submit(`/console/clients/${clientId}`, { note: MARKUP }, `/console/clients/${clientId}/note`);
  const hostileCard = (await s.manage("GET", "gift-cards")).body.items.map((one: { id: string }) => one.id);

  const paths = new Set([
    ...guarded(t).filter((one) => one.method === "GET").map((one) => pathOf(its, one)),
    ...hostileCard.map((id: string) => `/console/sales/gift-cards/${id}`),
    `/console/clients/${clientId}`,
    `/console/clients/${clientId}/edit`,
    `/console/clients/${clientId}/erase`,
    `/console/classes/${classId}`,
    `/console/classes/${classId}/edit`,
    `/console/classes/${classId}/cancel`,
    `/console/clients?q=${encodeURIComponent(MARKUP)}`,
    "/console/settings/messages/booking_confirmed",
    "/console/settings/messages/booking_confirmed/html",
    "/console/settings/messages/gift_card/html",
  ]);
  let shown = 0;
  for (const path of paths) {
    const got = await owner.send("GET", path);
    assert.ok(got.status < 500, `${path}: ${got.status}`);
    if (path.includes(".csv")) {
      assert.match(got.headers.get("content-type")!, /^text\/csv/);
      assert.match(got.headers.get("content-disposition")!, /^attachment; filename="[a-z0-9.-]+"$/);
      continue;
    }
    if (got.text.includes("&lt;img src=x")) shown++;
    assert.doesNotMatch(got.text, /<img/, path);
    // Nor out of an attribute: every quote that was typed is written as an entity.
    assert.doesNotMatch(got.text, /alert\(1\)&gt;["']/, path);
  }
  assert.ok(shown >= 20, `${shown} pages show it`);
  for (const mail of t.mailer.sent) assert.doesNotMatch(mail.html, /<img src=x/, mail.kind);
});
