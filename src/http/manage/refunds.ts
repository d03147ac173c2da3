import { getRefundItem, listRefunds } from "../../domain/refund_lists.ts";
import { byId } from "../../schemas/basics.ts";
import { refundQuery } from "../../schemas/refunds.ts";
import { recordManualRefund } from "../../workflows/payments/manual_refund.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { refundView } from "../views/refunds.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function refundRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/refunds",
    summary: "List refunds",
    links: {
      "post /api/manage/refunds/{id}/paid-by-hand": { id: "/id" },
    },
    description: "One for each payment of which something was due, the newest first.",
    item: refundView,
    query: refundQuery,
    example: { query: { state: "succeeded" } },
  }, ({ ctx, provider, query }) => listRefunds(ctx.db, provider.id, query.state, query));

  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/refunds/{id}/paid-by-hand",
    summary: "Record that what is owed was paid outside Stripe",
    description: "Stripe is asked first whether it has made the refund after all. A repeat changes nothing.",
    params: byId,
    responses: { 200: { description: "The refund as it is now.", schema: refundView } },
    errors: {
      not_found: "No such refund.",
      nothing_owed: "Nothing is owed.",
      refund_pending: "It is still being made, or the last attempt may still succeed.",
      conflict: "It was tried again just now.",
      stripe_unavailable: "Stripe did not say how the refund stands; nothing was recorded.",
    },
    example: { params: { id: "{owedRefundId}" } },
  }, async ({ ctx, provider, params }) => {
    await recordManualRefund(ctx, provider.id, params.id);
    return ok(await getRefundItem(ctx.db, provider.id, params.id));
  });
}
