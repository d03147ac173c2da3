/** A customer joins the waitlist of a full class. */
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { findClientByEmail } from "../../domain/clients.ts";
import { seatsLeft } from "../../domain/seats.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { findLiveEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { addEntry, findWaiting, positionOf } from "../../domain/waitlist.ts";
import { byToken, keepClient } from "../clients/keep_client.ts";
import { enqueueWaitlistJoined } from "../notifications/enqueue_waitlist.ts";
import { leaveTokenFor } from "../notifications/customer_links.ts";
import type { Tenant } from "../tenant.ts";
import { alreadyBooked, type Customer } from "./booking.ts";

/**
 * Who waits already gets their entry again.
 * @throws DomainError not_found, 410, 409
 */
export async function joinWaitlist(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: Customer & { customerToken?: string },
): Promise<{ waitlistEntryId: string; position: number; alreadyOnWaitlist: boolean; leaveToken: string }> {
  const joined = await once(ctx, tenant.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const session = await getClass(tx, tenant.providerId, classId);
    refuseUnlessBookable(session, now);
    const known = await findClientByEmail(tx, tenant.providerId, input.email);
    if (known) {
      if ((await findLiveEnrollment(tx, classId, known.id))?.status === "Confirmed") throw alreadyBooked();
      const waiting = await findWaiting(tx, classId, known.id);
      if (waiting) {
        const leaveToken = leaveTokenFor(ctx, waiting.id, session);
        const position = await positionOf(tx, waiting);
        return { waitlistEntryId: waiting.id, position, alreadyOnWaitlist: true, leaveToken };
      }
    }
    if (seatsLeft(session) > 0) {
      throw new DomainError("seats_available", "Seats are still available: book directly instead.", {
        seatsAvailable: true,
      });
    }
    const details = { ...input, origin: tenant.origin };
    const proof = byToken(ctx, input.customerToken);
    const client = await keepClient(tx, tenant.providerId, details, proof, now);
    const entry = await addEntry(tx, {
      providerId: tenant.providerId,
      classId,
      clientId: client.id,
      name: input.name,
      phone: input.phone,
      origin: tenant.origin,
      isProven: proof(client) ? 1 : 0,
    }, now);
    const position = await positionOf(tx, entry);
    await enqueueWaitlistJoined(tx, entry, session, position, now);
    const leaveToken = leaveTokenFor(ctx, entry.id, session);
    return { waitlistEntryId: entry.id, position, alreadyOnWaitlist: false, leaveToken };
  });
  ctx.wake("outbox");
  return joined;
}
