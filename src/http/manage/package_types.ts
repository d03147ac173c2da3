import { listPackageTypes } from "../../domain/package_types.ts";
import { byId } from "../../schemas/basics.ts";
import { newPackageType, packageTypeChange } from "../../schemas/package_types.ts";
import { addPackageType, changePackageType } from "../../workflows/catalog/package_types.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { packageTypeView } from "../views/package_types.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

export function packageTypeRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/package-types",
    summary: "Add a class pack",
    links: {
      "patch /api/manage/package-types/{id}": { id: "/id" },
      "post /api/packages/start": { packageTypeId: "/id" },
    },
    body: newPackageType,
    responses: { 201: { description: "Added.", schema: packageTypeView } },
    errors: {},
    example: { body: { name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, validDays: 180 } },
  }, async ({ ctx, provider, body }) => created(await addPackageType(ctx, provider.id, body)));

  ownerList(app, services, {
    path: "/api/manage/package-types",
    summary: "List class packs on sale",
    description: "Class packs.",
    item: packageTypeView,
  }, ({ ctx, provider, query }) => listPackageTypes(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "patch",
    path: "/api/manage/package-types/{id}",
    summary: "Change a class pack",
    description: "Packs already sold stay as they are. `active: false` takes it off sale.",
    params: byId,
    body: packageTypeChange,
    responses: { 200: { description: "The changed class pack.", schema: packageTypeView } },
    errors: { not_found: "No such class pack." },
    example: { params: { id: "{packageTypeId}" }, body: { active: true } },
  }, async ({ ctx, provider, params, body }) => ok(await changePackageType(ctx, provider.id, params.id, body)));
}
