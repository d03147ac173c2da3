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

/** What paid for a booking. */
export type PaidWith = "free" | "card" | "credit" | "gift_card" | "offline";

/** What a cancel gives back, as it is when the mail is written. */
export interface CancelTerms {
  paidWith: PaidWith;
  cancelWindowHours: number;
  /** The last instant of free cancellation, ISO. */
  freeUntil: string;
  /** Whether that has passed. */
  late: boolean;
}

export interface CancelLink {
  cancelUrl: string;
  /** Where the booking is moved to another class, while it can be. */
  moveUrl?: string;
  cancelToken: string;
  terms: CancelTerms;
}

/** The page that leaves a waitlist. */
export interface LeaveLink {
  /** Null where the site is one page, whose elements have no such link. */
  leaveUrl: string | null;
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

/** A gift card, as much of it as a mail may tell anybody. */
export interface MailGiftCard {
  codeLast4: string;
  /** ISO; null: it has no end. */
  expiresAt: string | null;
}
