/** A tenant's keys: only a hash and the visible prefix are stored. */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import { DomainError, notFound } from "./errors.ts";
import { newId } from "./ids.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";
import { hashSecret, newApiKey } from "./tokens.ts";

/** `publishable`: one that a browser may hold. */
export type KeyKind = "secret" | "publishable";

export interface ApiKey {
  id: string;
  providerId: string;
  kind: KeyKind;
  allowedOrigins: string[];
  /** Requests a minute; 0: any number; null: the server's default. */
  quota: number | null;
}

/** The live key with this hash of its plaintext, or null. */
export async function findLiveKey(from: Reader, hash: string): Promise<ApiKey | null> {
  const row = await readOne(
    from,
    `SELECT id, provider_id AS providerId, kind, quota, allowed_origins AS origins FROM api_keys
     WHERE key_hash = ? AND revoked_at IS NULL LIMIT 1`,
    [hash],
  );
  if (!row) return null;
  const { origins, ...rest } = row;
  return { ...rest, allowedOrigins: JSON.parse(origins) } as ApiKey;
}

/** Whether a live publishable key of any studio lists this origin. */
export async function hasPublishableOrigin(from: Reader, origin: string): Promise<boolean> {
  return await readOne(
    from,
    `SELECT 1 FROM api_keys k, json_each(k.allowed_origins) o
     WHERE k.kind = 'publishable' AND k.revoked_at IS NULL AND o.value = ? LIMIT 1`,
    [origin],
  ) !== null;
}

export interface KeyInput {
  label: string;
  allowedOrigins: string[];
  /** By default secret. It never changes. */
  kind?: KeyKind;
}

/** The plaintext is only ever known here. */
export async function createKey(
  tx: Tx,
  provider: { id: string; handle: string },
  { label, allowedOrigins, kind = "secret" }: KeyInput,
  now: string,
) {
  const { key, prefix } = newApiKey(provider.handle, kind);
  const id = newId("key");
  await runOne(
    tx,
    `INSERT INTO api_keys (id, provider_id, label, kind, prefix, key_hash, allowed_origins, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, provider.id, label, kind, prefix, hashSecret(key), JSON.stringify(allowedOrigins), now],
  );
  return { id, key, prefix, label, kind, allowedOrigins, createdAt: now };
}

const ITEM =
  `json_object('id', id, 'prefix', prefix, 'label', label, 'kind', kind, 'allowedOrigins', json(allowed_origins), 'quota', quota,
  'createdAt', created_at, 'lastUsedAt', last_used_at, 'revokedAt', revoked_at)`;

/** Newest last; revoked keys stay in the list, with the time. */
export function listKeys(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns: ITEM,
    from: "api_keys",
    where: "provider_id = ?",
    args: [providerId],
    order: "created_at",
    page,
  });
}

/** A key as its owner sees it. */
export interface KeyRecord {
  id: string;
  prefix: string;
  label: string;
  kind: KeyKind;
  allowedOrigins: string[];
  quota: number | null;
  createdAt: string;
  /** Noted once a minute. */
  lastUsedAt: string | null;
  revokedAt: string | null;
}

/** Revoked ones too. @throws DomainError not_found */
export async function getKey(from: Reader, providerId: string, id: string): Promise<KeyRecord> {
  const row = await readOne(
    from,
    `SELECT ${ITEM} AS item FROM api_keys WHERE provider_id = ? AND id = ?`,
    [providerId, id],
  );
  if (!row) throw notFound("API key");
  return JSON.parse(row.item) as KeyRecord;
}

/** Takes effect on the next request. @throws DomainError not_found, 410 (revoked) */
export async function updateKey(
  tx: Tx,
  providerId: string,
  id: string,
  next: { label: string; allowedOrigins: string[] },
): Promise<void> {
  const { revokedAt } = await getKey(tx, providerId, id);
  if (revokedAt) throw new DomainError("key_revoked", "This key is revoked. Make a new one.");
  await runOne(tx, "UPDATE api_keys SET label = ?, allowed_origins = ? WHERE provider_id = ? AND id = ?", [
    next.label,
    JSON.stringify(next.allowedOrigins),
    providerId,
    id,
  ]);
}

/** For the operator, who sets quotas of any studio. */
export async function findProviderOfKey(from: Reader, id: string): Promise<string | null> {
  return (await readOne(from, "SELECT provider_id AS providerId FROM api_keys WHERE id = ?", [id]))?.providerId ?? null;
}

/** @param quota requests a minute; 0: any number; null: the server's default @throws DomainError not_found */
export async function setKeyQuota(tx: Tx, providerId: string, id: string, quota: number | null): Promise<KeyRecord> {
  const changed = await tx.run("UPDATE api_keys SET quota = ? WHERE provider_id = ? AND id = ?", [
    quota,
    providerId,
    id,
  ]);
  if (!changed) throw notFound("API key");
  return await getKey(tx, providerId, id);
}

/** Takes effect on the next request. Revoking twice is no error. @throws DomainError not_found */
export async function revokeKey(tx: Tx, providerId: string, id: string, now: string): Promise<void> {
  const changed = await tx.run(
    "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE provider_id = ? AND id = ?",
    [now, providerId, id],
  );
  if (!changed) throw notFound("API key");
}

/** The first allowed origin of the newest live key: where links lead that no request asked for. */
export async function findFirstOrigin(from: Reader, providerId: string): Promise<string | null> {
  const row = await readOne(
    from,
    `SELECT allowed_origins ->> '$[0]' AS origin FROM api_keys
     WHERE provider_id = ? AND revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1`,
    [providerId],
  );
  return row?.origin ?? null;
}

/** The allowlist of a key. */
export async function findKeyOrigins(from: Reader, id: string): Promise<string[]> {
  const row = await readOne(from, "SELECT allowed_origins AS origins FROM api_keys WHERE id = ?", [id]);
  return row ? JSON.parse(row.origins) : [];
}

/** Remembers the use of keys, for the owner's eyes; the worker writes it once a minute at most. */
export async function markKeysUsed(tx: Tx, ids: string[], now: string): Promise<void> {
  for (const id of ids) await runAny(tx, "UPDATE api_keys SET last_used_at = ? WHERE id = ?", [now, id]);
}
