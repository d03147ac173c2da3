/** The public API: what a studio's site calls for its customers. The OpenAPI document has this order. */
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { bookingRoutes } from "./bookings.ts";
import { calendarRoutes } from "./calendar.ts";
import { checkoutRoutes } from "./checkouts.ts";
import { classRoutes } from "./classes.ts";
import { customerRoutes } from "./customer.ts";
import { enrollmentRoutes } from "./enrollments.ts";
import { giftCardRoutes } from "./gift_cards.ts";
import { packageRoutes } from "./packages.ts";
import { studioRoutes } from "./studio.ts";
import { tipRoutes } from "./tips.ts";
import { waitlistRoutes } from "./waitlist.ts";

export function publicRoutes(app: App, services: HttpServices): void {
  studioRoutes(app, services);
  classRoutes(app, services);
  bookingRoutes(app, services);
  waitlistRoutes(app, services);
  enrollmentRoutes(app, services);
  packageRoutes(app, services);
  giftCardRoutes(app, services);
  tipRoutes(app, services);
  checkoutRoutes(app, services);
  customerRoutes(app, services);
  calendarRoutes(app, services);
}
