/**
 * Checkout Sessions that are ours by their metadata, and of which there is no row: as after a restore of an older file. Metadata proves
 * nothing, so all that is done is to note them, once each.
 */
import { type Reader, readOne, runAny, runOne, type Tx } from "../db/database.ts";
import type { CheckoutKind } from "./checkouts.ts";

/** So many are kept of one studio: whoever can make sessions on its account can make any number. */
const MOST = 1000;

/** Why `reconcile` could not make the rows again. */
export type UnknownReason =
  /** What we sealed into its metadata is missing, or was sealed under another ALERA_SECRET. */
  | "unreadable"
  /** It is not the session that was sealed: another amount, account, or a copy of its metadata. */
  | "differs"
  | "class_missing"
  | "appointment_missing"
  /** Stripe refused, or did not answer. */
  | "not_answered";

export interface UnknownCheckout {
  /** The session's. */
  id: string;
  providerId: string;
  accountId: string;
  kind: CheckoutKind;
  amountCents: number;
  currency: string;
  /** `processing`: completed, the bank has not paid yet. */
  state: "processing" | "paid";
  /** Null until `reconcile` has looked at it. */
  reason: UnknownReason | null;
  notedAt: string;
}

const SELECT =
  `SELECT id, provider_id AS providerId, account_id AS accountId, kind, amount_cents AS amountCents, currency, state, reason,
  noted_at AS notedAt FROM unknown_checkouts`;

/** Notes it, or what is new about it. @returns `full` when there is no room for another */
export async function noteUnknownCheckout(
  tx: Tx,
  found: Omit<UnknownCheckout, "notedAt">,
  now: string,
): Promise<"new" | "known" | "full"> {
  const known = await tx.run(
    "UPDATE unknown_checkouts SET state = ?, reason = coalesce(?, reason) WHERE id = ?",
    [found.state, found.reason, found.id],
  );
  if (known) return "known";
  if (await countOf(tx, found.providerId) >= MOST) return "full";
  await runOne(
    tx,
    `INSERT INTO unknown_checkouts (id, provider_id, account_id, kind, amount_cents, currency, state, reason, noted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      found.id,
      found.providerId,
      found.accountId,
      found.kind,
      found.amountCents,
      found.currency,
      found.state,
      found.reason,
      now,
    ],
  );
  return "new";
}

async function countOf(from: Reader, providerId: string): Promise<number> {
  const row = await readOne(from, "SELECT count(*) AS n FROM unknown_checkouts WHERE provider_id = ?", [providerId]);
  return row!.n;
}

/** It is in the books again, if it was ever missing there, or nobody's money hangs on it any more. */
export async function dropUnknownCheckout(tx: Tx, sessionId: string): Promise<void> {
  await runAny(tx, "DELETE FROM unknown_checkouts WHERE id = ?", [sessionId]);
}

/** Of a connected account, the oldest first. */
export function listUnknownOfAccount(from: Reader, accountId: string): Promise<UnknownCheckout[]> {
  return from.read<UnknownCheckout>(`${SELECT} WHERE account_id = ? ORDER BY noted_at, id`, [accountId]);
}

/** Of a studio, the newest first. */
export function listUnknownCheckouts(from: Reader, providerId: string): Promise<UnknownCheckout[]> {
  return from.read<UnknownCheckout>(`${SELECT} WHERE provider_id = ? ORDER BY noted_at DESC, id DESC`, [providerId]);
}

/** Of all studios. */
export async function countUnknownCheckouts(from: Reader): Promise<number> {
  const row = await readOne(
    from,
    "SELECT count(*) AS n FROM unknown_checkouts WHERE state = 'paid' OR state = 'processing'",
  );
  return row!.n;
}
