/** What every route of the site is given. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Api, ApiOptions } from "./api.ts";
import type { CustomerSession } from "./customer_session.ts";
import type { Pack } from "./site.ts";

export interface StorefrontOptions extends ApiOptions {
  packages: Pack[];
  /** The studio's id, to look a gift card up with; without it the site doesn't offer to. */
  providerId?: string;
  /** Where customers pay. Stripe's, unless it is simulated. */
  checkoutOrigin?: string;
  /** As the server has it (ALERA_HOLD_MINUTES). */
  holdMinutes?: number;
  now: () => number;
}

export interface SiteContext {
  options: StorefrontOptions;
  api: Api;
  session: CustomerSession;
  holdMinutes: number;
}

/** Answers with a page. */
export function page(c: Context, body: unknown, status: ContentfulStatusCode = 200): Response {
  return c.html(`<!doctype html>${body}`, status);
}
