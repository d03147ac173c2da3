/** What Alera answers, as far as this site reads it. Fields are only ever added. */

export interface ClassSession {
  id: string;
  scheduledAt: string;
  nameSnapshot: string;
  durationMin: number;
  priceCents: number;
  seatsLeft: number;
  publicNote: string | null;
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

export interface Enrollment {
  id: string;
  status: "PendingPayment" | "Confirmed" | "Cancelled" | "Completed" | "NoShow";
  cancelToken: string;
  checkoutUrl?: string | null;
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
