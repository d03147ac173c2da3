/** What was to be paid, as the studio's owner lists it (`http/manage/checkouts.ts`). */
import assert from "node:assert/strict";
import { MINUTE } from "../../../src/domain/time.ts";
import { invalid } from "../../support/http.ts";
import { addStudio, person, studio } from "../../support/studio.ts";

const listed = async (s: Awaited<ReturnType<typeof studio>>["studio"], query = "") =>
  (await s.manage("GET", `checkouts${query}`)).body.items;

Deno.test("checkouts are listed as a site may read them, the newest first", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const held = await t.studio.hold(classId);
  t.clock.advance(1000);
  const pack = await t.studio.startPack(person(2));
  const [bought, booked] = await listed(t.studio);
  assert.deepEqual(bought, {
    checkoutSessionId: pack,
    kind: "package",
    status: "open",
    amountCents: 9000,
    currency: "usd",
    enrollmentId: null,
    enrollmentStatus: null,
    classSession: null,
    reason: null,
    disputedAt: null,
    refundsUnreadSince: null,
    createdAt: bought.createdAt,
  });
  const { scheduledAt } = await t.studio.class(classId);
  const classSession = { id: classId, nameSnapshot: "Pilates Class", scheduledAt, durationMin: 50 };
  assert.deepEqual([booked.enrollmentId, booked.enrollmentStatus], [held.id, "PendingPayment"]);
  assert.deepEqual(booked.classSession, classSession);
});

Deno.test("a checkout is open, processing, paid, expired or refunded", async () => {
  await using t = await studio();
  const classId = await t.studio.addClass();
  const statuses = async () => (await listed(t.studio)).map((one: { status: string }) => one.status);
  const held = await t.studio.hold(classId);
  assert.deepEqual(await statuses(), ["open"]);
  await t.stripe.payLater(held.session);
  await t.settle();
  assert.deepEqual(await statuses(), ["processing"]);
  await t.stripe.bankSucceeds(held.session);
  await t.settle();
  assert.deepEqual(await statuses(), ["paid"]);
  await t.studio.cancel(held.id, held.cancelToken);
  assert.deepEqual(await statuses(), ["refunded"]);
  t.clock.advance(1000);
  await t.studio.hold(classId, person(2));
  await t.pass(33 * MINUTE);
  assert.deepEqual(await statuses(), ["expired", "refunded"]);
  assert.deepEqual(await listed(t.studio, "?state=disputed"), []);
});

Deno.test("checkouts of other studios are not listed, and other states not known", async () => {
  await using t = await studio();
  const other = await addStudio(t);
  await t.studio.hold(await t.studio.addClass());
  assert.deepEqual(await listed(other), []);
  invalid(await t.studio.manage("GET", "checkouts?state=paid"), "state");
});
