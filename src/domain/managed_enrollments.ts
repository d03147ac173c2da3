/** One enrollment as the management API shows it, and the events of its moves. */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import { PAID_CENTS } from "./offline_payments.ts";
import { type EventSource, type EventType, recordEvent, recordEventOf } from "./events.ts";

/** Whose seat it is: by the name and phone that were given with the booking. */
export const PERSON =
  "json_object('id', cl.id, 'name', coalesce(e.name, cl.name), 'email', cl.email, 'phone', coalesce(e.phone, cl.phone))";

const ITEM =
  `json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'client', ${PERSON})`;
const FROM = "enrollments e JOIN clients cl ON cl.id = e.client_id WHERE e.id = ?";

/** In the roster's shape. */
export async function managedEnrollmentJson(from: Reader, id: string): Promise<string> {
  return (await readOne(from, `SELECT ${ITEM} AS item FROM ${FROM}`, [id]))!.item;
}

/** One that the owner made, with how it is or is to be paid. */
export async function bookedInJson(from: Reader, id: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_object('id', e.id, 'status', e.status, 'bookedAt', e.booked_at, 'classId', e.class_id, 'client', ${PERSON},
       'priceCents', e.price_cents, 'paidWith', e.paid_with, 'paidCents', ${PAID_CENTS}, 'expiresAt', e.expires_at,
       'checkoutUrl', iif(e.status = 'PendingPayment', k.url, NULL)) AS item
     FROM enrollments e JOIN clients cl ON cl.id = e.client_id LEFT JOIN checkouts k ON k.id = e.checkout_id WHERE e.id = ?`,
    [id],
  );
  return row!.item;
}

/** A booking just made, of which all is at hand: reading it back is a fifteenth of a free booking's time. */
export async function recordNewBooking(
  tx: Tx,
  type: "booking.held" | "booking.confirmed",
  made: {
    id: string;
    providerId: string;
    classId: string;
    clientId: string;
    status: string;
    name: string | null;
    phone: string | null;
  },
  client: ClientDetails,
  now: string,
): Promise<void> {
  const { id, providerId, classId, clientId, status } = made;
  const { name, email, phone } = client;
  const person = { id: clientId, name: made.name ?? name, email, phone: made.phone ?? phone };
  const data = JSON.stringify({ id, status, bookedAt: now, classId, client: person });
  await recordEvent(tx, { providerId, clientId, type, data }, now);
}

/** As on the client's record. */
export interface ClientDetails {
  name: string;
  email: string | null;
  phone: string | null;
}

const SOURCE: EventSource = { item: ITEM, clientId: "e.client_id", from: FROM };

/** What became of a booking, as it is now. */
export function recordBookingEvent(
  tx: Tx,
  type: EventType & `booking.${string}`,
  of: { id: string; providerId: string },
  now: string,
): Promise<void> {
  return recordEventOf(tx, of.providerId, type, SOURCE, of.id, now);
}
