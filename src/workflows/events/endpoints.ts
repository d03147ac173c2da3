/** A studio's webhook endpoints: made, changed, given a new secret, deleted. */
import type { Tx } from "../../db/database.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { DAY, iso } from "../../domain/time.ts";
import { failPending } from "../../domain/webhook_deliveries.ts";
import {
  countEndpoints,
  createEndpoint,
  deleteEndpoint,
  disableEndpoint,
  enableEndpoint,
  type EndpointInput,
  getEndpoint,
  MOST_ENDPOINTS,
  replaceSecret,
  updateEndpoint,
  type WebhookEndpoint,
} from "../../domain/webhook_endpoints.ts";
import { newWebhookSecret } from "../../domain/webhook_signature.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

export const DISABLED = "The endpoint was disabled.";

/** Its secret is answered here and never again. @throws DomainError invalid (a private address), conflict (too many) */
export async function addEndpoint(
  ctx: Context,
  providerId: string,
  input: EndpointInput,
): Promise<WebhookEndpoint & { secret: string }> {
  await refusePrivate(ctx, input.url);
  return await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (await countEndpoints(tx, providerId) >= MOST_ENDPOINTS) {
      throw new DomainError(
        "too_many_endpoints",
        `A studio has at most ${MOST_ENDPOINTS} webhook endpoints. Delete one first.`,
      );
    }
    const secret = newWebhookSecret();
    const id = await createEndpoint(tx, ctx.tokens, providerId, input, secret, now);
    return { ...await getEndpoint(tx, providerId, id), secret };
  });
}

export type EndpointChange = Partial<EndpointInput> & { status?: "enabled" | "disabled" };

/**
 * Disabling fails what is pending; once enabled again, only what happens from then on is owed.
 * @throws DomainError not_found, invalid (a private address)
 */
export async function changeEndpoint(
  ctx: Context,
  providerId: string,
  id: string,
  { status, ...change }: EndpointChange,
): Promise<WebhookEndpoint> {
  await getEndpoint(ctx.db, providerId, id);
  if (change.url !== undefined) await refusePrivate(ctx, change.url);
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const endpoint = await getEndpoint(tx, providerId, id);
    await updateEndpoint(tx, endpoint, { ...endpoint, ...change }, now);
    if (status === "enabled" && endpoint.status === "disabled") await enableEndpoint(tx, endpoint, now);
    if (status === "disabled") await turnOff(tx, id, "owner", now);
    return await getEndpoint(tx, providerId, id);
  });
}

/** @returns false when it was off already */
export async function turnOff(
  tx: Tx,
  id: string,
  reason: "owner" | "gone" | "failing",
  now: string,
): Promise<boolean> {
  if (!await disableEndpoint(tx, id, reason, now)) return false;
  await failPending(tx, id, DISABLED);
  return true;
}

/** @throws DomainError not_found */
export async function removeEndpoint(ctx: Context, providerId: string, id: string): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    await deleteEndpoint(tx, await getEndpoint(tx, providerId, id), iso(ctx.clock.now()));
    await failPending(tx, id, DISABLED);
  });
}

/** The old secret signs too for a day. @throws DomainError not_found */
export function rotateSecret(
  ctx: Context,
  providerId: string,
  id: string,
): Promise<WebhookEndpoint & { secret: string }> {
  return once(ctx, providerId, async (tx) => {
    const nowMs = ctx.clock.now();
    const endpoint = await getEndpoint(tx, providerId, id);
    const secret = newWebhookSecret();
    await replaceSecret(tx, ctx.tokens, endpoint, secret, iso(nowMs + DAY), iso(nowMs));
    return { ...endpoint, secret };
  });
}

/** Asked outside any transaction. */
async function refusePrivate(ctx: Context, url: string): Promise<void> {
  const objection = await ctx.webhooks.findObjection(url);
  if (objection) throw invalid("url", objection);
}
