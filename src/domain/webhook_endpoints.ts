/** Where a studio's events are sent: which types, signed with which secret, and whether at all. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { notFound } from "./errors.ts";
import type { EventType } from "./events.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import type { Tokens } from "./tokens.ts";

/** At most so many of a studio. */
export const MOST_ENDPOINTS = 20;

/** `gone`: it answered 410; `failing`: nothing could be delivered for five days. */
export type DisabledReason = "owner" | "gone" | "failing";

export interface WebhookEndpoint {
  id: string;
  providerId: string;
  url: string;
  types: (EventType | "*")[];
  description: string | null;
  status: "enabled" | "disabled";
  disabledReason: DisabledReason | null;
  /** The first failure since its last delivery. */
  failingSince: string | null;
  createdAt: string;
}

const ITEM =
  `json_object('id', w.id, 'url', w.url, 'types', json(w.types), 'description', w.description, 'status', w.status,
  'disabledReason', w.disabled_reason, 'failingSince', w.failing_since, 'createdAt', w.created_at)`;

export function listEndpoints(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: ITEM,
    from: "webhook_endpoints w",
    where: "w.provider_id = ? AND w.status <> 'deleted'",
    args: [providerId],
    order: "w.created_at",
    id: "w.id",
    page,
  });
}

/** @throws DomainError not_found, also for another provider's, and once deleted */
export async function getEndpoint(from: Reader, providerId: string, id: string): Promise<WebhookEndpoint> {
  const row = await readOne<{ item: string }>(
    from,
    `SELECT ${ITEM} AS item FROM webhook_endpoints w WHERE w.id = ? AND w.provider_id = ? AND w.status <> 'deleted'`,
    [id, providerId],
  );
  if (!row) throw notFound("Webhook endpoint");
  return { providerId, ...JSON.parse(row.item) };
}

/** How many a studio has. */
export async function countEndpoints(from: Reader, providerId: string): Promise<number> {
  return (await readOne<{ n: number }>(
    from,
    "SELECT count(*) AS n FROM webhook_endpoints WHERE provider_id = ? AND status <> 'deleted'",
    [providerId],
  ))!.n;
}

export interface EndpointInput {
  url: string;
  types: (EventType | "*")[];
  description: string | null;
}

/** The number of the newest event: an endpoint wants what comes after it. */
const NEWEST = "coalesce((SELECT max(seq) FROM events), 0)";

/** @param secret stored encrypted */
export async function createEndpoint(
  tx: Tx,
  tokens: Tokens,
  providerId: string,
  { url, types, description }: EndpointInput,
  secret: string,
  now: string,
): Promise<string> {
  const id = newId("we");
  await tx.run(
    `INSERT INTO webhook_endpoints (id, provider_id, url, types, description, secret_sealed, status, wants_after, created_at, updated_at)
     SELECT ?, ?, ?, ?, ?, ?, 'enabled', ${NEWEST}, ?, ?`,
    [id, providerId, url, JSON.stringify(types), description, tokens.seal(SEAL, secret), now, now],
  );
  return id;
}

const SEAL = "webhook-secret";

/** What it wants from now on. */
export async function updateEndpoint(
  tx: Tx,
  { id, providerId }: WebhookEndpoint,
  { url, types, description }: EndpointInput,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE webhook_endpoints SET wants_after = iif(types = ?, wants_after, ${NEWEST}), url = ?, types = ?, description = ?, updated_at = ?
     WHERE id = ? AND provider_id = ? AND status <> 'deleted'`,
    [JSON.stringify(types), url, JSON.stringify(types), description, now, id, providerId],
  );
}

/** Its failures are forgotten, and what comes from now on is owed to it. */
export async function enableEndpoint(tx: Tx, { id, providerId }: WebhookEndpoint, now: string): Promise<void> {
  await runOne(
    tx,
    `UPDATE webhook_endpoints SET status = 'enabled', disabled_reason = NULL, failing_since = NULL, wants_after = ${NEWEST}, updated_at = ?
     WHERE id = ? AND provider_id = ? AND status = 'disabled'`,
    [now, id, providerId],
  );
}

/** @returns false when it was not enabled */
export async function disableEndpoint(tx: Tx, id: string, reason: DisabledReason, now: string): Promise<boolean> {
  return await tx.run(
    `UPDATE webhook_endpoints SET status = 'disabled', disabled_reason = ?, failing_since = NULL, updated_at = ?
     WHERE id = ? AND status = 'enabled'`,
    [reason, now, id],
  ) === 1;
}

/** Gone at once; a timer deletes the row with its deliveries. */
export async function deleteEndpoint(tx: Tx, { id, providerId }: WebhookEndpoint, now: string): Promise<void> {
  await runOne(
    tx,
    `UPDATE webhook_endpoints SET status = 'deleted', disabled_reason = NULL, failing_since = NULL, secret_sealed = '',
       old_secret_sealed = NULL, old_secret_until = NULL, updated_at = ? WHERE id = ? AND provider_id = ? AND status <> 'deleted'`,
    [now, id, providerId],
  );
}

/** The one before signs too, until then. */
export async function replaceSecret(
  tx: Tx,
  tokens: Tokens,
  { id, providerId }: WebhookEndpoint,
  secret: string,
  oldUntil: string,
  now: string,
): Promise<void> {
  await runOne(
    tx,
    `UPDATE webhook_endpoints SET old_secret_sealed = secret_sealed, old_secret_until = ?, secret_sealed = ?, updated_at = ?
     WHERE id = ? AND provider_id = ? AND status <> 'deleted'`,
    [oldUntil, tokens.seal(SEAL, secret), now, id, providerId],
  );
}

/** The secrets that sign now, the newest first; none when ALERA_SECRET is not the one they were stored under. */
export function openSecrets(
  tokens: Tokens,
  of: { secretSealed: string; oldSecretSealed: string | null; oldSecretUntil: string | null },
  now: string,
): string[] {
  const old = of.oldSecretSealed && of.oldSecretUntil! > now ? [of.oldSecretSealed] : [];
  return [of.secretSealed, ...old].map((sealed) => tokens.open(SEAL, sealed)).filter((one) => one !== null);
}

/** Something was delivered: it works. */
export async function noteDelivered(tx: Tx, id: string): Promise<void> {
  await runAny(tx, "UPDATE webhook_endpoints SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL", [
    id,
  ]);
}

/** A try has failed; the first since the last delivery is remembered. */
export async function noteFailed(tx: Tx, id: string, now: string): Promise<void> {
  await runAny(
    tx,
    "UPDATE webhook_endpoints SET failing_since = ? WHERE id = ? AND failing_since IS NULL AND status = 'enabled'",
    [now, id],
  );
}

/** Enabled ones whose first failure without a delivery since is so long ago. */
export function listFailingSince(from: Reader, before: string, limit: number): Promise<{ id: string }[]> {
  return from.read(
    "SELECT id FROM webhook_endpoints WHERE failing_since <= ? AND status = 'enabled' ORDER BY failing_since LIMIT ?",
    [before, limit],
  );
}

/** Whose it is, and where it leads. Null: there is none. */
export function findEndpoint(from: Reader, id: string): Promise<{ providerId: string; url: string } | null> {
  return readOne(from, "SELECT provider_id AS providerId, url FROM webhook_endpoints WHERE id = ?", [id]);
}
