/** A paid class pack becomes the client's. */
import type { Tx } from "../../db/database.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import type { Context } from "../context.ts";
import { createClientPackage } from "../../domain/client_packages.ts";
import { DAY, iso, ms } from "../../domain/time.ts";
import { keepClient, unproven } from "../clients/keep_client.ts";
import { enqueuePackBought } from "../notifications/enqueue_purchases.ts";

/** Valid from the payment on. */
export async function fulfillPackage(
  ctx: Context,
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<Fulfillment> {
  const { name, email, phone, packName, sessionsTotal, validDays } = checkout.details;
  const details = { name, email, phone, origin: checkout.origin };
  const client = await keepClient(tx, checkout.providerId, details, unproven, now);
  const expiresAt = validDays ? iso(ms(now) + validDays * DAY) : null;
  const id = await createClientPackage(tx, {
    providerId: checkout.providerId,
    clientId: client.id,
    packageTypeId: checkout.subjectId!,
    checkoutId: checkout.id,
    name: packName,
    sessionsTotal,
    expiresAt,
  }, now);
  const pack = { id, name: packName, sessionsTotal, expiresAt, paidCents: checkout.amountCents };
  const buyer = { ...client, name, phone: phone ?? client.phone };
  await enqueuePackBought(ctx, tx, buyer, pack, checkout.origin, now);
  return { kind: "package", id };
}
