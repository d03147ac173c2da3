/** A paid checkout gets exactly one fulfillment, in the transaction that records the event. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, type Fulfillment, markPaid } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { fulfillSeat } from "./fulfill_seat.ts";
import { fulfillPackage } from "./fulfill_package.ts";
import { fulfillGiftCard } from "./fulfill_gift_card.ts";
import { fulfillTip } from "./fulfill_tip.ts";
import { refundInFull } from "./refund_unfulfillable.ts";

type Facts = { sessionId: string; paymentIntentId: string | null };

/** Once: the database refuses a second fulfillment. */
export async function fulfillCheckout(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  facts: Facts,
  now: string,
): Promise<void> {
  let fulfillment: Fulfillment;
  // The buyer was erased before this late payment: there is nobody to fulfill it for.
  const buyerErased = Object.keys(checkout.details).length === 0;
  switch (checkout.kind) {
    case "class":
      fulfillment = await fulfillSeat(ctx, tx, checkout, now);
      break;
    case "package":
      fulfillment = buyerErased
        ? await refundInFull(tx, checkout, null, "buyer_gone", now)
        : await fulfillPackage(ctx, tx, checkout, now);
      break;
    case "gift_card":
      fulfillment = buyerErased
        ? await refundInFull(tx, checkout, null, "buyer_gone", now)
        : await fulfillGiftCard(ctx, tx, checkout, now);
      break;
    case "tip":
      fulfillment = await fulfillTip(tx, checkout, now);
      break;
  }
  // The reconciler looks up the charge of a tip: no network call inside a transaction.
  await markPaid(tx, checkout.id, facts, fulfillment, fulfillment.kind === "tip" ? now : null, now);
}
