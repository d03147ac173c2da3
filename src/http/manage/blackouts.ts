import { listBlackouts } from "../../domain/blackouts.ts";
import { byId } from "../../schemas/basics.ts";
import { blackout } from "../../schemas/blackouts.ts";
import { addBlackout, removeBlackout } from "../../workflows/catalog/blackouts.ts";
import { created, noContent } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { blackoutView } from "../views/blackouts.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function blackoutRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/blackouts",
    summary: "Add a closure",
    links: {
      "delete /api/manage/blackouts/{id}": { id: "/id" },
    },
    body: blackout,
    responses: { 201: { description: "Added.", schema: blackoutView } },
    errors: {},
    example: {
      body: {
        label: "Studio closed for Memorial Day",
        startsAt: "2026-05-25T00:00:00.000Z",
        endsAt: "2026-05-27T00:00:00.000Z",
        allDay: true,
        kind: "holiday",
      },
    },
  }, async ({ ctx, provider, body }) => created(await addBlackout(ctx, provider.id, body)));

  ownerList(app, services, {
    path: "/api/manage/blackouts",
    summary: "List closures",
    description: "Closures by their start.",
    item: blackoutView,
  }, ({ ctx, provider, query }) => listBlackouts(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "delete",
    path: "/api/manage/blackouts/{id}",
    summary: "Delete a closure",
    params: byId,
    responses: { 204: { description: "Deleted." } },
    errors: { not_found: "No such closure." },
    example: { params: { id: "{blackoutId}" } },
  }, async ({ ctx, provider, params }) => {
    await removeBlackout(ctx, provider.id, params.id);
    return noContent();
  });
}
