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

export interface CancelLink {
  cancelUrl: string;
  cancelToken: string;
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
