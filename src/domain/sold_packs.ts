/** The packs a studio sold, as its owner lists them. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface SoldPack {
  id: string;
  soldAt: string;
  name: string;
  sessionsTotal: number;
  sessionsRemaining: number;
  expiresAt: string | null;
  priceCents: number;
  currency: string;
  /** In the studio's Stripe dashboard; the pack keeps its credits. */
  refundedCents: number;
  clientId: string;
  clientName: string;
  clientEmail: string | null;
}

export function listSoldPacks(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('id', p.id, 'soldAt', p.created_at, 'name', p.name_snapshot, 'sessionsTotal', p.sessions_total,
      'sessionsRemaining', p.sessions_remaining, 'expiresAt', p.expires_at, 'priceCents', k.amount_cents, 'currency', k.currency,
      'refundedCents', ${outsideCentsSql("k")}, 'clientId', c.id, 'clientName', c.name, 'clientEmail', c.email)`,
    from: "client_packages p JOIN checkouts k ON k.id = p.checkout_id JOIN clients c ON c.id = p.client_id",
    where: "p.provider_id = ?",
    args: [providerId],
    order: "p.created_at",
    id: "p.id",
    descending: true,
    page,
  });
}

/** All packs ever sold: how many, for how much. */
export async function sumSoldPacks(from: Reader, providerId: string): Promise<{ count: number; cents: number }> {
  return (await readOne<{ count: number; cents: number }>(
    from,
    `SELECT count(*) AS count, coalesce(sum(k.amount_cents), 0) AS cents
     FROM client_packages p JOIN checkouts k ON k.id = p.checkout_id WHERE p.provider_id = ?`,
    [providerId],
  ))!;
}
