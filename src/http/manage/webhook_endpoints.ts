import { listDeliveries } from "../../domain/webhook_deliveries.ts";
import { getEndpoint, listEndpoints } from "../../domain/webhook_endpoints.ts";
import { byId, pageQuery } from "../../schemas/basics.ts";
import { endpointChange, newEndpoint } from "../../schemas/webhook_endpoints.ts";
import { addEndpoint, changeEndpoint, removeEndpoint, rotateSecret } from "../../workflows/events/endpoints.ts";
import { sendTest } from "../../workflows/events/replay.ts";
import { created, noContent, ok, pageOfItems } from "../responses.ts";
import type { App } from "../router.ts";
import type { HttpServices } from "../services.ts";
import { pageOf } from "../views/basics.ts";
import { deliveryView, endpointShape, endpointView, endpointWithSecretView } from "../views/webhook_endpoints.ts";
import { ownerEndpoint, ownerList } from "./owner_endpoint.ts";

const PATH = "/api/manage/webhook-endpoints";
const ONE = `${PATH}/{id}`;
const NONE = "No such endpoint.";

export function webhookEndpointRoutes(app: App, services: HttpServices): void {
  ownerEndpoint(app, services, {
    method: "post",
    path: PATH,
    summary: "Add a webhook endpoint",
    links: {
      [`get ${ONE}`]: { id: "/id" },
      [`patch ${ONE}`]: { id: "/id" },
      [`post ${ONE}/rotate`]: { id: "/id" },
      [`get ${ONE}/deliveries`]: { id: "/id" },
      [`delete ${ONE}`]: { id: "/id" },
    },
    description:
      "Events are sent to it by the [Standard Webhooks](https://www.standardwebhooks.com) specification, signed with the secret, which is shown once.",
    body: newEndpoint,
    noStore: true,
    responses: { 201: { description: "Added.", schema: endpointWithSecretView } },
    errors: {
      invalid_request: "The address is not a public one, or another field is wrong.",
      too_many_endpoints: "20 endpoints exist.",
    },
    example: { body: { url: "https://your-site.com/hooks/alera", types: ["booking.confirmed", "booking.cancelled"] } },
  }, async ({ ctx, provider, body }) => created(endpointShape(await addEndpoint(ctx, provider.id, body))));

  ownerList(app, services, {
    path: PATH,
    summary: "List webhook endpoints",
    description: "Without their secrets.",
    item: endpointView,
    links: { [`post ${ONE}/test`]: { id: "/id" } },
  }, ({ ctx, provider, query }) => listEndpoints(ctx.db, provider.id, query));

  ownerEndpoint(app, services, {
    method: "get",
    path: ONE,
    summary: "Read a webhook endpoint",
    params: byId,
    responses: { 200: { description: "The endpoint.", schema: endpointView } },
    errors: { not_found: NONE },
    example: { params: { id: "{endpointId}" } },
  }, async ({ ctx, provider, params }) => ok(endpointShape(await getEndpoint(ctx.db, provider.id, params.id))));

  ownerEndpoint(
    app,
    services,
    {
      method: "patch",
      path: ONE,
      summary: "Change, disable or enable a webhook endpoint",
      description:
        "Disabling fails what is still to be sent. Once enabled again it is sent what happens from then on; what it missed can be sent again.",
      params: byId,
      body: endpointChange,
      responses: { 200: { description: "The changed endpoint.", schema: endpointView } },
      errors: {
        invalid_request: "The address is not a public one, or another field is wrong.",
        not_found: NONE,
      },
      example: { params: { id: "{endpointId}" }, body: { types: ["*"] } },
    },
    async ({ ctx, provider, params, body }) =>
      ok(endpointShape(await changeEndpoint(ctx, provider.id, params.id, body))),
  );

  ownerEndpoint(app, services, {
    method: "delete",
    path: ONE,
    summary: "Delete a webhook endpoint",
    params: byId,
    responses: { 204: { description: "Deleted, with its deliveries." } },
    errors: { not_found: NONE },
    example: { params: { id: "{spareEndpointId}" } },
  }, async ({ ctx, provider, params }) => {
    await removeEndpoint(ctx, provider.id, params.id);
    return noContent();
  });

  ownerEndpoint(app, services, {
    method: "post",
    path: `${ONE}/rotate`,
    summary: "Give a webhook endpoint a new secret",
    description: "For 24 hours both secrets sign. The new one is shown once.",
    params: byId,
    noStore: true,
    responses: { 200: { description: "The endpoint with its new secret.", schema: endpointWithSecretView } },
    errors: { not_found: NONE },
    example: { params: { id: "{endpointId}" } },
  }, async ({ ctx, provider, params }) => ok(endpointShape(await rotateSecret(ctx, provider.id, params.id))));

  ownerEndpoint(app, services, {
    method: "post",
    path: `${ONE}/test`,
    summary: "Send a test to a webhook endpoint",
    description: "An event of type `ping`, to this endpoint alone. It is in no list of events.",
    params: byId,
    responses: { 200: { description: "The delivery, which is under way.", schema: deliveryView } },
    errors: { not_found: NONE, endpoint_disabled: "The endpoint is disabled." },
    example: { params: { id: "{endpointId}" } },
  }, async ({ ctx, provider, params }) => ok(await sendTest(ctx, provider.id, params.id)));

  ownerEndpoint(app, services, {
    method: "get",
    path: `${ONE}/deliveries`,
    summary: "List the deliveries to a webhook endpoint",
    description: "The newest first.",
    params: byId,
    query: pageQuery,
    responses: { 200: { description: "Deliveries of the last 30 days.", schema: pageOf(deliveryView) } },
    errors: { invalid_request: "Bad limit or cursor.", not_found: NONE },
    example: { params: { id: "{endpointId}" } },
  }, async ({ ctx, provider, params, query }) => {
    const { id } = await getEndpoint(ctx.db, provider.id, params.id);
    return pageOfItems(await listDeliveries(ctx.db, provider.id, id, query));
  });
}
