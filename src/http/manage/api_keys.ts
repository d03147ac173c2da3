import { listKeys } from "../../domain/api_keys.ts";
import { apiKey, keyQuota } from "../../schemas/api_keys.ts";
import { byId } from "../../schemas/basics.ts";
import { changeKeyQuota, createApiKey, revokeApiKey } from "../../workflows/account/api_keys.ts";
import { endpoint } from "../endpoint.ts";
import { created, noContent, ok } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { apiKeyCreatedView, apiKeyView } from "../views/api_keys.ts";
import { ownerEndpoint, ownerList, TAG } from "./owner_endpoint.ts";

export function apiKeyRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: "/api/manage/api-keys",
    summary: "Create an API key",
    links: {
      "delete /api/manage/api-keys/{id}": { id: "/id" },
    },
    description:
      "The key is shown once. A secret key (`alr_…`) belongs on a server; a publishable one (`alp_…`) may be in a page of its sites.",
    body: apiKey,
    responses: { 201: { description: "Created.", schema: apiKeyCreatedView } },
    errors: {},
    example: { body: { label: "Website", allowedOrigins: ["https://your-site.com"] } },
  }, async ({ ctx, provider, body }) => {
    const allowedOrigins = [...new Set(body.allowedOrigins)];
    return created(await createApiKey(ctx, provider, { ...body, allowedOrigins }));
  });

  ownerList(app, services, {
    path: "/api/manage/api-keys",
    summary: "List API keys",
    description: "Without the keys themselves.",
    item: apiKeyView,
  }, ({ ctx, provider, query }) => listKeys(ctx.db, provider.id, query));

  endpoint(app, services, {
    method: "patch",
    path: "/api/manage/api-keys/{id}",
    tag: TAG,
    summary: "Set an API key's quota",
    description: "The operator's call, for a key of any studio. Takes effect on the next request.",
    auth: "operator",
    params: byId,
    body: keyQuota,
    responses: { 200: { description: "The key, without its text.", schema: apiKeyView } },
    errors: { not_found: "No such key." },
    example: { params: { id: "{spareKeyId}" }, body: { quota: 600 } },
  }, async ({ ctx, params, body }) => ok(await changeKeyQuota(ctx, params.id, body.quota)));

  ownerEndpoint(app, services, {
    method: "delete",
    path: "/api/manage/api-keys/{id}",
    summary: "Revoke an API key",
    description: "Takes effect on the next request.",
    params: byId,
    responses: { 204: { description: "Revoked." } },
    errors: { not_found: "No such key." },
    example: { params: { id: "{spareKeyId}" } },
  }, async ({ ctx, provider, params }) => {
    await revokeApiKey(ctx, provider.id, params.id);
    return noContent();
  });
}
