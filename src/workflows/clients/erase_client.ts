/** Erasing a client: personal data go, the books stay. */
import type { Reader } from "../../db/database.ts";
import { hasFutureAppointment } from "../../domain/appointments.ts";
import { eraseFromCheckouts } from "../../domain/checkout_emails.ts";
import { listPayableCheckouts } from "../../domain/checkouts.ts";
import { eraseClientData, getClient } from "../../domain/clients.ts";
import { eraseEnrollments, hasFutureSeat } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { eraseFromEvents } from "../../domain/events.ts";
import { eraseFromGiftCards } from "../../domain/gift_cards.ts";
import { eraseFromCardMails, eraseMessages } from "../../domain/outbox_recipients.ts";
import { isRefundUnderWay } from "../../domain/refunds.ts";
import { iso } from "../../domain/time.ts";
import { eraseEntries } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { releaseCheckout } from "../payments/release_checkout.ts";

/**
 * Closes open payment pages first: a later payment would bring the client back.
 * @throws DomainError not_found, 409 (a future seat is held, a refund or a payment is under way), 502
 */
export async function eraseClient(ctx: Context, providerId: string, clientId: string): Promise<void> {
  const { email } = await getClient(ctx.db, providerId, clientId);
  await refuseWhileNeeded(ctx.db, clientId, iso(ctx.clock.now()));
  if (email !== null) await closePaymentPages(ctx, providerId, email);
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const client = await getClient(tx, providerId, clientId);
    await refuseWhileNeeded(tx, clientId, now);
    if (client.email !== null) {
      await eraseFromCheckouts(tx, providerId, client.email);
      await eraseFromCardMails(tx, providerId, client.email);
    }
    await eraseMessages(tx, providerId, clientId, client.email, client.name); // before the bookings forget their names
    await eraseEntries(tx, { providerId, clientId }, now);
    await eraseEnrollments(tx, clientId);
    await eraseFromEvents(tx, providerId, clientId, client.email); // what erasing them has told, too
    if (client.email !== null) await eraseFromGiftCards(tx, providerId, client.email);
    await eraseClientData(tx, client, now);
  });
}

async function refuseWhileNeeded(from: Reader, clientId: string, now: string): Promise<void> {
  if (await hasFutureSeat(from, clientId, now) || await hasFutureAppointment(from, clientId, now)) {
    throw new DomainError("client_has_bookings", "This client still has a booking to come. Cancel it first.");
  }
  if (await isRefundUnderWay(from, clientId)) {
    throw new DomainError(
      "refund_pending",
      "A refund to this client is still under way. Try again when it has arrived.",
    );
  }
}

async function closePaymentPages(ctx: Context, providerId: string, email: string): Promise<void> {
  for (const checkout of await listPayableCheckouts(ctx.db, providerId, email)) {
    if (["processing", "disputed"].includes(await releaseCheckout(ctx, checkout.id))) {
      throw new DomainError(
        "payment_pending",
        "A payment of this client is still under way at the bank. Try again when it has arrived.",
      );
    }
  }
}
