/** A credit of a class pack pays for a booking, or for a hold that was to be paid by card. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { type ClassSession, getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { takeCredit } from "../../domain/client_packages.ts";
import type { Client } from "../../domain/clients.ts";
import { confirmHold, reinstateExpired } from "../../domain/enrollment_moves.ts";
import { type Enrollment, findLiveEnrollment, getEnrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import { closeCheckout } from "../payments/close_checkout.ts";
import { releaseCheckout } from "../payments/release_checkout.ts";
import { classFull } from "../../domain/seats.ts";
import { alreadyBooked, type Claim, paymentProcessing } from "./booking.ts";

/** The client's own hold: its Checkout Session is closed first, then the credit pays for it. Null: the hold changed meanwhile. */
export async function payHoldWithCredit(
  ctx: Context,
  held: Enrollment,
  client: Client,
  packId: string,
): Promise<Claim | null> {
  const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed === "paid") throw alreadyBooked();
  if (closed === "processing" || closed === "disputed") throw paymentProcessing();
  try {
    return await once(
      ctx,
      held.providerId,
      (tx) => confirmWithCredit(ctx, tx, held.id, checkout, client, packId),
      (paid) => paid !== null,
    );
  } catch (error) {
    // The Checkout Session is closed and the credit gone: nothing can pay for the hold any more.
    if (error instanceof DomainError) await releaseCheckout(ctx, checkout.id);
    throw error;
  }
}

async function confirmWithCredit(
  ctx: Context,
  tx: Tx,
  enrollmentId: string,
  checkout: Checkout,
  client: Client,
  packId: string,
): Promise<Claim | null> {
  const now = iso(ctx.clock.now());
  const held = await getEnrollment(tx, enrollmentId);
  const session = await getClass(tx, held.providerId, held.classId);
  refuseUnlessBookable(session, now); // it may have been cancelled while Stripe was asked
  if ((await findCheckout(tx, checkout.id))!.state !== "paid") await markUnpayable(tx, checkout.id, "expired");
  const paid = { with: "credit" as const, clientPackageId: packId };
  if (held.status === "PendingPayment") await confirmHold(tx, held, paid, false, now);
  else if (held.status !== "Expired" || await findLiveEnrollment(tx, session.id, client.id)) return null;
  else if (!await reinstateExpired(tx, held, session, paid, now)) throw classFull(); // Stripe's event freed the seat first
  await spendCredit(ctx, tx, held, session, client, packId, now);
  return { enrollment: { ...held, status: "Confirmed" }, session, isNew: true };
}

/** Takes the credit and confirms the booking to the client. @throws DomainError 409 (no credits) */
export async function spendCredit(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  client: Client,
  packId: string,
  now: string,
): Promise<void> {
  if (!await takeCredit(tx, enrollment.providerId, packId, enrollment.id, now)) throw noCredits();
  await closeOnBooking(tx, enrollment, now);
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "credit", cents: 0 }, now);
}

/** The pack can't pay. */
export function noCredits(): DomainError {
  return new DomainError("no_credits", "This class pack has no credits left, or has expired.", { noCredits: true });
}
