import { z } from "@hono/zod-openapi";
import { byHandle, newProvider } from "../../schemas/providers.ts";
import { addStudio } from "../../workflows/account/create_provider.ts";
import { issueOwnerToken } from "../../workflows/account/issue_owner_token.ts";
import { endpoint } from "../endpoint.ts";
import { created, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { providerShape, providerView } from "../views/providers.ts";
import { TAG } from "./owner_endpoint.ts";

const withOwnerToken = z.object({
  provider: providerView,
  ownerToken: z.string().openapi({ example: "alo_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }),
});

export function providersRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/manage/providers",
    tag: TAG,
    summary: "Create a provider",
    description: "The operator's call. The owner token is shown once.",
    auth: "operator",
    body: newProvider,
    responses: { 201: { description: "Created.", schema: withOwnerToken } },
    errors: {
      handle_taken: "The handle is taken.",
      one_provider: "The server runs on a studio's own Stripe account, and has that studio.",
    },
    links: { "post /api/manage/providers/{handle}/owner-token": { handle: "/provider/handle" } },
    example: {
      body: {
        handle: "{newHandle}",
        displayName: "Sculpt Pilates Co.",
        email: "owner@example.com",
        timezone: "America/Chicago",
      },
    },
  }, async ({ ctx, body }) => {
    const { provider, ownerToken } = await addStudio(ctx, body);
    return created({ provider: providerShape(provider), ownerToken });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/providers/{handle}/owner-token",
    tag: TAG,
    summary: "Replace a provider's owner token",
    description:
      "The operator's call, for a token that is lost or known to others. The old one stops working at once; the new one is shown once.",
    auth: "operator",
    noStore: true,
    params: byHandle,
    responses: { 200: { description: "Replaced.", schema: withOwnerToken } },
    errors: { not_found: "There is no such provider." },
    example: { params: { handle: "{newHandle}" } },
  }, async ({ ctx, params }) => {
    const { provider, ownerToken } = await issueOwnerToken(ctx, params.handle);
    return ok({ provider: providerShape(provider), ownerToken });
  });
}
