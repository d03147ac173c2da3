/** The refunds of a payment that are not ours and stand, by Stripe's id: a mirror of Stripe's own list. */
import { runOne, type Tx } from "../db/database.ts";

/** Makes the mirror what Stripe's list says. @returns cents that stand */
export async function mirrorDashboardRefunds(
  tx: Tx,
  of: { id: string; providerId: string },
  standing: { id: string; amountCents: number }[],
  now: string,
): Promise<number> {
  const known = await tx.read<{ id: string }>("SELECT id FROM dashboard_refunds WHERE checkout_id = ?", [of.id]);
  for (const { id } of known) {
    if (!standing.some((one) => one.id === id)) await runOne(tx, "DELETE FROM dashboard_refunds WHERE id = ?", [id]);
  }
  for (const { id, amountCents } of standing) {
    if (known.some((one) => one.id === id)) continue;
    await runOne(
      tx,
      "INSERT INTO dashboard_refunds (id, provider_id, checkout_id, amount_cents, noted_at) VALUES (?, ?, ?, ?, ?)",
      [id, of.providerId, of.id, amountCents, now],
    );
  }
  return standing.reduce((sum, one) => sum + one.amountCents, 0);
}

/** SQL: cents of a checkout that its studio refunded in the dashboard. @param checkout the alias of its table */
export function outsideCentsSql(checkout: string): string {
  return `(SELECT coalesce(sum(amount_cents), 0) FROM dashboard_refunds WHERE checkout_id = ${checkout}.id)`;
}
