/** The owner's console: every page and form under `/console`. */
import { signOutDevice } from "../workflows/account/devices.ts";
import { serveAsset } from "../http/assets.ts";
import type { App } from "../http/router.ts";
import type { HttpServices } from "../http/services.ts";
import { appointmentPages } from "./appointments.tsx";
import { clientPages } from "./clients.tsx";
import { bookingPages } from "./booking_page.tsx";
import { classFormPages } from "./class_forms.tsx";
import { classPages } from "./class_page.tsx";
import { catalogPages } from "./catalog.tsx";
import { keyPages } from "./keys.tsx";
import { messagePages } from "./messages.tsx";
import { pageRoutes } from "./ui/guard.ts";
import { redirect } from "./ui/redirect.ts";
import { sessionCookie } from "./ui/session_cookie.ts";
import { paymentPages } from "./payments.tsx";
import { salesPages } from "./sales.tsx";
import { schedulePages } from "./schedule.tsx";
import { settingsPages } from "./settings.tsx";
import { signinRoutes } from "./signin.tsx";

/** Declares the console. */
export function consoleRoutes(app: App, services: HttpServices): void {
  serveAsset(app, "/console/console.css", new URL("./console.css", import.meta.url));
  serveAsset(app, "/console/console.js", new URL("./console.js", import.meta.url));
  signinRoutes(app, services);
  const routes = pageRoutes(app, services);
  schedulePages(routes);
  salesPages(routes);
  paymentPages(routes);
  settingsPages(routes);
  keyPages(routes);
  catalogPages(routes);
  messagePages(routes);
  classFormPages(routes);
  classPages(routes);
  bookingPages(routes);
  clientPages(routes);
  appointmentPages(routes);
  routes.post("/console/signout", async ({ ctx, session }) => {
    await signOutDevice(ctx, session.providerId, session.id);
    const answer = redirect("/console/signin");
    answer.headers.set("set-cookie", sessionCookie(null));
    return answer;
  });
}
