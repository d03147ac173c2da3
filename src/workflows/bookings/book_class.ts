/** A customer books a class: a free seat at once, a paid one through a hold and a Checkout Session, or with a credit of a class pack, or with a gift card. */
import type { Tx } from "../../db/database.ts";
import { findCheckout } from "../../domain/checkouts.ts";
import { getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { classFull, seatsLeft } from "../../domain/seats.ts";
import { createClient, findClientByEmail } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { createConfirmed, findLiveEnrollment, isPersonSeated } from "../../domain/enrollments.ts";
import { duringCommit } from "../../db/during_commit.ts";
import { invalid } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import { byToken, refreshClient } from "../clients/keep_client.ts";
import { openCheckout } from "../payments/open_checkout.ts";
import { releaseCheckout } from "../payments/release_checkout.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import type { Tenant } from "../tenant.ts";
import {
  alreadyBooked,
  type Booking,
  bookingAnswer,
  bookingChanges,
  type BookingInput,
  type Claim,
  paymentProcessing,
  seatOf,
} from "./booking.ts";
import { placeHold } from "./place_hold.ts";
import { bookWithGiftCard } from "./book_with_gift_card.ts";
import { bookWithPack } from "./book_with_pack.ts";

/**
 * Books a seat. The same customer asking again while the hold lasts gets the same booking and payment page.
 * @throws DomainError not_found, 410, 409, class_full, 502; with a pack also 401, 403; with a gift card also 400, gift_card_insufficient
 */
export async function bookClass(ctx: Context, tenant: Tenant, classId: string, input: BookingInput): Promise<Booking> {
  if (input.giftCardCode !== undefined) {
    if (input.useClientPackageId !== undefined) {
      throw invalid("giftCardCode", "A class pack or a gift card pays, not both.");
    }
    return await bookWithGiftCard(ctx, tenant, classId, input);
  }
  if (input.useClientPackageId !== undefined) return await bookWithPack(ctx, tenant, classId, input);
  for (let round = 0; round < 3; round++) {
    const claim = await once(
      ctx,
      tenant.providerId,
      (tx) => claimSeat(ctx, tx, tenant, classId, input),
      (made) => made.isNew,
    );
    const { checkoutId } = claim.enrollment;
    if (checkoutId === null) {
      ctx.wake("outbox");
      return await (claim.answer ?? bookingAnswer(ctx, claim, null));
    }
    if (claim.isNew || await isStillPayable(ctx, checkoutId)) {
      return bookingAnswer(ctx, claim, await openCheckout(ctx, checkoutId));
    }
  }
  throw bookingChanges();
}

async function claimSeat(ctx: Context, tx: Tx, tenant: Tenant, classId: string, input: BookingInput): Promise<Claim> {
  const now = iso(ctx.clock.now());
  const [session, known, isSeated] = await Promise.all([
    getClass(tx, tenant.providerId, classId),
    findClientByEmail(tx, tenant.providerId, input.email),
    isPersonSeated(tx, classId, input.name, input.phone),
  ]);
  refuseUnlessBookable(session, now);
  const live = known && await findLiveEnrollment(tx, classId, known.id);
  if (live?.status === "PendingPayment") return { enrollment: live, session, isNew: false };
  if (live || isSeated) throw alreadyBooked();

  if (seatsLeft(session) === 0) throw classFull(); // before anything is written: a refusal has nothing to undo
  const isPaid = session.priceCents > 0;
  const details = { name: input.name, email: input.email, phone: input.phone, origin: tenant.origin };
  const client = known
    ? await refreshClient(tx, known, details, byToken(ctx, input.customerToken), now)
    : await createClient(tx, tenant.providerId, details, now);
  if (isPaid) {
    const held = await placeHold(ctx, tx, session, client, input, input, tenant.origin, now);
    return { enrollment: held, session, isNew: true };
  }
  const seat = seatOf(session, client, input, tenant.origin);
  const enrollment = await createConfirmed(tx, seat, { with: "free" }, now);
  if (known) await closeOnBooking(tx, enrollment, now);
  await enqueueBookingConfirmed(ctx, tx, enrollment, session, client, { with: "free", cents: 0 }, now);
  const claim: Claim = { enrollment, session, isNew: true };
  return { ...claim, answer: duringCommit(() => bookingAnswer(ctx, claim, null)) };
}

/** Whether an earlier hold's payment page can still be used; one past its end is settled with Stripe first. */
async function isStillPayable(ctx: Context, checkoutId: string): Promise<boolean> {
  const checkout = await findCheckout(ctx.db, checkoutId);
  if (!checkout) return false;
  if (checkout.state === "processing") throw paymentProcessing();
  if (checkout.state === "creating") return true;
  if (checkout.state !== "open") return false;
  if (checkout.disputedAt === null && checkout.expiresAt > iso(ctx.clock.now())) return true;
  if (await releaseCheckout(ctx, checkoutId) === "disputed") throw paymentProcessing();
  return false;
}
