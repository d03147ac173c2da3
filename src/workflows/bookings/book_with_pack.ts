/** A signed-in customer books with a credit of their class pack. */
import type { Tx } from "../../db/database.ts";
import { findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { type ClassSession, getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { takeSeat } from "../../domain/seats.ts";
import { type Client, findClient, refreshClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { confirmHold, reinstateExpired } from "../../domain/enrollment_moves.ts";
import {
  createConfirmed,
  type Enrollment,
  findLiveEnrollment,
  getEnrollment,
  isPhoneSeated,
} from "../../domain/enrollments.ts";
import { DomainError, notFound } from "../../domain/errors.ts";
import { getClientPackage, takeCredit } from "../../domain/client_packages.ts";
import { iso } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import { closeCheckout } from "../payments/close_checkout.ts";
import { releaseCheckout } from "../payments/release_checkout.ts";
import { verifyCustomerToken } from "../clients/verify_customer.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import type { Tenant } from "../tenant.ts";
import {
  alreadyBooked,
  type Booking,
  bookingAnswer,
  type BookingInput,
  type Claim,
  classFull,
  seatOf,
} from "./booking.ts";

/** @throws DomainError as `bookClass`; also unauthenticated, forbidden (token), conflict (no credits) */
export async function bookWithPack(
  ctx: Context,
  tenant: Tenant,
  classId: string,
  input: BookingInput,
): Promise<Booking> {
  await getClass(ctx.db, tenant.providerId, classId);
  const clientId = verifyCustomerToken(ctx, input.customerToken, tenant.providerId);
  const client = await findClient(ctx.db, tenant.providerId, clientId);
  if (!client) throw notFound("Customer");
  const pack = await getClientPackage(ctx.db, client.id, input.useClientPackageId!);
  // The token says whose seat it is. Name and phone that come with another email are another person's.
  const isOwn = input.email === client.email;
  const phone = isOwn ? input.phone : client.phone;

  for (let round = 0; round < 3; round++) {
    const claim = await ctx.db.write(tenant.providerId, async (tx): Promise<Claim> => {
      const now = iso(ctx.clock.now());
      const session = await getClass(tx, tenant.providerId, classId);
      refuseUnlessBookable(session, now);
      const live = await findLiveEnrollment(tx, classId, client.id);
      if (live?.status === "Confirmed" || !live && phone !== null && await isPhoneSeated(tx, classId, phone)) {
        throw alreadyBooked();
      }
      const left = await getClientPackage(tx, client.id, pack.id);
      if (left.sessionsRemaining === 0 || left.expiresAt !== null && left.expiresAt <= now) throw noCredits();
      if (live) return { enrollment: live, session, isNew: false };
      if (!await takeSeat(tx, classId)) throw classFull();
      const owner = isOwn ? await refreshClient(tx, client, { ...input, origin: tenant.origin }, now) : client;
      const enrollment = await createConfirmed(tx, seatOf(session, owner, phone, tenant.origin), {
        with: "credit",
        clientPackageId: pack.id,
      }, now);
      await spendCredit(ctx, tx, enrollment, session, owner, pack.id, now);
      return { enrollment, session, isNew: true };
    });
    if (claim.isNew) {
      ctx.wake("outbox");
      return bookingAnswer(ctx, claim, null);
    }
    const paid = await payHoldWithCredit(ctx, claim, client, pack.id);
    if (paid) return bookingAnswer(ctx, { enrollment: paid, session: claim.session }, null);
  }
  throw new DomainError("conflict", "Your earlier booking of this class is just changing. Please try again.");
}

/** One's own hold: its session is closed first, then the credit pays for the same enrollment. Null: look again. */
async function payHoldWithCredit(
  ctx: Context,
  claim: Claim,
  client: Client,
  packId: string,
): Promise<Enrollment | null> {
  const checkout = (await findCheckout(ctx.db, claim.enrollment.checkoutId!))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed === "paid") throw alreadyBooked();
  if (closed === "processing") {
    throw new DomainError(
      "conflict",
      "Your payment for this class is under way at the bank; the seat is kept for you.",
      {
        paymentPending: true,
      },
    );
  }
  const paid = await ctx.db.write(claim.session.providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const fresh = await getEnrollment(tx, claim.enrollment.id);
    const session = await getClass(tx, fresh.providerId, fresh.classId);
    refuseUnlessBookable(session, now); // it may have been cancelled while Stripe was asked
    if ((await findCheckout(tx, checkout.id))!.state !== "paid") await markUnpayable(tx, checkout.id, "expired");
    const with_ = { with: "credit" as const, clientPackageId: packId };
    if (fresh.status === "PendingPayment") await confirmHold(tx, fresh, with_, false, now);
    else if (fresh.status !== "Expired" || await findLiveEnrollment(tx, session.id, client.id)) return null;
    else if (!await reinstateExpired(tx, fresh, with_, now)) throw classFull(); // Stripe's own event freed the seat first
    await spendCredit(ctx, tx, fresh, session, client, packId, now);
    return { ...fresh, status: "Confirmed" as const };
  }).catch(async (error) => {
    // The session is closed and the credit was gone meanwhile: the hold can't be paid any more.
    if (error instanceof DomainError) await releaseCheckout(ctx, checkout.id);
    throw error;
  });
  ctx.wake("outbox");
  return paid;
}

async function spendCredit(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  client: Client,
  packId: string,
  now: string,
): Promise<void> {
  if (!await takeCredit(tx, enrollment.providerId, packId, enrollment.id, now)) throw noCredits();
  await closeOnBooking(tx, session.id, client.id);
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "credit", cents: 0 }, now);
}

function noCredits(): DomainError {
  return new DomainError("conflict", "This class pack has no credits left, or has expired.", { noCredits: true });
}
