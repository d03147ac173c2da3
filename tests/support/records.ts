/** A record of each kind of one studio, for the tests that walk all routes. */
import { HOUR, iso } from "../../src/domain/time.ts";
import { ORIGIN, person, type Studio } from "./studio.ts";

/** A record of each kind, of one studio. */
export async function recordsOf(s: Studio) {
  const { t } = s;
  const classId = await s.addClass({ capacity: 2 });
  const full = await s.addClass({ capacity: 1 });
  const seat = await s.seat(classId, person(1));
  const cancelled = await s.seat(classId, person(6));
  await s.cancel(cancelled.id, cancelled.cancelToken);
  const blocking = await s.hold(full, person(2));
  const waiting = await s.wait(full, person(3));
  await s.cancel(blocking.id, blocking.cancelToken);
  const { token, packId } = await s.buyPack(person(1));
  const code = await s.buyGiftCard();
  const appointment = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() - HOUR),
    client: person(4),
  });
  const [{ id: packageTypeId }] = (await s.manage("GET", "package-types")).body.items;
  const [{ id: giftCardId }] = (await s.manage("GET", "gift-cards")).body.items;
  const client = (await s.manage("GET", `clients?q=${person(4).email}`)).body.items[0];
  const blackout = await s.manage("POST", "blackouts", {
    label: "Closed",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-26T00:00:00.000Z",
  });
  const instructor = await s.manage("POST", "instructors", { name: "Sarah" });
  const spareKey = await s.manage("POST", "api-keys", { label: "Spare", allowedOrigins: [ORIGIN] });
  const endpoint = await s.manage("POST", "webhook-endpoints", {
    url: "http://127.0.0.1:1/hooks",
    types: ["tip.paid"],
  });
  const [{ id: eventId }] = (await s.manage("GET", "events")).body.items;
  const [{ id: refundId }] = (await s.manage("GET", "refunds")).body.items;
  return {
    refundId: refundId as string,
    endpointId: endpoint.body.id as string,
    eventId: eventId as string,
    classId,
    enrollmentId: seat.id,
    checkoutSessionId: seat.session,
    waitlistId: waiting.body.waitlistEntryId as string,
    leaveToken: waiting.body.leaveToken as string,
    token,
    packId,
    code,
    packageTypeId: packageTypeId as string,
    giftCardId: giftCardId as string,
    clientId: client.id as string,
    otherClientId: (await s.manage("POST", "clients", { name: "Jane D." })).body.id as string,
    appointmentId: appointment.body.id as string,
    blackoutId: blackout.body.id as string,
    instructorId: instructor.body.id as string,
    keyId: spareKey.body.id as string,
    serviceId: s.serviceId,
  };
}
export type Records = Awaited<ReturnType<typeof recordsOf>>;
