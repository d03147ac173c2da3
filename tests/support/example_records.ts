import assert from "node:assert/strict";
import { DAY, HOUR, iso } from "../../src/domain/time.ts";
import { OPERATOR, type TestApp } from "./app.ts";
import { ORIGIN, person, type Studio } from "./studio.ts";
import type { Json } from "./openapi.ts";

/** Everything that the placeholders of the examples stand for. */
export async function exampleRecords(t: TestApp & { studio: Studio }) {
  const { studio } = t;
  const jane = { name: "Jane Doe", email: "jane@example.com", phone: "5555550100" };
  const made = async (path: string, body?: unknown): Promise<Json> => {
    const answer = await studio.manage("POST", path, body);
    assert.ok(answer.status < 300, `${path}: ${answer.text}`);
    return answer.body;
  };

  // What is over when the examples are sent.
  const pastClassId = await studio.addClass({ priceCents: 0, inHours: 1 });
  const pastBooking = await studio.book(pastClassId, person(7));
  const appointment = (inHours: number) =>
    made("appointments", {
      serviceId: studio.serviceId,
      scheduledAt: iso(t.clock.now() + inHours * HOUR),
      client: person(8),
    });
  const { id: appointmentId } = await appointment(1);
  await t.pass(3 * HOUR);

  // A class of its own for what others would disturb.
  const classId = await studio.addClass();
  const freeClassId = await studio.addClass({ priceCents: 0 });
  const spareClassId = await studio.addClass({ priceCents: 0 });
  const fullClassId = await studio.addClass({ priceCents: 0, capacity: 1 });
  await studio.book(fullClassId, person(1));
  const { body: spareEntry } = await studio.wait(fullClassId, person(9));
  // Beyond the schedule that is asked for, and with an appointment to come: who takes all away that is shown leaves these.
  const openedClassId = await studio.addClass({ priceCents: 0, capacity: 1, inHours: 40 * 24 });
  const leaver = await studio.book(openedClassId, person(2));
  const { body: entry } = await studio.wait(openedClassId, person(8));
  await studio.cancel(leaver.body.enrollmentId, leaver.body.cancelToken);

  const laterClassId = await studio.addClass({ inHours: 40 * 24 });
  const booked = await studio.bookPaid(classId, jane);
  const spare = await studio.bookPaid(classId, person(4));
  const movable = await studio.bookPaid(await studio.addClass({ inHours: 96 }), person(3));
  const otherMovable = await studio.bookPaid(await studio.addClass({ inHours: 41 * 24 }), person(10));
  const returned = await studio.bookPaid(classId, person(6));
  const cancelled = await studio.cancel(returned.body.enrollmentId, returned.body.cancelToken);
  await t.stripe.failRefund(cancelled.body.refundId);
  await t.settle();
  const owed = await studio.manage("GET", "refunds?state=owed");
  const { token: customerToken } = await studio.buyPack(jane);
  const giftCardCode = await studio.buyGiftCard();
  const giftCards = await studio.manage("GET", "gift-cards");
  const tip = await studio.completedAppointment(person(5));
  // Both wait for one class: who merges everybody they meet leaves one to be erased.
  const waitedClassId = await studio.addClass({ priceCents: 0, capacity: 1, inHours: 42 * 24 });
  await studio.book(waitedClassId, person(11));
  await studio.wait(waitedClassId, jane);
  await studio.wait(waitedClassId, person(5));
  const clients = (await studio.manage("GET", "clients")).body.items as Json[];
  const clientOf = (email: string) => clients.find((one) => one.email === email)!.id;
  const me = await t.send("GET", "/api/customer/me", undefined, { "x-customer-token": customerToken });

  const values: Record<string, string> = {
    handle: studio.handle,
    newHandle: "a-new-studio",
    today: iso(t.clock.now()).slice(0, 10),
    soon: iso(t.clock.now() + 30 * DAY).slice(0, 10),
    nextWeek: iso(t.clock.now() + 7 * DAY),
    providerId: studio.id,
    serviceId: studio.serviceId,
    classId,
    freeClassId,
    fullClassId,
    spareClassId,
    laterClassId,
    pastClassId,
    enrollmentId: booked.body.enrollmentId,
    cancelToken: booked.body.cancelToken,
    checkoutSessionId: booked.body.checkoutSessionId,
    spareEnrollmentId: spare.body.enrollmentId,
    pastEnrollmentId: pastBooking.body.enrollmentId,
    movableEnrollmentId: movable.body.enrollmentId,
    otherMovableEnrollmentId: otherMovable.body.enrollmentId,
    movableCancelToken: movable.body.cancelToken,
    waitlistEntryId: entry.waitlistEntryId,
    spareWaitlistEntryId: spareEntry.waitlistEntryId,
    leaveToken: spareEntry.leaveToken,
    appointmentId,
    spareAppointmentId: (await appointment(48)).id,
    clientId: clientOf(jane.email),
    spareClientId: clientOf(person(5).email),
    mergedClientId: (await made("clients", { name: "Jane D." })).id,
    blackoutId: (await made("blackouts", {
      label: "Closed",
      startsAt: iso(t.clock.now() + DAY),
      endsAt: iso(t.clock.now() + 2 * DAY),
    })).id,
    packageTypeId: (await made("package-types", { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000 })).id,
    giftCardId: giftCards.body.items[0].id,
    owedRefundId: owed.body.items[0].id,
    giftCardCode,
    spareKeyId: (await made("api-keys", { label: "Spare", allowedOrigins: [ORIGIN] })).id,
    eventId: (await studio.manage("GET", "events")).body.items[0].id,
    endpointId: (await made("webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types: ["tip.paid"] })).id,
    spareEndpointId: (await made("webhook-endpoints", { url: "http://127.0.0.1:1/hooks", types: ["tip.paid"] })).id,
    feedFile: new URL(me.body.calendarFeedUrl).pathname.split("/").at(-1)!,
    tipToken: tip.tipToken,
    customerToken,
  };
  const credentials: Record<string, Record<string, string>> = {
    tenant: studio.headers,
    owner: { authorization: `Bearer ${studio.ownerToken}` },
    operator: { authorization: `Bearer ${OPERATOR}` },
    customer: {},
    signed: {},
    none: {},
  };
  return { values, credentials };
}
