/** The provider itself: settings, keys, Stripe, export. */
import { addProvider } from "../../workflows/account/create_provider.ts";
import { createApiKey, revokeApiKey } from "../../workflows/account/api_keys.ts";
import { z } from "@hono/zod-openapi";
import { listKeys } from "../../domain/api_keys.ts";
import type { Provider } from "../../domain/providers.ts";
import { exportProvider } from "../../workflows/account/export_studio.ts";
import { refreshStripeState, startOnboarding } from "../../workflows/account/stripe_onboarding.ts";
import { changeProfile } from "../../workflows/account/change_profile.ts";
import { type App, endpoint, type HttpServices, ok } from "../endpoint.ts";
import { apiKey } from "../../schemas/api_keys.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { newProvider, profileChange } from "../../schemas/providers.ts";
import { onboarding } from "../../schemas/stripe.ts";
import { keyCreatedView, keyView, pageOf, providerView, stripeView } from "./views.ts";
import { pageAnswer } from "./answers.ts";

/** A provider as its owner sees it, the Stripe state in an object of its own. */
export function providerShape(provider: Provider) {
  const { stripeAccountId, chargesEnabled, payoutsEnabled, detailsSubmitted, updatedAt: _, ...rest } = provider;
  return { ...rest, stripe: { accountId: stripeAccountId, chargesEnabled, payoutsEnabled, detailsSubmitted } };
}

export function providerRoutes(app: App, services: HttpServices): void {
  const tag = "Management";

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/providers",
    tag,
    summary: "Create a provider",
    description: "The operator's call. The owner token is shown once.",
    auth: "operator",
    body: newProvider,
    answers: {
      201: {
        description: "Created.",
        schema: z.object({
          provider: providerView,
          ownerToken: z.string().openapi({ example: "alo_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }),
        }),
      },
    },
    errors: { 400: "Validation failed.", 409: "The handle is taken." },
    example: {
      body: {
        handle: "{newHandle}",
        displayName: "Sculpt Pilates Co.",
        email: "owner@example.com",
        timezone: "America/Chicago",
      },
    },
  }, async ({ ctx, body }) => {
    const made = await addProvider(ctx, body);
    return ok({ provider: providerShape(made.provider), ownerToken: made.ownerToken }, 201);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/provider",
    tag,
    summary: "Read the provider",
    auth: "owner",
    answers: { 200: { description: "The provider, its Stripe state and settings.", schema: providerView } },
    errors: {},
    example: {},
  }, ({ provider }) => ok(providerShape(provider)));

  endpoint(app, services, {
    method: "patch",
    path: "/api/manage/provider",
    tag,
    summary: "Change the provider",
    auth: "owner",
    body: profileChange,
    answers: { 200: { description: "As it is now.", schema: providerView } },
    errors: { 400: "Validation failed.", 409: "Another currency, though clients have gone to pay in this one." },
    example: { body: { bio: "Reformer Pilates on Main Street.", cancelWindowHours: 24 } },
  }, async ({ ctx, provider, body }) => {
    const change = { ...body, ...(body.bio === "" ? { bio: null } : {}) };
    return ok(providerShape(await changeProfile(ctx, provider.id, change)));
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/api-keys",
    tag,
    summary: "Create an API key",
    description: "The key is shown once. Keep it on a server.",
    auth: "owner",
    body: apiKey,
    answers: { 201: { description: "Created.", schema: keyCreatedView } },
    errors: { 400: "Validation failed." },
    example: { body: { label: "Website", allowedOrigins: ["https://your-site.com"] } },
  }, async ({ ctx, provider, body }) => {
    const input = { label: body.label, allowedOrigins: [...new Set(body.allowedOrigins)] };
    return ok(await createApiKey(ctx, provider, input), 201);
  });

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/api-keys",
    tag,
    summary: "List API keys",
    auth: "owner",
    query: pageQuery,
    answers: { 200: { description: "Without the keys themselves.", schema: pageOf(keyView) } },
    errors: { 400: "Bad limit or cursor." },
    example: {},
  }, async ({ ctx, provider, query }) => pageAnswer(await listKeys(ctx.db, provider.id, query)));

  endpoint(app, services, {
    method: "delete",
    path: "/api/manage/api-keys/{id}",
    tag,
    summary: "Revoke an API key",
    description: "Takes effect on the next request.",
    auth: "owner",
    params: byId,
    answers: { 204: { description: "Revoked." } },
    errors: { 404: "No such key." },
    example: { params: { id: "{spareKeyId}" } },
  }, async ({ ctx, provider, params }) => {
    await revokeApiKey(ctx, provider.id, params.id);
    return new Response(null, { status: 204 });
  });

  endpoint(app, services, {
    method: "post",
    path: "/api/manage/stripe/onboarding",
    tag,
    summary: "Start or go on with Stripe onboarding",
    auth: "owner",
    body: onboarding,
    answers: {
      200: {
        description: "A single-use address at Stripe.",
        schema: z.object({ url: z.string().openapi({ example: "https://connect.stripe.com/setup/e/acct_1Qx/a1b2" }) }),
      },
    },
    errors: { 400: "Validation failed.", 502: "Stripe did not accept the request." },
    example: {
      body: { returnUrl: "https://your-site.com/stripe/done", refreshUrl: "https://your-site.com/stripe/again" },
    },
  }, async ({ ctx, provider, body }) => ok({ url: await startOnboarding(ctx, provider.id, body) }));

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/stripe",
    tag,
    summary: "How the Stripe account stands",
    description: "Asks Stripe; what was last known when Stripe does not answer.",
    auth: "owner",
    answers: { 200: { description: "The account's state.", schema: stripeView } },
    errors: {},
    example: {},
  }, async ({ ctx, provider }) => ok(await refreshStripeState(ctx, provider.id)));

  endpoint(app, services, {
    method: "get",
    path: "/api/manage/export",
    tag,
    summary: "Export everything",
    description: "The provider's whole data, one JSON object a line: `{type, …}`. Secrets are left out.",
    auth: "owner",
    answers: { 200: { description: "NDJSON.", schema: z.string(), contentType: "application/x-ndjson" } },
    errors: {},
    example: {},
  }, ({ ctx, provider }) => {
    const lines = exportProvider(ctx, provider.id);
    const utf8 = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(utf8.encode(value));
      },
      async cancel() {
        await lines.return(undefined);
      },
    });
    return new Response(stream, {
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${provider.handle}.ndjson"`,
      },
    });
  });
}
