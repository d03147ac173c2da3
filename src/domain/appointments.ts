/** One-to-one visits; a completed one can be tipped once. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface Appointment {
  id: string;
  providerId: string;
  serviceId: string;
  serviceName: string;
  tipsEnabled: boolean;
  clientId: string;
  scheduledAt: string;
  status: "Scheduled" | "Completed" | "Cancelled";
  tipAmountCents: number | null;
  tipChargeId: string | null;
  tipCapturedAt: string | null;
  tipCheckoutId: string | null;
}

export async function findAppointment(from: Reader, id: string): Promise<Appointment | null> {
  const row = await readOne(
    from,
    `SELECT a.id, a.provider_id AS providerId, a.service_id AS serviceId, s.name AS serviceName, s.tips_enabled AS tipsEnabled,
       a.client_id AS clientId, a.scheduled_at AS scheduledAt, a.status, a.tip_amount_cents AS tipAmountCents, a.tip_charge_id AS tipChargeId,
       a.tip_captured_at AS tipCapturedAt, a.tip_checkout_id AS tipCheckoutId
     FROM appointments a JOIN services s ON s.id = a.service_id WHERE a.id = ?`,
    [id],
  );
  return row && { ...row, tipsEnabled: row.tipsEnabled === 1 } as Appointment;
}

/** @throws DomainError not_found, also for another provider's */
export async function getAppointmentOf(from: Reader, providerId: string, id: string): Promise<Appointment> {
  const found = await findAppointment(from, id);
  if (found?.providerId !== providerId) throw notFound("Appointment");
  return found;
}

export async function createAppointment(
  tx: Tx,
  input: { providerId: string; serviceId: string; clientId: string; scheduledAt: string },
  now: string,
): Promise<string> {
  const id = newId("appt");
  await runOne(
    tx,
    `INSERT INTO appointments (id, provider_id, service_id, client_id, scheduled_at, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [id, input.providerId, input.serviceId, input.clientId, input.scheduledAt, now, now],
  );
  return id;
}

/** The caller has checked that this change is allowed. */
export async function setAppointmentStatus(
  tx: Tx,
  id: string,
  status: Appointment["status"],
  now: string,
): Promise<void> {
  await runOne(tx, "UPDATE appointments SET status = ?, updated_at = ? WHERE id = ?", [status, now, id]);
}

/** False when the appointment has a tip already. */
export async function captureTip(
  tx: Tx,
  id: string,
  tip: { amountCents: number; checkoutId: string; capturedAt: string },
): Promise<boolean> {
  return await tx.run(
    `UPDATE appointments SET tip_amount_cents = ?, tip_captured_at = ?, tip_checkout_id = ?, updated_at = ?
     WHERE id = ? AND tip_checkout_id IS NULL AND status = 'Completed'`,
    [tip.amountCents, tip.capturedAt, tip.checkoutId, tip.capturedAt, id],
  ) === 1;
}

/** The charge is known only after Stripe was asked. */
export async function setTipCharge(tx: Tx, id: string, chargeId: string): Promise<void> {
  await runOne(tx, "UPDATE appointments SET tip_charge_id = ? WHERE id = ?", [chargeId, id]);
}

const ITEM =
  `json_object('id', a.id, 'serviceId', a.service_id, 'serviceName', s.name, 'scheduledAt', a.scheduled_at, 'status', a.status,
  'client', json_object('id', cl.id, 'name', cl.name, 'email', cl.email, 'phone', cl.phone),
  'tipAmountCents', a.tip_amount_cents, 'tipChargeId', a.tip_charge_id, 'tipCapturedAt', a.tip_captured_at)`;
const ITEM_FROM = "appointments a JOIN services s ON s.id = a.service_id JOIN clients cl ON cl.id = a.client_id";

/** One appointment as the owner sees it. The caller knows that it exists. */
export async function appointmentJson(from: Reader, id: string): Promise<string> {
  return (await readOne(from, `SELECT ${ITEM} AS item FROM ${ITEM_FROM} WHERE a.id = ?`, [id]))!.item;
}

export function listAppointments(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: ITEM,
    from: ITEM_FROM,
    where: "a.provider_id = ?",
    args: [providerId],
    order: "a.scheduled_at",
    id: "a.id",
    page,
  });
}

/** An appointment as the console shows it. */
export interface AppointmentDetails {
  id: string;
  serviceId: string;
  serviceName: string;
  durationMin: number;
  /** 1 while the service takes tips. */
  tipsEnabled: 0 | 1;
  scheduledAt: string;
  status: Appointment["status"];
  client: { id: string; name: string; email: string | null; phone: string | null };
  tipAmountCents: number | null;
  /** What became of the mail after the visit; null: none. */
  mailState: "queued" | "sent" | "dead" | "erased" | null;
}

const DETAILS =
  `json_object('id', a.id, 'serviceId', a.service_id, 'serviceName', s.name, 'durationMin', s.duration_min, 'tipsEnabled', s.tips_enabled,
  'scheduledAt', a.scheduled_at, 'status', a.status, 'tipAmountCents', a.tip_amount_cents,
  'client', json_object('id', cl.id, 'name', cl.name, 'email', cl.email, 'phone', cl.phone),
  'mailState', (SELECT m.state FROM messages m WHERE m.dedupe_key = 'post_visit:' || a.id))`;

/** `due`: begun and neither completed nor cancelled; `upcoming`: to come, soonest first; `past`: over, latest first. */
export type AppointmentPart = "due" | "upcoming" | "past";
const PARTS: Record<AppointmentPart, { where: string; descending: boolean }> = {
  due: { where: "a.status = 'Scheduled' AND a.scheduled_at <= ?", descending: true },
  upcoming: { where: "a.scheduled_at > ?", descending: false },
  past: { where: "a.status <> 'Scheduled' AND a.scheduled_at <= ?", descending: true },
};

export function listAppointmentsByPart(
  from: Reader,
  providerId: string,
  part: AppointmentPart,
  now: string,
  page: PageRequest,
): Promise<Page> {
  const { where, descending } = PARTS[part];
  return listPage(from, {
    columns: DETAILS,
    from: ITEM_FROM,
    where: `a.provider_id = ? AND ${where}`,
    args: [providerId, now],
    order: "a.scheduled_at",
    id: "a.id",
    descending,
    page,
  });
}

/** A client's appointments, latest first. */
export async function listAppointmentsOfClient(
  from: Reader,
  providerId: string,
  clientId: string,
): Promise<AppointmentDetails[]> {
  const rows = await from.read<{ details: string }>(
    `SELECT ${DETAILS} AS details FROM ${ITEM_FROM} WHERE a.client_id = ? AND a.provider_id = ? ORDER BY a.scheduled_at DESC, a.id`,
    [clientId, providerId],
  );
  return rows.map((row) => JSON.parse(row.details));
}

/** @throws DomainError not_found, also for another provider's */
export async function getAppointmentDetails(from: Reader, providerId: string, id: string): Promise<AppointmentDetails> {
  const row = await readOne(
    from,
    `SELECT ${DETAILS} AS details FROM ${ITEM_FROM} WHERE a.id = ? AND a.provider_id = ?`,
    [id, providerId],
  );
  if (!row) throw notFound("Appointment");
  return JSON.parse(row.details);
}

/** Whether a client has an appointment that is still to come. */
export async function hasFutureAppointment(from: Reader, clientId: string, now: string): Promise<boolean> {
  return await readOne(
    from,
    "SELECT 1 AS booked FROM appointments WHERE client_id = ? AND status = 'Scheduled' AND scheduled_at > ? LIMIT 1",
    [clientId, now],
  ) !== null;
}
