/** Class packs: what a studio sells (PackageType), what a client owns (ClientPackage), and the credits taken and returned. */
import { type Reader, readOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface PackageTypeInput {
  name: string;
  sessionsTotal: number;
  /** At least 50. */
  priceCents: number;
  /** Days from purchase; null: never expires. */
  validDays: number | null;
  active: boolean;
}
export interface PackageType extends PackageTypeInput {
  id: string;
}

const TYPE_ITEM =
  `json_object('id', id, 'name', name, 'sessionsTotal', sessions_total, 'priceCents', price_cents, 'validDays', valid_days,
  'active', json(iif(active, 'true', 'false')))`;

export async function createPackageType(
  tx: Tx,
  providerId: string,
  input: PackageTypeInput,
  now: string,
): Promise<PackageType> {
  const id = newId("pkg");
  await tx.run(
    `INSERT INTO package_types (id, provider_id, name, sessions_total, price_cents, valid_days, active, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, providerId, input.name, input.sessionsTotal, input.priceCents, input.validDays, +input.active, now, now],
  );
  return { id, ...input };
}

export async function updatePackageType(
  tx: Tx,
  providerId: string,
  id: string,
  next: PackageTypeInput,
  now: string,
): Promise<void> {
  await tx.run(
    `UPDATE package_types SET name = ?, sessions_total = ?, price_cents = ?, valid_days = ?, active = ?, updated_at = ?
     WHERE provider_id = ? AND id = ?`,
    [next.name, next.sessionsTotal, next.priceCents, next.validDays, +next.active, now, providerId, id],
  );
}

export async function findPackageType(from: Reader, providerId: string, id: string): Promise<PackageType | null> {
  const row = await readOne(
    from,
    `SELECT id, name, sessions_total AS sessionsTotal, price_cents AS priceCents, valid_days AS validDays, active FROM package_types
     WHERE provider_id = ? AND id = ?`,
    [providerId, id],
  );
  return row && { ...row, active: row.active === 1 } as PackageType;
}

/** @throws DomainError not_found */
export async function getPackageType(from: Reader, providerId: string, id: string): Promise<PackageType> {
  const found = await findPackageType(from, providerId, id);
  if (!found) throw notFound("Package type");
  return found;
}

export function listPackageTypes(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: TYPE_ITEM,
    from: "package_types",
    where: "provider_id = ?",
    args: [providerId],
    order: "created_at",
    page,
  });
}

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

/** @throws DomainError not_found, also when it is another client's */
export async function getClientPackage(from: Reader, clientId: string, id: string): Promise<ClientPackage> {
  const found = await readOne<ClientPackage>(from, `${SELECT} WHERE id = ? AND client_id = ?`, [id, clientId]);
  if (!found) throw notFound("Class pack");
  return found;
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

/** A credit taken (−1) or given back (1), and the class it was for. */
export interface CreditEntry {
  packId: string;
  delta: -1 | 1;
  at: string;
  classId: string;
  className: string;
  scheduledAt: string;
}

/** The credits of all a client's packs, in the order they were taken and given back. */
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

/** What a paid checkout of a pack gives. */
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
  await tx.run(
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
    `UPDATE client_packages SET sessions_remaining = sessions_remaining - 1
     WHERE id = ? AND sessions_remaining > 0 AND (expires_at IS NULL OR expires_at > ?)`,
    [packageId, now],
  );
  if (taken !== 1) return false;
  await addCreditEntry(tx, providerId, packageId, enrollmentId, -1, now);
  return true;
}

/** Gives an enrollment's credit back, once however often it is asked. True when it was given back now. */
export async function returnCredit(
  tx: Tx,
  providerId: string,
  packageId: string,
  enrollmentId: string,
  now: string,
): Promise<boolean> {
  const before = await readOne(
    tx,
    "SELECT sum(delta) AS balance FROM credit_entries WHERE client_package_id = ? AND enrollment_id = ?",
    [packageId, enrollmentId],
  );
  if (before?.balance !== -1) return false;
  await addCreditEntry(tx, providerId, packageId, enrollmentId, 1, now);
  await tx.run("UPDATE client_packages SET sessions_remaining = sessions_remaining + 1 WHERE id = ?", [packageId]);
  return true;
}

async function addCreditEntry(
  tx: Tx,
  providerId: string,
  packageId: string,
  enrollmentId: string,
  delta: 1 | -1,
  now: string,
): Promise<void> {
  await tx.run(
    "INSERT INTO credit_entries (id, provider_id, client_package_id, enrollment_id, delta, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    [newId("credit"), providerId, packageId, enrollmentId, delta, now],
  );
}
