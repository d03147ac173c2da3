import { listCheckouts } from "../../domain/checkout_lists.ts";
import { checkoutQuery } from "../../schemas/checkouts.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { managedCheckoutView } from "../views/managed_checkouts.ts";
import { ownerList } from "./owner_endpoint.ts";

export function checkoutRoutes(app: App, services: HttpServices): void {
  ownerList(app, services, {
    path: "/api/manage/checkouts",
    summary: "List checkouts",
    description: "What was to be paid and how it stands, the newest first.",
    item: managedCheckoutView,
    query: checkoutQuery,
    example: { query: { state: "disputed" } },
  }, ({ ctx, provider, query }) => listCheckouts(ctx.db, provider.id, query.state, query));
}
