/** A studio's webhook endpoints, whole: there are twenty at most. Reading only. */
import { readAllPages } from "../../domain/pagination.ts";
import { listEndpoints, type WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import type { Context } from "../context.ts";

/** All of them, oldest first. */
export const allEndpoints = (ctx: Context, providerId: string) =>
  readAllPages<WebhookEndpoint>((page) => listEndpoints(ctx.db, providerId, page));
