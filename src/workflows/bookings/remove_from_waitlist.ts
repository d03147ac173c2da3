/** The owner takes a client off a waitlist. */
import { findEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { getEntry, markLeft } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { cancelByOwner } from "./cancel_by_owner.ts";

/**
 * Who waits does so no more; an offer that is out ends, and its seat is free again. A booking that came of it stays.
 * @throws DomainError not_found, also for another provider's; stripe_unavailable when the offer's session could not be ended
 */
export async function removeFromWaitlist(ctx: Context, providerId: string, entryId: string): Promise<void> {
  const offered = await ctx.db.write(providerId, async (tx) => {
    const entry = await getEntry(tx, providerId, entryId);
    await markLeft(tx, entry, iso(ctx.clock.now()));
    const held = entry.status === "Promoted" ? await findEnrollment(tx, entry.enrollmentId!) : null;
    return held?.status === "PendingPayment" ? held.id : null;
  });
  if (!offered) return;
  await cancelByOwner(ctx, providerId, offered, { choice: "policy", reason: null }).catch((error) => {
    if (!(error instanceof DomainError && error.code === "booking_expired")) throw error; // just now
  });
}
