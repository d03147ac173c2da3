/**
 * The example studio's own site: server-rendered HTML in front of Alera's public API, and nothing else. It is a tenant like any
 * other, in a process of ours for convenience only: it imports nothing of Alera and speaks to it over HTTP.
 */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { contextStorage } from "hono/context-storage";
import { createApi } from "./api.ts";
import { assetRoutes } from "./assets.ts";
import { createCustomerSession } from "./customer_session.ts";
import { bookingRoutes } from "./routes/bookings.tsx";
import { calendarRoutes } from "./routes/calendar.ts";
import { cancelRoutes } from "./routes/cancel.tsx";
import { classRoutes } from "./routes/classes.tsx";
import { customerRoutes } from "./routes/customer.tsx";
import { giftCardRoutes } from "./routes/gift_cards.tsx";
import { moveRoutes } from "./routes/move.tsx";
import { packRoutes } from "./routes/packs.tsx";
import { tipRoutes } from "./routes/tips.tsx";
import { waitlistRoutes } from "./routes/waitlist.tsx";
import type { SiteContext, StorefrontOptions } from "./site_context.ts";
import { fromElsewhere, handleTrouble, tooLong } from "./trouble.tsx";

export type { StorefrontOptions };

/** The whole site as one function of a request, and of the address that it comes from. */
export function createStorefront(
  options: StorefrontOptions,
): (request: Request, address?: string) => Promise<Response> {
  const { origin, checkoutOrigin = "https://checkout.stripe.com" } = options;
  const api = createApi(options);
  const site: SiteContext = { options, api, session: createCustomerSession(api, origin) };
  const app = new Hono();
  app.use(contextStorage());
  sendPolicies(app, checkoutOrigin);
  // Another site's form must not act for whoever is signed in here.
  app.use(async (c, next) => {
    const from = c.req.header("origin");
    if (c.req.method === "POST" && from !== undefined && from !== origin) return fromElsewhere(c, origin);
    await next();
  });
  app.use(bodyLimit({ maxSize: 64 * 1024, onError: tooLong }));
  handleTrouble(app);
  classRoutes(app, site);
  bookingRoutes(app, site);
  packRoutes(app, site);
  giftCardRoutes(app, site);
  customerRoutes(app, site);
  cancelRoutes(app, site);
  moveRoutes(app, site);
  waitlistRoutes(app, site);
  tipRoutes(app, site);
  calendarRoutes(app, site);
  assetRoutes(app);
  return async (request, address) => await app.fetch(request, { address });
}

function sendPolicies(app: Hono, checkoutOrigin: string): void {
  // form-action names the checkout too: browsers hold the redirect after a form's POST to it.
  const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
    `form-action 'self' ${checkoutOrigin}; base-uri 'none'; frame-ancestors 'none'`;
  app.use(async (c, next) => {
    await next();
    c.header("content-security-policy", policy);
    // Not no-referrer: with it browsers send `Origin: null`, and the check of forms could not tell us from others.
    c.header("referrer-policy", "same-origin");
    c.header("x-content-type-options", "nosniff");
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });
}
