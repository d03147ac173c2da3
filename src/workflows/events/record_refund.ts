/** What became of a refund of ours, in the transaction that notes it. */
import type { Tx } from "../../db/database.ts";
import { type EventType, recordEvent } from "../../domain/events.ts";
import { getRefundItem } from "../../domain/refund_lists.ts";

/** One that has just succeeded, or failed. */
export async function recordRefundEvent(
  tx: Tx,
  type: EventType & `refund.${string}`,
  refund: { id: string; providerId: string },
  now: string,
): Promise<void> {
  const data = await getRefundItem(tx, refund.providerId, refund.id);
  await recordEvent(tx, { providerId: refund.providerId, clientId: null, type, data }, now);
}
