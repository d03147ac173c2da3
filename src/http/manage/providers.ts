import { z } from "@hono/zod-openapi";
import { newProvider } from "../../schemas/providers.ts";
import { addProvider } from "../../workflows/account/create_provider.ts";
import { endpoint } from "../endpoint.ts";
import { created } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { providerShape, providerView } from "../views/providers.ts";
import { TAG } from "./owner_endpoint.ts";

export function providersRoutes(app: App, services: HttpServices): void {
  endpoint(app, services, {
    method: "post",
    path: "/api/manage/providers",
    tag: TAG,
    summary: "Create a provider",
    description: "The operator's call. The owner token is shown once.",
    auth: "operator",
    body: newProvider,
    responses: {
      201: {
        description: "Created.",
        schema: z.object({
          provider: providerView,
          ownerToken: z.string().openapi({ example: "alo_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }),
        }),
      },
    },
    errors: { handle_taken: "The handle is taken." },
    example: {
      body: {
        handle: "{newHandle}",
        displayName: "Sculpt Pilates Co.",
        email: "owner@example.com",
        timezone: "America/Chicago",
      },
    },
  }, async ({ ctx, body }) => {
    const { provider, ownerToken } = await addProvider(ctx, body);
    return created({ provider: providerShape(provider), ownerToken });
  });
}
