/** The tips a studio received, as its owner lists them. Reading only. */
import { type Reader, readOne } from "../db/database.ts";
import { outsideCentsSql } from "./dashboard_refunds.ts";
import { listPage, type Page, type PageRequest } from "./pagination.ts";

export interface CapturedTip {
  /** The appointment's. */
  id: string;
  tippedAt: string;
  cents: number;
  currency: string;
  refundedCents: number;
  serviceName: string;
  scheduledAt: string;
  clientId: string;
  clientName: string;
}

export function listCapturedTips(from: Reader, providerId: string, page: PageRequest): Promise<Page> {
  return listPage(from, {
    columns:
      `json_object('id', a.id, 'tippedAt', a.tip_captured_at, 'cents', a.tip_amount_cents, 'currency', k.currency,
      'refundedCents', ${outsideCentsSql("k")}, 'serviceName', s.name, 'scheduledAt', a.scheduled_at, 'clientId', c.id,
      'clientName', c.name)`,
    from: `appointments a JOIN checkouts k ON k.id = a.tip_checkout_id JOIN services s ON s.id = a.service_id
      JOIN clients c ON c.id = a.client_id`,
    where: "a.provider_id = ? AND a.tip_captured_at IS NOT NULL",
    args: [providerId],
    order: "a.tip_captured_at",
    id: "a.id",
    descending: true,
    page,
  });
}

/** All tips ever captured: how many, how much. */
export async function sumCapturedTips(from: Reader, providerId: string): Promise<{ count: number; cents: number }> {
  return (await readOne<{ count: number; cents: number }>(
    from,
    `SELECT count(*) AS count, coalesce(sum(tip_amount_cents), 0) AS cents FROM appointments
     WHERE provider_id = ? AND tip_captured_at IS NOT NULL`,
    [providerId],
  ))!;
}
