/** What every route of the site is given. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Api, ApiOptions } from "./api.ts";
import type { CustomerSession } from "./customer_session.ts";

export interface StorefrontOptions extends ApiOptions {
  /** Where customers pay. Stripe's, unless it is simulated. */
  checkoutOrigin?: string;
  now: () => number;
}

export interface SiteContext {
  options: StorefrontOptions;
  api: Api;
  session: CustomerSession;
}

/** Answers with a page. */
export function page(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return c.html(`<!doctype html>${body}`, status);
}
