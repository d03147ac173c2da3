/** A credit of a class pack pays for a booking, or for a hold that was to be paid by card. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import { takeCredit } from "../../domain/client_packages.ts";
import type { Client } from "../../domain/clients.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { closeOnBooking } from "../../domain/waitlist.ts";
import type { Context } from "../context.ts";
import { enqueueBookingConfirmed } from "../notifications/enqueue_bookings.ts";
import type { Claim } from "./booking.ts";
import { payHold } from "./prepayment.ts";

/** The client's own hold: its Checkout Session is closed first, then the credit pays for it. Null: the hold changed meanwhile. */
export function payHoldWithCredit(
  ctx: Context,
  held: Enrollment,
  client: Client,
  packId: string,
): Promise<Claim | null> {
  return payHold(ctx, held, client, {
    paid: { with: "credit", clientPackageId: packId },
    take: (tx, enrollment, session, who, now) => spendCredit(ctx, tx, enrollment, session, who, packId, now),
  });
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
