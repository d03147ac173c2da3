/** The routes that a server has in development only. */
import type { App } from "../http/router.ts";
import type { HttpServices } from "../http/services.ts";
import { hostGuard } from "./host_guard.ts";
import { mailboxRoutes } from "./mailbox/routes.ts";

/** `createApp`'s option `development`: guards mailbox and reference, then declares the mailbox. */
export function developmentRoutes(app: App, services: HttpServices): void {
  hostGuard(app, services.ctx.settings.publicUrl);
  mailboxRoutes(app, services);
}
