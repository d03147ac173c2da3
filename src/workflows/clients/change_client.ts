/** What the owner keeps of a client: name, phone and email set right, and a note of the studio's own. */
import { followEmail } from "../../domain/checkout_emails.ts";
import { findClientByEmail, getClient, setClientNote, updateClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { moveGiftCards } from "../../domain/gift_cards.ts";
import { moveMessages } from "../../domain/outbox_recipients.ts";
import { iso } from "../../domain/time.ts";

export interface ClientChange {
  name: string;
  /** Lower case. */
  email: string;
  /** Digits only. */
  phone: string | null;
}

/**
 * Sets a client's record right. Clients are known by their email, so what is kept under the old one goes along: cards, payments still
 * open, and mail that waits or could not be delivered. Links mailed before name the client, not the address: they keep working.
 * @throws DomainError not_found, invalid (another client's email), conflict (a payment is just being started)
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
        throw new DomainError("conflict", "This client is just starting a payment. Try again in a minute.");
      }
      await moveGiftCards(tx, providerId, client.email, change.email);
      await moveMessages(tx, providerId, clientId, client.email, change.email);
    }
    if (client.phone !== null && change.phone !== null && change.phone !== client.phone) {
      await moveMessages(tx, providerId, clientId, client.phone, change.phone);
    }
    await updateClient(tx, providerId, clientId, change, now);
  });
}

/** Keeps the studio's own note; empty takes it away. @throws DomainError not_found */
export async function noteOnClient(ctx: Context, providerId: string, clientId: string, note: string): Promise<void> {
  await ctx.db.write(
    providerId,
    (tx) => setClientNote(tx, providerId, clientId, note === "" ? null : note, iso(ctx.clock.now())),
  );
}
