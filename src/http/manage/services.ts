import { listServices } from "../../domain/services.ts";
import { byId } from "../../schemas/basics.ts";
import { newService, serviceChange } from "../../schemas/services.ts";
import { addService, changeService } from "../../workflows/catalog/services.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { serviceView } from "../views/services.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function serviceRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/services",
    summary: "Add a service",
    links: {
      "patch /api/manage/services/{id}": { id: "/id" },
      "post /api/manage/classes": { serviceId: "/id" },
      "post /api/manage/appointments": { serviceId: "/id" },
    },
    body: newService,
    responses: { 201: { description: "Added.", schema: serviceView } },
    errors: {},
    example: { body: { name: "Pilates Class", durationMin: 50, priceCents: 2000, capacity: 6 } },
  }, async ({ ctx, provider, body }) => created(await addService(ctx, provider.id, body)));

  ownerList(app, services, {
    path: "/api/manage/services",
    summary: "List services",
    description: "Services.",
    item: serviceView,
  }, ({ ctx, provider, query }) => listServices(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "patch",
    path: "/api/manage/services/{id}",
    summary: "Change a service",
    description: "Scheduled classes keep their name, price and length.",
    params: byId,
    body: serviceChange,
    responses: { 200: { description: "The changed service.", schema: serviceView } },
    errors: { not_found: "No such service." },
    example: { params: { id: "{serviceId}" }, body: { tipsEnabled: true } },
  }, async ({ ctx, provider, params, body }) => ok(await changeService(ctx, provider.id, params.id, body)));
}
