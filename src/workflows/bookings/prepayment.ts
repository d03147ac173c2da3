/** What pays for a seat at once, without Stripe: a credit of a pack, or a gift card. Also for a hold that was to be paid by card. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, findCheckout, markUnpayable } from "../../domain/checkouts.ts";
import { type ClassSession, getClass, refuseUnlessBookable } from "../../domain/class_sessions.ts";
import type { Client } from "../../domain/clients.ts";
import { confirmHold, reinstateExpired } from "../../domain/enrollment_moves.ts";
import { type Enrollment, findLiveEnrollment, getEnrollment, type PaidWith } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { closeCheckout } from "../payments/close_checkout.ts";
import { releaseCheckout } from "../payments/release_checkout.ts";
import { classFull } from "../../domain/seats.ts";
import { alreadyBooked, type Claim, paymentProcessing } from "./booking.ts";

/** One way to pay at once. */
export interface Prepayment {
  /** As the enrollment records it. */
  paid: { with: PaidWith; clientPackageId?: string };
  /** Takes the payment of a confirmed seat and tells the client. @throws DomainError when there is not enough to take */
  take(tx: Tx, enrollment: Enrollment, session: ClassSession, client: Client, now: string): Promise<void>;
  /** When a class can't be booked any more, where customers' own rule does not hold. @throws DomainError */
  refuse?(session: ClassSession, now: string): void;
}

/** The client's own hold: its Checkout Session is closed first, then it is paid for. Null: the hold changed meanwhile. */
export async function payHold(
  ctx: Context,
  held: Enrollment,
  client: Client,
  payment: Prepayment,
): Promise<Claim | null> {
  const checkout = (await findCheckout(ctx.db, held.checkoutId!))!;
  const closed = await closeCheckout(ctx, checkout);
  if (closed === "paid") throw alreadyBooked();
  if (closed === "processing" || closed === "disputed") throw paymentProcessing();
  try {
    return await once(
      ctx,
      held.providerId,
      (tx) => confirmPaid(ctx, tx, held.id, checkout, client, payment),
      (paid) => paid !== null,
    );
  } catch (error) {
    // The Checkout Session is closed and the payment refused: nothing can pay for the hold any more.
    if (error instanceof DomainError) await releaseCheckout(ctx, checkout.id);
    throw error;
  }
}

async function confirmPaid(
  ctx: Context,
  tx: Tx,
  enrollmentId: string,
  checkout: Checkout,
  client: Client,
  payment: Prepayment,
): Promise<Claim | null> {
  const now = iso(ctx.clock.now());
  const held = await getEnrollment(tx, enrollmentId);
  const session = await getClass(tx, held.providerId, held.classId);
  (payment.refuse ?? refuseUnlessBookable)(session, now); // it may have been cancelled while Stripe was asked
  if ((await findCheckout(tx, checkout.id))!.state !== "paid") await markUnpayable(tx, checkout.id, "expired");
  if (held.status === "PendingPayment") await confirmHold(tx, held, payment.paid, false, now);
  else if (held.status !== "Expired" || await findLiveEnrollment(tx, session.id, client.id)) return null;
  else if (!await reinstateExpired(tx, held, session, payment.paid, now)) throw classFull(); // Stripe's event freed the seat first
  await payment.take(tx, held, session, client, now);
  return { enrollment: { ...held, status: "Confirmed" }, session, isNew: true };
}
