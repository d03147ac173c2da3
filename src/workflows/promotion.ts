/** The owner gives an open seat to somebody who waits. */
import { findCheckout } from "../domain/checkouts.ts";
import { type ClassSession, getClass, refuseUnlessBookable, takeSeat } from "../domain/class_sessions.ts";
import { type Client, getClient } from "../domain/clients.ts";
import type { Context } from "../domain/context.ts";
import { createConfirmed, type Enrollment, findLiveEnrollment, getEnrollment } from "../domain/enrollments.ts";
import { DomainError } from "../domain/errors.ts";
import { oweMail } from "../domain/outbox.ts";
import { iso } from "../domain/time.ts";
import { getEntry, markPromoted, type WaitlistEntry } from "../domain/waitlist.ts";
import { holdFor } from "./booking.ts";
import { openCheckout } from "./checkout_sessions.ts";
import { mailClass, oweBookingConfirmed } from "./notices.ts";

export interface Promotion {
  enrollmentId: string;
  status: string;
  checkoutUrl: string | null;
}

/**
 * Free class: the seat is confirmed. Paid: a hold, whose Checkout link is mailed. A second promotion answers the first again.
 * @throws DomainError not_found, gone, class_full, conflict, downstream (then the client waits on)
 */
export async function promote(ctx: Context, providerId: string, entryId: string): Promise<Promotion> {
  const { entry, session, client, enrollment } = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const entry = await getEntry(tx, providerId, entryId);
    const session = await getClass(tx, providerId, entry.classId);
    const client = await getClient(tx, providerId, entry.clientId);
    if (entry.status === "Promoted") {
      return { entry, session, client, enrollment: await getEnrollment(tx, entry.enrollmentId!) };
    }
    if (entry.status !== "Waiting") throw new DomainError("gone", "This client does not wait any more.");
    refuseUnlessBookable(session, now);
    const live = await findLiveEnrollment(tx, session.id, client.id);
    if (live) {
      // Their own hold is the promised seat already.
      await markPromoted(tx, entry.id, live.id, now);
      return { entry, session, client, enrollment: live };
    }
    if (session.priceCents > 0) {
      const held = await holdFor(ctx, tx, session, client, {}, entry.origin, now);
      await markPromoted(tx, entry.id, held.id, now);
      return { entry, session, client, enrollment: held };
    }
    if (!await takeSeat(tx, session.id)) throw new DomainError("conflict", "No seat is open in this class.");
    const seat = {
      providerId,
      classId: session.id,
      clientId: client.id,
      phone: client.phone,
      priceCents: 0,
      origin: entry.origin,
    };
    const enrollment = await createConfirmed(tx, seat, { with: "free" }, now);
    await markPromoted(tx, entry.id, enrollment.id, now);
    await oweBookingConfirmed(ctx, tx, enrollment, session, client, { with: "free", cents: 0 }, now);
    return { entry, session, client, enrollment };
  });
  ctx.wake("outbox");
  if (!enrollment.checkoutId) return { enrollmentId: enrollment.id, status: enrollment.status, checkoutUrl: null };
  return await handOut(ctx, entry, session, client, enrollment);
}

/** The link is mailed once it exists; the mail's cause makes a second one impossible. */
async function handOut(
  ctx: Context,
  entry: WaitlistEntry,
  session: ClassSession,
  client: Client,
  enrollment: Enrollment,
): Promise<Promotion> {
  const checkout = (await findCheckout(ctx.db, enrollment.checkoutId!))!;
  if (checkout.state !== "creating") {
    return { enrollmentId: enrollment.id, status: enrollment.status, checkoutUrl: checkout.url };
  }
  const { url } = await openCheckout(ctx, checkout.id);
  await owePromotionMail(ctx, entry, session, client, enrollment, url);
  return { enrollmentId: enrollment.id, status: enrollment.status, checkoutUrl: url };
}

/** Also called by the reconciler for a promotion whose link was made after a crash. */
export async function owePromotionMail(
  ctx: Context,
  entry: { id: string; origin: string | null },
  session: ClassSession,
  client: Client,
  enrollment: Enrollment,
  url: string,
): Promise<void> {
  await ctx.db.write(session.providerId, (tx) =>
    oweMail(tx, {
      providerId: session.providerId,
      clientId: client.id,
      kind: "waitlist_promoted",
      about: entry.id,
      to: client.email,
      siteOrigin: entry.origin,
      data: {
        name: client.name,
        class: mailClass(session),
        checkoutUrl: url,
        expiresAt: enrollment.expiresAt!,
        amountCents: enrollment.priceCents,
      },
    }, iso(ctx.clock.now())));
  ctx.wake("outbox");
}
