/** Class packs that clients own, and the ledger of their credits: taken by a booking, returned by a cancellation. A trigger moves the balance. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { type EventSource, recordEventOf } from "./events.ts";
import { newId } from "./ids.ts";

export interface ClientPackage {
  id: string;
  providerId: string;
  clientId: string;
  packageTypeName: string;
  sessionsTotal: number;
  sessionsRemaining: number;
  expiresAt: string | null;
  boughtAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, client_id AS clientId, name_snapshot AS packageTypeName, sessions_total AS sessionsTotal,
  sessions_remaining AS sessionsRemaining, expires_at AS expiresAt, created_at AS boughtAt FROM client_packages`;

/** The pack as in a client's details, and the client. */
const EVENT: EventSource = {
  item: `json_object('id', p.id, 'packageTypeName', p.name_snapshot, 'sessionsRemaining', p.sessions_remaining,
    'sessionsTotal', p.sessions_total, 'expiresAt', p.expires_at,
    'client', json_object('id', cl.id, 'name', cl.name, 'email', cl.email, 'phone', cl.phone))`,
  clientId: "p.client_id",
  from: "client_packages p JOIN clients cl ON cl.id = p.client_id WHERE p.id = ?",
};

/** @throws DomainError not_found, also when it is another client's */
export async function getClientPackage(from: Reader, clientId: string, id: string): Promise<ClientPackage> {
  const found = await readOne<ClientPackage>(from, `${SELECT} WHERE id = ? AND client_id = ?`, [id, clientId]);
  if (!found) throw notFound("Class pack");
  return found;
}

/** The id of the pack that pays for a booking now: the one that expires first; null when none has a credit. */
export async function findUsablePackage(from: Reader, clientId: string, now: string): Promise<string | null> {
  const row = await readOne<{ id: string }>(
    from,
    `SELECT id FROM client_packages WHERE client_id = ? AND sessions_remaining > 0 AND (expires_at IS NULL OR expires_at > ?)
     ORDER BY coalesce(expires_at, '9'), created_at, id LIMIT 1`,
    [clientId, now],
  );
  return row?.id ?? null;
}

/** A client's packs, oldest first; with `activeAt` only those not expired then. */
export function listClientPackages(from: Reader, clientId: string, activeAt?: string): Promise<ClientPackage[]> {
  return activeAt === undefined
    ? from.read<ClientPackage>(`${SELECT} WHERE client_id = ? ORDER BY created_at, id`, [clientId])
    : from.read<ClientPackage>(
      `${SELECT} WHERE client_id = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at, id`,
      [
        clientId,
        activeAt,
      ],
    );
}

/** A credit taken (−1) or returned (1), and the class it was for. */
export interface CreditEntry {
  packId: string;
  delta: -1 | 1;
  at: string;
  classId: string;
  className: string;
  scheduledAt: string;
}

/** The credits of all a client's packs, in the order they were taken and returned. */
export function listCreditEntries(from: Reader, providerId: string, clientId: string): Promise<CreditEntry[]> {
  return from.read<CreditEntry>(
    `SELECT t.client_package_id AS packId, t.delta, t.created_at AS at, c.id AS classId, c.name_snapshot AS className,
       c.scheduled_at AS scheduledAt
     FROM client_packages p JOIN credit_entries t ON t.client_package_id = p.id JOIN enrollments e ON e.id = t.enrollment_id
     JOIN class_sessions c ON c.id = e.class_id
     WHERE p.client_id = ? AND p.provider_id = ? ORDER BY t.created_at, t.delta`,
    [clientId, providerId],
  );
}

/** The fulfillment of a paid checkout. */
export async function createClientPackage(
  tx: Tx,
  input: {
    providerId: string;
    clientId: string;
    packageTypeId: string;
    checkoutId: string;
    name: string;
    sessionsTotal: number;
    expiresAt: string | null;
  },
  now: string,
): Promise<string> {
  const id = newId("pkg");
  await runOne(
    tx,
    `INSERT INTO client_packages (id, provider_id, client_id, package_type_id, checkout_id, name_snapshot, sessions_total, sessions_remaining,
       expires_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.providerId,
      input.clientId,
      input.packageTypeId,
      input.checkoutId,
      input.name,
      input.sessionsTotal,
      input.sessionsTotal,
      input.expiresAt,
      now,
    ],
  );
  await recordEventOf(tx, input.providerId, "package.purchased", EVENT, id, now);
  return id;
}

/** Takes one credit for an enrollment. False when none is left or the pack has expired. */
export async function takeCredit(
  tx: Tx,
  providerId: string,
  packageId: string,
  enrollmentId: string,
  now: string,
): Promise<boolean> {
  const taken = await tx.run(
    `INSERT INTO credit_entries (id, provider_id, client_package_id, enrollment_id, delta, created_at)
     SELECT ?, provider_id, id, ?, -1, ? FROM client_packages
     WHERE id = ? AND provider_id = ? AND sessions_remaining > 0 AND (expires_at IS NULL OR expires_at > ?)`,
    [newId("credit"), enrollmentId, now, packageId, providerId, now],
  ) === 1;
  if (taken) await recordEventOf(tx, providerId, "credit.changed", EVENT, packageId, now);
  return taken;
}

/** Returns an enrollment's credit, at most once. True when it was returned now. */
export async function returnCredit(
  tx: Tx,
  providerId: string,
  packageId: string,
  enrollmentId: string,
  now: string,
): Promise<boolean> {
  const returned = await tx.run(
    `INSERT INTO credit_entries (id, provider_id, client_package_id, enrollment_id, delta, created_at)
     SELECT ?, provider_id, client_package_id, enrollment_id, 1, ? FROM credit_entries
     WHERE client_package_id = ? AND enrollment_id = ? AND provider_id = ? GROUP BY client_package_id HAVING sum(delta) = -1`,
    [newId("credit"), now, packageId, enrollmentId, providerId],
  ) === 1;
  if (returned) await recordEventOf(tx, providerId, "credit.changed", EVENT, packageId, now);
  return returned;
}
