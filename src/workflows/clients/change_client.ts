/** The owner corrects a client's name, email or phone. */
import { followEmail } from "../../domain/checkout_emails.ts";
import { findClientByEmail, getClient } from "../../domain/clients.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { moveGiftCards } from "../../domain/gift_cards.ts";
import { moveMessages } from "../../domain/outbox_recipients.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { renameClient } from "./keep_client.ts";

export interface ClientChange {
  name: string;
  /** Lower case. */
  email: string;
  /** Digits only. */
  phone: string | null;
}

/**
 * Clients are known by their email, so what is kept under the old one moves along: gift cards, open payments, and mail that is queued or
 * undelivered. Links mailed earlier name the client, not the address: they keep working.
 * @throws DomainError not_found, invalid_request (another client's email), 409 (a payment is just being started)
 */
export async function changeClient(
  ctx: Context,
  providerId: string,
  clientId: string,
  change: ClientChange,
): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const client = await getClient(tx, providerId, clientId);
    if (change.email !== client.email) {
      if (await findClientByEmail(tx, providerId, change.email)) {
        throw invalid("email", "Another client of your studio has this address.");
      }
      if (!await followEmail(tx, providerId, client.email, change.email)) {
        throw new DomainError("payment_pending", "This client is just starting a payment. Try again in a minute.");
      }
      await moveGiftCards(tx, providerId, client.email, change.email);
      await moveMessages(tx, providerId, clientId, client.email, change.email);
    }
    if (client.phone !== null && change.phone !== null && change.phone !== client.phone) {
      await moveMessages(tx, providerId, clientId, client.phone, change.phone);
    }
    await renameClient(tx, client, change, now);
  });
}
