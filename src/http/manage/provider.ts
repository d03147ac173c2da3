import { profileChange } from "../../schemas/providers.ts";
import { changeProfile } from "../../workflows/account/change_profile.ts";
import { ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { providerShape, providerView } from "../views/providers.ts";
import { ownerEndpoint } from "./owner_endpoint.ts";

export function providerRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "get",
    path: "/api/manage/provider",
    summary: "Read the provider",
    responses: { 200: { description: "The provider, its Stripe state and settings.", schema: providerView } },
    errors: {},
    example: {},
  }, ({ provider }) => ok(providerShape(provider)));

  ownerEndpoint(app, services, {
    method: "patch",
    path: "/api/manage/provider",
    summary: "Change the provider",
    body: profileChange,
    responses: { 200: { description: "The changed provider.", schema: providerView } },
    errors: { currency_locked: "The currency can't change once a checkout or a gift card exists." },
    example: { body: { address: "12 Main Street, Chicago", reminderHours: 48 } },
  }, async ({ ctx, provider, body }) => {
    const change = body.bio === "" ? { ...body, bio: null } : body;
    return ok(providerShape(await changeProfile(ctx, provider.id, change)));
  });
}
