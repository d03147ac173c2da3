/** An event is sent again, or a test is sent. */
import { DomainError } from "../../domain/errors.ts";
import { getEvent, recordPing } from "../../domain/events.ts";
import { iso } from "../../domain/time.ts";
import { enqueueDeliveries, enqueueDelivery, newestDeliveriesJson } from "../../domain/webhook_deliveries.ts";
import { getEndpoint, type WebhookEndpoint } from "../../domain/webhook_endpoints.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { keptSince } from "./keep.ts";

/**
 * A new delivery for each endpoint that wants the event, or for the one that is named, whatever its types.
 * @returns the deliveries, each as JSON
 * @throws DomainError not_found (event, endpoint), conflict (the endpoint is disabled)
 */
export async function replayEvent(
  ctx: Context,
  providerId: string,
  eventId: string,
  endpointId: string | undefined,
): Promise<string[]> {
  const deliveries = await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const event = await getEvent(tx, providerId, eventId, keptSince(ctx));
    let count = 1;
    if (endpointId === undefined) count = await enqueueDeliveries(tx, providerId, event.id, event.type, now);
    else {
      refuseDisabled(await getEndpoint(tx, providerId, endpointId));
      await enqueueDelivery(tx, providerId, event.id, endpointId, now);
    }
    return await newestDeliveriesJson(tx, providerId, event.id, count);
  });
  ctx.wake("webhooks");
  return deliveries;
}

/** Sends `ping` to one endpoint; it is in no list of events. @returns the delivery as JSON @throws DomainError not_found, conflict (disabled) */
export async function sendTest(ctx: Context, providerId: string, endpointId: string): Promise<string> {
  const [delivery] = await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    refuseDisabled(await getEndpoint(tx, providerId, endpointId));
    const id = await recordPing(tx, providerId, JSON.stringify({ endpointId }), now);
    await enqueueDelivery(tx, providerId, id, endpointId, now);
    return await newestDeliveriesJson(tx, providerId, id, 1);
  });
  ctx.wake("webhooks");
  return delivery;
}

function refuseDisabled({ status }: WebhookEndpoint): void {
  if (status === "disabled") throw new DomainError("endpoint_disabled", "This endpoint is disabled. Enable it first.");
}
