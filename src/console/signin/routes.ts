/** Signing in: an address, a mailed link, one click. */
import type { App } from "../../http/router.ts";
import type { HttpServices } from "../../http/services.ts";
import { openLink, openLinkPage } from "./open_link.tsx";
import { requestLink, requestLinkPage } from "./request_link.tsx";
import { signedOutRoutes } from "./signed_out_routes.tsx";

/** Declares the pages that need no session. */
export function signinRoutes(app: App, services: HttpServices): void {
  const { get, post } = signedOutRoutes(app, services);
  get("/console/signin", 240, requestLinkPage);
  post("/console/signin", 10, requestLink);
  get("/console/signin/:token", 60, openLinkPage);
  post("/console/signin/:token", 60, openLink);
}
