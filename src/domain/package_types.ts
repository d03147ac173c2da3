/** Class packs that a studio sells. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
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

/** @param id of one that the books had once */
export async function createPackageType(
  tx: Tx,
  providerId: string,
  input: PackageTypeInput,
  now: string,
  id = newId("pkg"),
): Promise<PackageType> {
  await runOne(
    tx,
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
  await runOne(
    tx,
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

/** A JSON array of the types on sale, oldest first. */
export async function packageTypesOnSaleJson(from: Reader, providerId: string, currency: string): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT json_object('id', id, 'name', name, 'sessionsTotal', sessions_total, 'priceCents', price_cents, 'currency', ?,
         'validDays', valid_days) AS item
       FROM package_types WHERE provider_id = ? AND active ORDER BY created_at, id)`,
    [currency, providerId],
  );
  return row!.items;
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
