/** Templates of classes and appointments: name, length, price, seats, rules. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface ServiceInput {
  name: string;
  durationMin: number;
  /** 0, or at least 50: Stripe's minimum. */
  priceCents: number;
  capacity: number;
  /** Null: the provider's. */
  cancelWindowHours: number | null;
  tipsEnabled: boolean;
}

export interface Service extends ServiceInput {
  id: string;
}

export async function createService(tx: Tx, providerId: string, input: ServiceInput, now: string): Promise<Service> {
  const id = newId("svc");
  await runOne(
    tx,
    `INSERT INTO services (id, provider_id, name, duration_min, price_cents, capacity, cancel_window_hours, tips_enabled, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      providerId,
      input.name,
      input.durationMin,
      input.priceCents,
      input.capacity,
      input.cancelWindowHours,
      +input.tipsEnabled,
      now,
      now,
    ],
  );
  return { id, ...input };
}

export async function updateService(
  tx: Tx,
  providerId: string,
  id: string,
  next: ServiceInput,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE services SET name = ?, duration_min = ?, price_cents = ?, capacity = ?, cancel_window_hours = ?, tips_enabled = ?, updated_at = ?
     WHERE provider_id = ? AND id = ?`,
    [
      next.name,
      next.durationMin,
      next.priceCents,
      next.capacity,
      next.cancelWindowHours,
      +next.tipsEnabled,
      now,
      providerId,
      id,
    ],
  );
}

export async function findService(from: Reader, providerId: string, id: string): Promise<Service | null> {
  const row = await readOne(
    from,
    `SELECT id, name, duration_min AS durationMin, price_cents AS priceCents, capacity, cancel_window_hours AS cancelWindowHours,
       tips_enabled AS tipsEnabled FROM services WHERE provider_id = ? AND id = ?`,
    [providerId, id],
  );
  return row && { ...row, tipsEnabled: row.tipsEnabled === 1 } as Service;
}

/** @throws DomainError not_found */
export async function getService(from: Reader, providerId: string, id: string): Promise<Service> {
  const found = await findService(from, providerId, id);
  if (!found) throw notFound("Service");
  return found;
}

export function listServices(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('id', id, 'name', name, 'durationMin', duration_min, 'priceCents', price_cents, 'capacity', capacity,
      'cancelWindowHours', cancel_window_hours, 'tipsEnabled', json(iif(tips_enabled, 'true', 'false')))`,
    from: "services",
    where: "provider_id = ?",
    args: [providerId],
    order: "created_at",
    page,
  });
}
