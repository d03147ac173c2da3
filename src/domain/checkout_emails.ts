/** The personal data of checkouts: they follow a client's new email, and are erased with the client. */
import { readOne, runAny, type Tx } from "../db/database.ts";

/** Erases an erased client's personal data from checkouts that are paid, expired or failed. */
export async function eraseFromCheckouts(tx: Tx, providerId: string, email: string): Promise<void> {
  await runAny(
    tx,
    `UPDATE checkouts SET request = json_remove(request, '$.customerEmail', '$.metadata'), details = '{}'
     WHERE provider_id = ? AND request ->> '$.customerEmail' = ? AND state IN ('paid', 'expired', 'failed')`,
    [providerId, email],
  );
  // Gift cards from others.
  await runAny(
    tx,
    `UPDATE checkouts SET request = json_remove(request, '$.metadata'),
       details = json_remove(details, '$.recipientName', '$.recipientEmail', '$.message')
     WHERE provider_id = ? AND details ->> '$.recipientEmail' = ? AND state IN ('paid', 'expired', 'failed')`,
    [providerId, email],
  );
}

/**
 * A client has a new email: their checkouts follow it, or a later payment would create a second client. False while one is still
 * `creating`: its request must reach Stripe unchanged.
 */
export async function followEmail(tx: Tx, providerId: string, from: string, to: string): Promise<boolean> {
  const started = await readOne(
    tx,
    `SELECT 1 AS started FROM checkouts WHERE provider_id = ? AND request ->> '$.customerEmail' = ? AND state = 'creating' LIMIT 1`,
    [providerId, from],
  );
  if (started) return false;
  await runAny(
    tx,
    `UPDATE checkouts SET request = json_set(request, '$.customerEmail', ?) WHERE provider_id = ? AND request ->> '$.customerEmail' = ?`,
    [to, providerId, from],
  );
  for (const field of ["$.email", "$.purchaserEmail", "$.recipientEmail"]) {
    await runAny(
      tx,
      "UPDATE checkouts SET details = json_set(details, ?, ?) WHERE provider_id = ? AND details ->> ? = ?",
      [field, to, providerId, field, from],
    );
  }
  return true;
}
