/** A record of each kind for the pages of the console, and which of them a path names. */
import { ok as truth } from "node:assert";
import { DAY, HOUR, iso } from "../../src/domain/time.ts";
import { ORIGIN, person, type Studio } from "./studio.ts";

export interface ConsoleRoute {
  method: string;
  path: string;
}

/** A record of each kind, of one studio. */
export async function recordsOf(s: Studio) {
  const { t } = s;
  const classId = await s.addClass({ capacity: 2 });
  const full = await s.addClass({ capacity: 1 });
  const seat = await s.seat(classId, person(1));
  const blocking = await s.hold(full, person(2));
  const waiting = await s.wait(full, person(3));
  await s.cancel(blocking.id, blocking.cancelToken);
  await s.buyPack(person(1));
  await s.buyGiftCard();
  const appointment = await s.manage("POST", "appointments", {
    serviceId: s.serviceId,
    scheduledAt: iso(t.clock.now() - HOUR),
    client: person(4),
  });
  const blackout = await s.manage("POST", "blackouts", {
    label: "Closed",
    startsAt: iso(t.clock.now() + 20 * DAY),
    endsAt: iso(t.clock.now() + 21 * DAY),
  });
  const instructor = await s.manage("POST", "instructors", { name: "Sarah" });
  const spareKey = await s.manage("POST", "api-keys", { label: "Spare", allowedOrigins: [ORIGIN] });
  const first = async (list: string) => (await s.manage("GET", list)).body.items[0].id as string;
  const only = async (sql: string, ...args: string[]) => String((await t.db.read(sql, args))[0].id);
  // Stripe refuses a refund: the class stays booked, and the refund is one that needs its owner.
  const owed = await s.seat(classId, person(5));
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  await s.manage("POST", `enrollments/${owed.id}/cancel`, { refund: "full" });
  const refund = (await t.db.read("SELECT id FROM refunds WHERE provider_id = ? LIMIT 1", [s.id]))[0];
  return {
    classId,
    enrollmentId: seat.id,
    waitlistId: waiting.body.waitlistEntryId as string,
    packageTypeId: await first("package-types"),
    giftCardId: await first("gift-cards"),
    clientId: await first(`clients?q=${person(1).email}`),
    appointmentId: appointment.body.id as string,
    blackoutId: blackout.body.id as string,
    instructorId: instructor.body.id as string,
    keyId: spareKey.body.id as string,
    serviceId: s.serviceId,
    refundId: (refund?.id ?? "rf-none") as string,
    deviceId: await only("SELECT id FROM console_sessions WHERE provider_id = ? LIMIT 1", s.id),
    messageId: await only("SELECT id FROM messages WHERE provider_id = ? LIMIT 1", s.id),
  };
}
export type Records = Awaited<ReturnType<typeof recordsOf>>;

/** Which record a path names, by its beginning. */
const NAMED: [begins: string, record: keyof Records][] = [
  ["/console/classes/", "classId"],
  ["/console/bookings/", "enrollmentId"],
  ["/console/waitlist/", "waitlistId"],
  ["/console/clients/", "clientId"],
  ["/console/appointments/", "appointmentId"],
  ["/console/sales/gift-cards/", "giftCardId"],
  ["/console/payments/refunds/", "refundId"],
  ["/console/settings/keys/", "keyId"],
  ["/console/settings/services/", "serviceId"],
  ["/console/settings/instructors/", "instructorId"],
  ["/console/settings/packs/", "packageTypeId"],
  ["/console/settings/closures/", "blackoutId"],
  ["/console/settings/devices/", "deviceId"],
  ["/console/settings/messages/", "messageId"],
];

/** The path with this studio's own record in it. */
export function pathOf(its: Records, { method, path }: ConsoleRoute): string {
  if (!path.includes(":")) return path;
  const found = NAMED.find(([begins]) => path.startsWith(begins));
  truth(found, `say here which record ${method} ${path} names`);
  return path.replace(/:\w+/, its[found[1]]);
}
