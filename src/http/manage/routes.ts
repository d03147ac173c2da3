/** The management API: what the operator and each studio's owner do. The OpenAPI document has this order. */
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { apiKeyRoutes } from "./api_keys.ts";
import { appointmentRoutes } from "./appointments.ts";
import { blackoutRoutes } from "./blackouts.ts";
import { bookingInRoutes } from "./bookings_in.ts";
import { checkoutRoutes } from "./checkouts.ts";
import { classRoutes } from "./classes.ts";
import { clientRoutes } from "./clients.ts";
import { enrollmentRoutes } from "./enrollments.ts";
import { eventRoutes } from "./events.ts";
import { exportRoutes } from "./export.ts";
import { giftCardRoutes } from "./gift_cards.ts";
import { instructorRoutes } from "./instructors.ts";
import { packageTypeRoutes } from "./package_types.ts";
import { providerRoutes } from "./provider.ts";
import { providersRoutes } from "./providers.ts";
import { refundRoutes } from "./refunds.ts";
import { rosterRoutes } from "./rosters.ts";
import { serviceRoutes } from "./services.ts";
import { stripeRoutes } from "./stripe.ts";
import { waitlistRoutes } from "./waitlist.ts";
import { webhookEndpointRoutes } from "./webhook_endpoints.ts";

export function managementRoutes(app: App, services: HttpServices): void {
  providersRoutes(app, services);
  providerRoutes(app, services);
  apiKeyRoutes(app, services);
  stripeRoutes(app, services);
  exportRoutes(app, services);
  instructorRoutes(app, services);
  serviceRoutes(app, services);
  blackoutRoutes(app, services);
  packageTypeRoutes(app, services);
  classRoutes(app, services);
  bookingInRoutes(app, services);
  rosterRoutes(app, services);
  enrollmentRoutes(app, services);
  waitlistRoutes(app, services);
  appointmentRoutes(app, services);
  clientRoutes(app, services);
  giftCardRoutes(app, services);
  refundRoutes(app, services);
  checkoutRoutes(app, services);
  eventRoutes(app, services);
  webhookEndpointRoutes(app, services);
}
