/** Personal data go, the books stay. */
import { hasFutureAppointment } from "../domain/appointments.ts";
import { eraseFromCheckouts } from "../domain/checkouts.ts";
import { eraseClient, getClient } from "../domain/clients.ts";
import type { Context } from "../domain/context.ts";
import { eraseEnrollments, hasFutureSeat } from "../domain/enrollments.ts";
import { DomainError } from "../domain/errors.ts";
import { eraseFromGiftCards } from "../domain/gift_cards.ts";
import { eraseMessages } from "../domain/outbox.ts";
import { isRefundUnderWay } from "../domain/refunds.ts";
import { iso } from "../domain/time.ts";
import { closeOfClient } from "../domain/waitlist.ts";

/** @throws DomainError not_found, conflict (a future seat is held, or a refund is under way) */
export async function erase(ctx: Context, providerId: string, clientId: string): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const client = await getClient(tx, providerId, clientId);
    if (await hasFutureSeat(tx, clientId, now) || await hasFutureAppointment(tx, clientId, now)) {
      throw new DomainError("conflict", "This client still has a booking to come. Cancel it first.");
    }
    if (await isRefundUnderWay(tx, clientId)) {
      throw new DomainError("conflict", "A refund to this client is still under way. Try again when it has arrived.");
    }
    await closeOfClient(tx, clientId);
    await eraseEnrollments(tx, clientId);
    await eraseFromCheckouts(tx, providerId, client.email);
    await eraseFromGiftCards(tx, providerId, client.email);
    await eraseMessages(tx, providerId, clientId, client.email);
    await eraseClient(tx, clientId, now);
  });
}
