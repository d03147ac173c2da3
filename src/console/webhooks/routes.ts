/** Webhooks: where a studio's events are sent, and what became of them. */
import type { PageRoutes } from "../ui/page_context.ts";
import { deleteEndpoint } from "./delete_endpoint.tsx";
import { endpointPage, replayDelivery, testEndpoint, turnEndpoint } from "./endpoint.tsx";
import { endpointForm } from "./edit_endpoint.tsx";
import { endpoints } from "./endpoints.tsx";
import { rotateEndpoint } from "./rotate_secret.tsx";

/** Declares the pages of the webhooks. */
export function webhookPages({ get, post, form }: PageRoutes): void {
  form("/console/settings/webhooks", endpoints);
  get("/console/settings/webhooks/:id", endpointPage);
  post("/console/settings/webhooks/:id/test", testEndpoint, endpointPage);
  post("/console/settings/webhooks/:id/turn", turnEndpoint, endpointPage);
  post("/console/settings/webhooks/:id/replay", replayDelivery, endpointPage);
  form("/console/settings/webhooks/:id/edit", endpointForm);
  form("/console/settings/webhooks/:id/rotate", rotateEndpoint);
  form("/console/settings/webhooks/:id/delete", deleteEndpoint);
}
