/** The owner corrects a client's name, email, phone or note. */
import type { Tx } from "../../db/database.ts";
import { followEmail } from "../../domain/checkout_emails.ts";
import { type Client, findClientByEmail, getClient } from "../../domain/clients.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { moveGiftCards } from "../../domain/gift_cards.ts";
import { moveMessages } from "../../domain/outbox_recipients.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { clientExists } from "./create_client.ts";
import { renameClient } from "./keep_client.ts";

/** What is left out stays; null removes it. */
export interface ClientChanges {
  name?: string;
  /** Lower case. An email is changed or added, never removed: mails and payments are kept under it. */
  email?: string | null;
  /** Digits only. */
  phone?: string | null;
  note?: string | null;
}

/**
 * Clients are known by their email, so what is kept under the old one moves along: gift cards, open payments, and mail that is queued or
 * undelivered. Links mailed earlier name the client, not the address: they keep working.
 * @throws DomainError not_found, client_exists, invalid_request (the email removed), payment_pending (a payment is just being started)
 */
export async function changeClient(
  ctx: Context,
  providerId: string,
  clientId: string,
  changes: ClientChanges,
): Promise<Client> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const client = await getClient(tx, providerId, clientId);
    const { name = client.name, phone = client.phone, email = client.email, note = client.note } = changes;
    if (email !== client.email) await changeEmail(tx, client, email);
    if (client.phone !== null && phone !== null && phone !== client.phone) {
      await moveMessages(tx, providerId, clientId, client.phone, phone);
    }
    return await renameClient(tx, client, { name, email, phone, note }, now);
  });
}

async function changeEmail(tx: Tx, client: Client, email: string | null): Promise<void> {
  if (email === null) throw invalid("email", "An email address can be changed, not removed.");
  const known = await findClientByEmail(tx, client.providerId, email);
  if (known) throw clientExists(known);
  if (client.email !== null) await moveToEmail(tx, client, client.email, email);
}

/** What is kept under one address of a client moves to another. @throws DomainError payment_pending */
export async function moveToEmail(
  tx: Tx,
  { providerId, id }: { providerId: string; id: string },
  from: string,
  to: string,
): Promise<void> {
  if (!await followEmail(tx, providerId, from, to)) {
    throw new DomainError("payment_pending", "This client is just starting a payment. Try again in a minute.");
  }
  await moveGiftCards(tx, providerId, from, to);
  await moveMessages(tx, providerId, id, from, to);
}
