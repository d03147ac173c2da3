/** What a customer asks for when booking, what they are answered, and the refusals all ways to book share. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Client } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { DomainError } from "../../domain/errors.ts";
import { cancelTokenFor } from "../notifications/customer_links.ts";

export interface Customer {
  name: string;
  email: string;
  /** 10 to 15 digits. */
  phone: string;
}

export interface BookingInput extends Customer {
  successUrl?: string;
  cancelUrl?: string;
  useClientPackageId?: string;
  /** As it was typed. */
  giftCardCode?: string;
  customerToken?: string;
}

export interface Booking {
  enrollmentId: string;
  checkoutUrl: string | null;
  checkoutSessionId: string | null;
  cancelToken: string;
  session: ClassSession;
}

/** The seat that a customer got in the first transaction of a booking. */
export interface Claim {
  enrollment: Enrollment;
  session: ClassSession;
  /** False for a hold that existed before, and is still to be paid. */
  isNew: boolean;
  /** Of a free seat. Signing its cancel token takes a tenth of the whole booking, so it is done while the commit waits for the disk. */
  answer?: Promise<Booking>;
}

/** The answer to a booking. */
export function bookingAnswer(
  ctx: Context,
  { enrollment, session }: Pick<Claim, "enrollment" | "session">,
  checkout: { sessionId: string; url: string } | null,
): Booking {
  return {
    enrollmentId: enrollment.id,
    checkoutUrl: checkout?.url ?? null,
    checkoutSessionId: checkout?.sessionId ?? null,
    cancelToken: cancelTokenFor(ctx, enrollment.id, session.scheduledAt),
    session,
  };
}

/** What an enrollment of this client in this class is created from. */
export function seatOf(
  session: ClassSession,
  client: Client,
  given: { name: string | null; phone: string | null },
  origin: string | null,
) {
  return {
    providerId: session.providerId,
    classId: session.id,
    clientId: client.id,
    name: given.name,
    phone: given.phone,
    priceCents: session.priceCents,
    origin,
    client,
  };
}

/** Payment of an earlier hold is still processing. */
export function paymentProcessing(): DomainError {
  return new DomainError(
    "payment_pending",
    "Your payment for this class is under way at the bank; the seat is kept for you.",
    { paymentPending: true },
  );
}

/** An earlier booking of the same customer changes faster than it can be read. */
export function bookingChanges(): DomainError {
  return new DomainError("conflict", "Your earlier booking of this class is just changing. Please try again.");
}

/** This customer has a seat already. */
export function alreadyBooked(): DomainError {
  return new DomainError("already_booked", "You have already booked this class.", { alreadyBooked: true });
}
