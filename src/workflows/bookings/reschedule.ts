/** A confirmed booking moves to another class of the studio: the old seat is freed and the new one taken in one transaction. */
import type { Reader } from "../../db/database.ts";
import { freeCancellationEnd } from "../../domain/cancellations.ts";
import { type ClassSession, getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import { moveToClass } from "../../domain/enrollment_moves.ts";
import {
  type Enrollment,
  findLiveEnrollment,
  getEnrollment,
  getEnrollmentOf,
  isPersonSeated,
} from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { findDueRefund } from "../../domain/refunds.ts";
import { classFull, seatsLeft } from "../../domain/seats.ts";
import { iso, ms } from "../../domain/time.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { cancelTokenFor } from "../notifications/customer_links.ts";
import { enqueueBookingRescheduled } from "../notifications/enqueue_bookings.ts";
import { seatOpened } from "./offer_seats.ts";
import { alreadyBooked } from "./booking.ts";
import { checkCancelToken } from "./cancel_by_token.ts";

export interface Rescheduled {
  enrollmentId: string;
  /** For the new class; null when it was only asked about. */
  cancelToken: string | null;
  cancelWindowHours: number;
  /** The last instant of free cancellation of the new class. */
  refundableUntil: string;
  session: ClassSession;
}

export interface RescheduleInput {
  classId: string;
  /** Default `commit`. */
  mode?: "preview" | "commit";
}

/** @throws DomainError 401 (token), not_found, 409 and 410 (see `findMove`), class_full */
export async function rescheduleByToken(
  ctx: Context,
  enrollmentId: string,
  token: string,
  input: RescheduleInput,
): Promise<Rescheduled> {
  await checkCancelToken(ctx, enrollmentId, token);
  return await reschedule(ctx, await getEnrollment(ctx.db, enrollmentId), input, "customer");
}

/** Whatever the cancel window says. @throws DomainError not_found (also another provider's), 409, 410 */
export async function rescheduleByOwner(
  ctx: Context,
  providerId: string,
  enrollmentId: string,
  input: RescheduleInput,
): Promise<Rescheduled> {
  return await reschedule(ctx, await getEnrollmentOf(ctx.db, providerId, enrollmentId), input, "owner");
}

type By = "customer" | "owner";

async function reschedule(
  ctx: Context,
  { id, providerId }: Enrollment,
  { classId, mode }: RescheduleInput,
  by: By,
): Promise<Rescheduled> {
  if (mode === "preview") {
    return describe(id, null, (await findMove(ctx, ctx.db, providerId, id, classId, by)).to);
  }
  const to = await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const { enrollment, from, to } = await findMove(ctx, tx, providerId, id, classId, by);
    const moved = await moveToClass(tx, enrollment, from, to, now);
    await closeOnBooking(tx, moved, now);
    await enqueueBookingRescheduled(ctx, tx, moved, { from, to, byStudio: by === "owner" }, now);
    await seatOpened(ctx, tx, { providerId, classId: from.id }, `${id}:${moved.sequence}`, now);
    return to;
  });
  ctx.wake("outbox"), ctx.wake("checkouts");
  return describe(id, cancelTokenFor(ctx, id, to.scheduledAt), to);
}

function describe(enrollmentId: string, cancelToken: string | null, session: ClassSession): Rescheduled {
  const { cancelWindowHours } = session;
  return { enrollmentId, cancelToken, cancelWindowHours, refundableUntil: freeCancellationEnd(session), session };
}

/**
 * What would move, and where to.
 * @throws DomainError not_found (class), 410 (not Confirmed; the class is cancelled or has started), too_late, price_differs,
 * already_booked, class_full: in this order
 */
async function findMove(
  ctx: Context,
  from: Reader,
  providerId: string,
  enrollmentId: string,
  classId: string,
  by: By,
): Promise<{ enrollment: Enrollment; from: ClassSession; to: ClassSession }> {
  const to = await getClass(from, providerId, classId);
  const enrollment = await getEnrollment(from, enrollmentId);
  const present = await getClass(from, providerId, enrollment.classId);
  await refuseUnlessMovable(from, enrollment, present);
  refuseUnlessBookable(to, iso(ctx.clock.now()));
  if (by === "customer" && ctx.clock.now() > ms(freeCancellationEnd(present))) throw tooLate(present);
  if (to.priceCents !== present.priceCents) throw priceDiffers(present, to);
  await refuseIfSeated(from, enrollment, to);
  if (seatsLeft(to) === 0) throw classFull();
  return { enrollment, from: present, to };
}

/** One whose money is on its way back is as good as cancelled. */
async function refuseUnlessMovable(from: Reader, enrollment: Enrollment, present: ClassSession): Promise<void> {
  const { status, checkoutId, cancelRequestedAt } = enrollment;
  if (status === "Expired") throw new DomainError("booking_expired", "This booking was never paid and has expired.");
  if (status === "PendingPayment") throw new DomainError("not_confirmed", "This booking is not paid yet.");
  if (status !== "Confirmed") {
    throw new DomainError("booking_over", "This booking is over and can't be moved any more.");
  }
  if (present.status === "Cancelled") {
    throw new DomainError("class_cancelled", "The class of this booking was cancelled.");
  }
  if (cancelRequestedAt !== null || checkoutId && await findDueRefund(from, checkoutId)) {
    throw new DomainError("not_confirmed", "This booking is just being cancelled.");
  }
}

/** The class it is in already counts, and so does another person's booking under the same name and phone. */
async function refuseIfSeated(from: Reader, enrollment: Enrollment, to: ClassSession): Promise<void> {
  const { clientId, name, phone } = enrollment;
  if (await findLiveEnrollment(from, to.id, clientId)) throw alreadyBooked();
  if (name !== null && phone !== null && await isPersonSeated(from, to.id, name, phone)) throw alreadyBooked();
}

function tooLate({ cancelWindowHours }: ClassSession): DomainError {
  const hours = cancelWindowHours === 1 ? "1 hour" : `${cancelWindowHours} hours`;
  return new DomainError("too_late", `A booking can be moved until ${hours} before its class.`, { cancelWindowHours });
}

function priceDiffers(present: ClassSession, to: ClassSession): DomainError {
  return new DomainError(
    "price_differs",
    "The other class has a different price: cancel this booking and book that one.",
    {
      priceCents: present.priceCents,
      newPriceCents: to.priceCents,
    },
  );
}
