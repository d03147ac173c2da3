/** What several mails know. */

/** A class as a mail describes it. */
export interface MailClass {
  name: string;
  /** ISO 8601 UTC. */
  scheduledAt: string;
  durationMin: number;
  instructor: string | null;
}

/** What every mail about one booking knows. */
export interface BookingData {
  name: string;
  enrollmentId: string;
  class: MailClass;
}

/** What a cancel gives back, as it is when the mail is written. */
export interface CancelTerms {
  paidWith: "free" | "card" | "credit";
  cancelWindowHours: number;
  /** The last instant of free cancellation, ISO. */
  freeUntil: string;
  /** Whether that has passed. */
  late: boolean;
}

export interface CancelLink {
  cancelUrl: string;
  cancelToken: string;
  terms: CancelTerms;
}

/** The version of a booking that a calendar file carries. */
export interface CalendarChange {
  sequence: number;
  changedAt: string;
}

/** A payment or refund in question, for the owner. */
export interface PaymentInQuestion {
  customerName: string;
  what: string;
  amountCents: number;
  reason: string | null;
}
