/** Times at which the studio is closed; shown beside the classes, they hide none. */
import { type Reader, readOne, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface BlackoutInput {
  label: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
  kind: string;
}

const ITEM = `json_object('id', id, 'label', label, 'startsAt', starts_at, 'endsAt', ends_at,
  'allDay', json(iif(all_day, 'true', 'false')), 'kind', kind)`;

export async function createBlackout(
  tx: Tx,
  providerId: string,
  input: BlackoutInput,
  now: string,
): Promise<BlackoutInput & { id: string }> {
  const id = newId("bo");
  await runOne(
    tx,
    "INSERT INTO blackouts (id, provider_id, label, starts_at, ends_at, all_day, kind, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [id, providerId, input.label, input.startsAt, input.endsAt, +input.allDay, input.kind, now],
  );
  return { id, ...input };
}

/** @throws DomainError not_found */
export async function getBlackout(
  from: Reader,
  providerId: string,
  id: string,
): Promise<BlackoutInput & { id: string }> {
  const row = await readOne(from, `SELECT ${ITEM} AS item FROM blackouts WHERE provider_id = ? AND id = ?`, [
    providerId,
    id,
  ]);
  if (!row) throw notFound("Blackout");
  return JSON.parse(row.item);
}

/** @throws DomainError not_found */
export async function deleteBlackout(tx: Tx, providerId: string, id: string): Promise<void> {
  if (!await tx.run("DELETE FROM blackouts WHERE provider_id = ? AND id = ?", [providerId, id])) {
    throw notFound("Blackout");
  }
}

export function listBlackouts(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: ITEM,
    from: "blackouts",
    where: "provider_id = ?",
    args: [providerId],
    order: "starts_at",
    page,
  });
}

/** A JSON array of those that overlap `[fromAt, untilAt)`. */
export async function blackoutsJson(
  from: Reader,
  providerId: string,
  fromAt: string,
  untilAt: string,
): Promise<string> {
  const row = await readOne(
    from,
    `SELECT json_group_array(json(item)) AS items FROM (
       SELECT ${ITEM} AS item FROM blackouts WHERE provider_id = ? AND starts_at < ? AND ends_at > ? ORDER BY starts_at, id)`,
    [providerId, untilAt, fromAt],
  );
  return row!.items;
}
