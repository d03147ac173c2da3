/** The owner gives an open seat to somebody on the waitlist. */
import { findCheckout } from "../../domain/checkouts.ts";
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { seatsLeft } from "../../domain/seats.ts";
import { getClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { type Enrollment, findLiveEnrollment, getEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { getEntry, markPromoted } from "../../domain/waitlist.ts";
import { giveSeat } from "./give_seat.ts";
import { offerTerms } from "./offer_terms.ts";
import { openCheckout } from "../payments/open_checkout.ts";
import { notifyPromoted } from "../payments/notify_promoted.ts";

export interface Promotion {
  enrollmentId: string;
  status: "PendingPayment" | "Confirmed";
  checkoutUrl: string | null;
}

/**
 * Free class, or one that a pack of theirs pays: the seat is confirmed. Else: a hold, and the payment link is mailed. A repeat is answered like the first call.
 * @throws DomainError not_found, 410, class_full, 409, 502 (then the client waits on)
 */
export async function promote(ctx: Context, providerId: string, entryId: string): Promise<Promotion> {
  const enrollment = await once(ctx, providerId, async (tx): Promise<Enrollment> => {
    const now = iso(ctx.clock.now());
    const entry = await getEntry(tx, providerId, entryId);
    const session = await getClass(tx, providerId, entry.classId);
    const client = await getClient(tx, providerId, entry.clientId);
    if (entry.status === "Promoted") return await getEnrollment(tx, entry.enrollmentId!);
    if (entry.status !== "Waiting") throw new DomainError("not_waiting", "This client does not wait any more.");
    refuseUnlessBookable(session, now);
    const live = await findLiveEnrollment(tx, session.id, client.id);
    if (live) {
      // They hold a seat themselves already: its payment link is mailed now, or once there is one.
      const checkout = live.checkoutId ? await findCheckout(tx, live.checkoutId) : null;
      if (checkout?.state === "processing") {
        throw new DomainError(
          "payment_pending",
          "This client's payment is under way at the bank; the seat is kept for them.",
        );
      }
      if (checkout?.disputedAt) {
        throw new DomainError(
          "payment_pending",
          "Stripe and our records differ about this client's payment: see Payments.",
        );
      }
      await markPromoted(tx, entry, live.id, now);
      if (checkout?.url) await notifyPromoted(tx, live.id, checkout.url, now);
      return live;
    }
    if (seatsLeft(session) === 0) throw new DomainError("class_full", "No seat is open in this class.");
    const provider = await getProvider(tx, providerId);
    const { expiresAtMs } = offerTerms(ctx, session, provider);
    const given = await giveSeat(ctx, tx, provider, session, client, entry, { expiresAtMs }, now);
    await markPromoted(tx, entry, given.id, now);
    return given;
  });
  ctx.wake("outbox");
  if (!enrollment.checkoutId) return { enrollmentId: enrollment.id, status: "Confirmed", checkoutUrl: null };
  return await describePromotion(ctx, enrollment);
}

/** The payment link is mailed in the transaction that stores it; the dedupe key makes a second mail impossible. */
async function describePromotion(ctx: Context, enrollment: Enrollment): Promise<Promotion> {
  const checkout = (await findCheckout(ctx.db, enrollment.checkoutId!))!;
  const url = checkout.state === "creating" ? (await openCheckout(ctx, checkout.id)).url : checkout.url;
  // As at the first call, how the hold stands now is on the roster; but nobody is sent to pay what is disputed.
  return { enrollmentId: enrollment.id, status: "PendingPayment", checkoutUrl: checkout.disputedAt ? null : url };
}
