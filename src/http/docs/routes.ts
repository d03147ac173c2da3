/** `/docs`: a readable reference whose examples can be tried. */
import type { App, HttpServices } from "../endpoint.ts";

export function docsRoutes(_app: App, _services: HttpServices): void {
}
