/** What Alera answers, as far as this site reads it. Fields are only ever added. */

export interface ClassSession {
  id: string;
  scheduledAt: string;
  nameSnapshot: string;
  durationMin: number;
  priceCents: number;
  seatsLeft: number;
  publicNote: string | null;
  currency: string;
  cancelWindowHours: number;
  waitlistCount: number;
  location: string | null;
}

export interface ListedClass extends ClassSession {
  instructor: { id: string; name: string } | null;
}

export interface Blackout {
  id: string;
  label: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
}

export interface Schedule {
  classes: ListedClass[];
  blackouts: Blackout[];
}

export interface Booking {
  enrollmentId: string;
  /** Null: nothing to pay. */
  checkoutUrl: string | null;
  cancelToken: string;
}

export interface WaitlistEntry {
  position: number;
  alreadyOnWaitlist: boolean;
}

export interface Cancelled {
  lateCancel: boolean;
  cancelWindowHours: number;
  refundedCents: number;
  creditReturned?: boolean;
}

/** What a cancellation would do now. */
export interface Consequence {
  lateCancel: boolean;
  cancelWindowHours: number;
  refundableUntil: string;
  refundCents: number;
  creditReturned: boolean;
  giftCardCents: number;
  /** Null while unpaid. */
  paidWith: PaidWith | null;
  classSession: { id: string; nameSnapshot: string; scheduledAt: string; durationMin: number };
}

/** A move that was made, or that could be. */
export interface Move {
  classSession: Consequence["classSession"];
  cancelWindowHours: number;
  /** Of the new class. */
  refundableUntil: string;
}

export type PaidWith = "free" | "card" | "credit" | "gift_card" | "offline";

export interface Studio {
  id: string;
  cancelWindowHours: number;
  holdMinutes: number;
  canTakePayments: boolean;
  giftCards: { minCents: number; maxCents: number };
}

/** A class pack on sale. */
export interface Pack {
  id: string;
  name: string;
  sessionsTotal: number;
  priceCents: number;
  /** From the day it is bought; null: for ever. */
  validDays: number | null;
}

export interface CheckoutStatus {
  status: "open" | "processing" | "paid" | "expired" | "refunded";
  amountCents: number;
  enrollmentStatus: Enrollment["status"] | "Expired" | null;
  classSession: Consequence["classSession"] | null;
}

export interface Enrollment {
  id: string;
  status: "PendingPayment" | "Confirmed" | "Cancelled" | "Completed" | "NoShow";
  cancelToken: string;
  checkoutUrl?: string | null;
  priceCents: number;
  paidWith: PaidWith | null;
  paidCents: number;
  refundedCents: number;
  refundableUntil: string;
  class: { id: string; name: string; scheduledAt: string; durationMin: number };
}

export interface ClientPackage {
  id: string;
  packageTypeName: string;
  sessionsRemaining: number;
  sessionsTotal: number;
  expiresAt: string | null;
}

export interface Customer {
  client: { name: string; email: string };
  calendarFeedUrl: string;
  enrollments: Enrollment[];
  packages: ClientPackage[];
}
