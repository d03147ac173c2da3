/** The owner's console: every page and form under `/console`. */
import { serveAsset } from "../http/assets.ts";
import type { App } from "../http/router.ts";
import type { HttpServices } from "../http/services.ts";
import { appointmentPages } from "./appointments/routes.ts";
import { clientPages } from "./clients/routes.ts";
import { bookInPages } from "./book_in/routes.ts";
import { bookingPages } from "./bookings/routes.ts";
import { catalogPages } from "./catalog/routes.ts";
import { classPages } from "./classes/routes.ts";
import { keyPages } from "./keys/routes.ts";
import { messagePages } from "./messages/routes.ts";
import { pageRoutes } from "./ui/guard.ts";
import { paymentPages } from "./payments/routes.ts";
import { salesPages } from "./sales/routes.ts";
import { schedulePages } from "./schedule/routes.ts";
import { settingsPages } from "./settings/routes.ts";
import { STYLES } from "./styles.ts";
import { signinRoutes } from "./signin/routes.ts";
import { webhookPages } from "./webhooks/routes.ts";

/** Declares the console. */
export function consoleRoutes(app: App, services: HttpServices): void {
  serveAsset(app, "/console/console.css", ...STYLES);
  serveAsset(app, "/console/console.js", new URL("./console.js", import.meta.url));
  signinRoutes(app, services);
  const routes = pageRoutes(app, services);
  schedulePages(routes);
  salesPages(routes);
  paymentPages(routes);
  settingsPages(routes);
  keyPages(routes);
  webhookPages(routes);
  catalogPages(routes);
  messagePages(routes);
  classPages(routes);
  bookInPages(routes);
  bookingPages(routes);
  clientPages(routes);
  appointmentPages(routes);
}
