/** The owner takes a client off a waitlist, and may put them back. */
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { findLiveEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { findWaiting, getEntry, markWaitingAgain } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { offerSeats } from "./offer_seats.ts";
import { endEntry } from "./withdraw_offer.ts";

/**
 * Who waits does so no more; an offer that is out ends, and its seat is free again. A booking that came of it stays.
 * @throws DomainError not_found, also for another provider's; stripe_unavailable when the offer's session could not be ended
 */
export async function removeFromWaitlist(ctx: Context, providerId: string, entryId: string): Promise<void> {
  await endEntry(ctx, await getEntry(ctx.db, providerId, entryId), "owner");
}

/**
 * Who was removed waits again, at the same place.
 * @throws DomainError not_found, not_waiting (not removed by the owner, or in the class by now), 410
 */
export async function undoRemoval(ctx: Context, providerId: string, entryId: string): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const entry = await getEntry(tx, providerId, entryId);
    const session = await getClass(tx, providerId, entry.classId);
    refuseUnlessBookable(session, now);
    const isElsewhere = await findWaiting(tx, entry.classId, entry.clientId) ??
      await findLiveEnrollment(tx, entry.classId, entry.clientId);
    if (isElsewhere || !await markWaitingAgain(tx, entry, now)) {
      throw new DomainError("not_waiting", "This client can't be put back on the waitlist.");
    }
    await offerSeats(ctx, tx, entry, now);
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
}
