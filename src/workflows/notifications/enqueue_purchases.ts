/** Mails and texts about packs, gift cards and tips that were paid. */
import type { Tx } from "../../db/database.ts";
import type { Appointment } from "../../domain/appointments.ts";
import { type Client, findClient } from "../../domain/clients.ts";
import { enqueueMail, enqueueText } from "./enqueue_mail.ts";
import { getProvider } from "../../domain/providers.ts";
import type { Context } from "../context.ts";
import { portalUrlFor, siteFor } from "./customer_links.ts";
import { enqueueToOwner } from "./enqueue_mail.ts";

/** The pack is ready: by mail, and by text where texts are on and the phone is known. */
export async function enqueuePackBought(
  ctx: Context,
  tx: Tx,
  client: Client,
  pack: { id: string; name: string; sessionsTotal: number; expiresAt: string | null; paidCents: number },
  origin: string | null,
  now: string,
): Promise<void> {
  const { id: subjectId, name: packName, ...bought } = pack;
  const { providerId, id: clientId } = client;
  const site = await siteFor(ctx, tx, providerId, origin);
  const portalUrl = portalUrlFor(ctx, site, providerId, clientId);
  await enqueueMail(tx, {
    providerId,
    clientId,
    kind: "pack_bought",
    subjectId,
    to: client.email,
    siteOrigin: site,
    data: { name: client.name, packName, ...bought, portalUrl },
  }, now);
  if (!ctx.texter.enabled || !client.phone) return;
  const { displayName } = await getProvider(tx, providerId);
  const text =
    `${displayName}: your ${packName} with ${pack.sessionsTotal} classes is ready. We mailed you the link to use it.`;
  await enqueueText(tx, { providerId, clientId, kind: "pack_bought", subjectId, to: client.phone, text }, now);
}

/**
 * The card goes to its recipient, with a receipt for the buyer; without a recipient's address it goes to the buyer, and without
 * any to nobody: then it was handed over.
 */
export async function enqueueGiftCard(
  ctx: Context,
  tx: Tx,
  subjectId: string,
  card: {
    providerId: string;
    amountCents: number;
    expiresAt: string | null;
    purchaserName: string;
    purchaserEmail: string | null;
    recipientName: string | null;
    recipientEmail: string | null;
    message: string | null;
  },
  origin: string | null,
  now: string,
): Promise<void> {
  const { providerId, amountCents, expiresAt, purchaserName, purchaserEmail, recipientName, recipientEmail, message } =
    card;
  const siteOrigin = await siteFor(ctx, tx, providerId, origin);
  const address = recipientEmail ?? purchaserEmail;
  if (!address) return;
  const to = recipientEmail ? "recipient" : "purchaser";
  await enqueueMail(tx, {
    providerId,
    clientId: null,
    kind: "gift_card",
    subjectId,
    to: address,
    siteOrigin,
    data: { to, purchaserName, recipientName, amountCents, message, expiresAt },
  }, now);
  if (!recipientEmail || !purchaserEmail) return;
  await enqueueMail(tx, {
    providerId,
    clientId: null,
    kind: "gift_card_receipt",
    subjectId,
    to: purchaserEmail,
    siteOrigin,
    data: { purchaserName, recipientName, recipientEmail, amountCents },
  }, now);
}

/** The owner hears of a tip. */
export async function enqueueTipReceived(
  tx: Tx,
  appointment: Appointment,
  amountCents: number,
  now: string,
): Promise<void> {
  const client = await findClient(tx, appointment.providerId, appointment.clientId);
  await enqueueToOwner(tx, appointment.providerId, {
    kind: "tip_received",
    subjectId: appointment.id,
    data: { amountCents, customerName: client?.name ?? "A client", serviceName: appointment.serviceName },
  }, now);
}
