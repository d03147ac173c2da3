/** A record of each kind for the pages of the console, and which of them a path names. */
import assert from "node:assert/strict";
import { recordsOf } from "./records.ts";
import { person, type Studio } from "./studio.ts";

export interface ConsoleRoute {
  method: string;
  path: string;
}

/** A record of each kind, and those that only the console knows: a refund that needs its owner, a device, a message. */
export async function consoleRecordsOf(s: Studio) {
  const { t } = s;
  const its = await recordsOf(s);
  const anyOf = async (table: "console_sessions" | "messages") =>
    String((await t.db.read(`SELECT id FROM ${table} WHERE provider_id = ? ORDER BY id LIMIT 1`, [s.id]))[0].id);
  // Stripe refuses a refund: the class stays booked.
  const kept = await s.seat(its.classId, person(5));
  t.stripe.fail({ route: "POST /v1/refunds", status: 402 });
  await s.manage("POST", `enrollments/${kept.id}/cancel`, { refund: "full" });
  return {
    ...its,
    refundId: String((await t.db.read("SELECT id FROM refunds WHERE enrollment_id = ?", [kept.id]))[0].id),
    deviceId: await anyOf("console_sessions"),
    messageId: await anyOf("messages"),
  };
}
export type Records = Awaited<ReturnType<typeof consoleRecordsOf>>;

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
  ["/console/settings/webhooks/", "endpointId"],
  ["/console/settings/messages/", "messageId"],
];

/** The path with this studio's own record in it. */
export function pathOf(its: Records, { method, path }: ConsoleRoute): string {
  if (!path.includes(":")) return path;
  const found = NAMED.find(([begins]) => path.startsWith(begins));
  assert.ok(found, `say here which record ${method} ${path} names`);
  return path.replace(/:\w+/, its[found[1]]);
}
