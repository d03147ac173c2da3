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
  customerToken?: string;
}

export interface Booking {
  enrollmentId: string;
  checkoutUrl: string | null;
  checkoutSessionId: string | null;
  cancelToken: string;
  session: ClassSession;
}

export interface Claim {
  enrollment: Enrollment;
  session: ClassSession;
  /** False for a hold that was there before. */
  isNew: boolean;
  /** Of a free seat. Its cancel token takes a tenth of the booking to sign, so that is done while the disk is waited for. */
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
export function seatOf(session: ClassSession, client: Client, phone: string | null, origin: string | null) {
  return {
    providerId: session.providerId,
    classId: session.id,
    clientId: client.id,
    phone,
    priceCents: session.priceCents,
    origin,
  };
}

/** No seat is left. */
export function classFull(): DomainError {
  return new DomainError("class_full", "This class is full. Join the waitlist instead.", { waitlistAvailable: true });
}

/** This customer has a seat already. */
export function alreadyBooked(): DomainError {
  return new DomainError("conflict", "You have already booked this class.", { alreadyBooked: true });
}
