/** The management API: what the operator and each studio's owner do. Parse, call, shape. */
import type { App, HttpServices } from "../endpoint.ts";
import { catalogRoutes } from "./catalog.ts";
import { classManagementRoutes } from "./classes.ts";
import { clientRoutes } from "./clients.ts";
import { providerRoutes } from "./provider.ts";

export function managementRoutes(app: App, services: HttpServices): void {
  providerRoutes(app, services);
  catalogRoutes(app, services);
  classManagementRoutes(app, services);
  clientRoutes(app, services);
}
