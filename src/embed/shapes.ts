/** What the API answers, as far as the elements read it. Fields are only ever added. */

export interface Studio {
  displayName: string;
  timezone: string;
  currency: string;
  address: string | null;
  holdMinutes: number;
  canTakePayments: boolean;
  giftCards: { minCents: number; maxCents: number };
}

export interface ListedClass {
  id: string;
  scheduledAt: string;
  nameSnapshot: string;
  durationMin: number;
  priceCents: number;
  currency: string;
  seatsLeft: number;
  publicNote: string | null;
  cancelWindowHours: number;
  waitlistCount: number;
  location: string | null;
  instructor: { name: string } | null;
}

export interface Closure {
  label: string;
  startsAt: string;
  endsAt: string;
}

export interface Pack {
  id: string;
  name: string;
  sessionsTotal: number;
  priceCents: number;
  currency: string;
  validDays: number | null;
}

/** The class of a booking. */
export interface Session {
  id: string;
  nameSnapshot: string;
  scheduledAt: string;
  durationMin: number;
}

export interface Booking {
  enrollmentId: string;
  checkoutUrl: string | null;
  checkoutSessionId: string | null;
  cancelToken: string;
  classSession: Session;
}

export interface Checkout {
  status: "open" | "processing" | "paid" | "expired" | "refunded";
  amountCents: number;
  currency: string;
  enrollmentId: string | null;
  enrollmentStatus: string | null;
  classSession: Session | null;
}

/** What a cancellation would do now. */
export interface Preview {
  lateCancel: boolean;
  cancelWindowHours: number;
  refundCents: number;
  giftCardCents: number;
  currency: string;
  creditReturned: boolean;
  /** Null while unpaid. */
  paidWith: string | null;
  classSession: Session;
}

interface PortalClass {
  id: string;
  name: string;
  scheduledAt: string;
  durationMin: number;
}

export interface Enrollment {
  id: string;
  status: string;
  cancelToken: string;
  checkoutUrl: string | null;
  currency: string;
  paidWith: string | null;
  paidCents: number;
  refundedCents: number;
  class: PortalClass;
}

export interface Customer {
  client: { name: string; email: string; phone: string | null };
  calendarFeedUrl: string;
  enrollments: Enrollment[];
  packages: {
    id: string;
    packageTypeName: string;
    sessionsRemaining: number;
    sessionsTotal: number;
    expiresAt: string | null;
  }[];
  waitlist: {
    id: string;
    position: number;
    leaveToken: string;
    offer: { expiresAt: string; checkoutUrl: string } | null;
    class: PortalClass;
  }[];
}
