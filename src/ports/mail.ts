/** What a mail transport must offer, and the data of every message. */
/** How a studio shows itself in a mail. */
export interface MailBrand {
  studioName: string;
  /** Where answers go. */
  studioEmail: string;
  timezone: string;
  currency: string;
  /** Origin of the studio's site, or the public URL of this server. */
  siteUrl: string;
}

export interface MailClass {
  name: string;
  /** ISO 8601 UTC. */
  scheduledAt: string;
  durationMin: number;
  instructor: string | null;
}

/** Every message we send: its kind and what it needs to be written. */
export interface MailData {
  booking_confirmed: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    cancelUrl: string;
    cancelToken: string;
    portalUrl: string | null;
    paidCents: number;
    paidWith: "free" | "card" | "credit";
    sequence: number;
    changedAt: string;
    cancelWindowHours: number;
  };
  booking_cancelled: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    refundedCents: number;
    creditReturned: boolean;
    /** Given back by the studio itself, outside Stripe. */
    manualRefundCents?: number;
    lateCancel: boolean;
    byStudio: boolean;
    sequence: number;
    changedAt: string;
    cancelWindowHours: number;
  };
  payment_refunded: {
    name: string;
    what: string;
    amountCents: number;
    reason: "seat_gone" | "class_cancelled" | "booking_cancelled" | "tip_already_collected";
  };
  class_cancelled: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    refundCents: number;
    creditReturned: boolean;
    sequence: number;
    changedAt: string;
    /** The owner's own words; absent in mails of before there were any. */
    message?: string | null;
  };
  class_moved: {
    name: string;
    enrollmentId: string;
    class: MailClass;
    previousScheduledAt: string;
    cancelUrl: string;
    cancelToken: string;
    sequence: number;
    changedAt: string;
  };
  class_reminder: { name: string; enrollmentId: string; class: MailClass; cancelUrl: string; cancelToken: string };
  waitlist_joined: { name: string; class: MailClass; position: number };
  waitlist_promoted: { name: string; class: MailClass; checkoutUrl: string; expiresAt: string; amountCents: number };
  waitlist_closed: { name: string; class: MailClass; message?: string | null };
  seat_opened: { class: MailClass; seatsLeft: number; waiting: number };
  pack_bought: {
    name: string;
    packName: string;
    sessionsTotal: number;
    expiresAt: string | null;
    portalUrl: string;
    paidCents: number;
  };
  gift_card: {
    to: "recipient" | "purchaser";
    purchaserName: string;
    recipientName: string | null;
    amountCents: number;
    code: string;
    message: string | null;
    expiresAt: string | null;
  };
  gift_card_receipt: {
    purchaserName: string;
    recipientName: string | null;
    /** Null once the recipient was erased. */
    recipientEmail: string | null;
    amountCents: number;
  };
  /** The tip is null where the service takes none. */
  post_visit: {
    name: string;
    serviceName: string;
    scheduledAt: string;
    tipUrl: string | null;
    tipToken: string | null;
  };
  tip_received: { amountCents: number; customerName: string; serviceName: string };
  signin_link: { name: string; portalUrl: string; validDays: number };
  owner_signin_link: { signinUrl: string; validMinutes: number };
  owner_email_changed: { newEmail: string; changedAt: string };
  refund_failed: { customerName: string; what: string; amountCents: number; reason: string | null };
  dispute_opened: { customerName: string; what: string; amountCents: number; reason: string };
  refund_stuck: { customerName: string; what: string; amountCents: number; reason: string | null };
}
export type MailKind = keyof MailData;

/**
 * What the outbox keeps of a mail's data. Two things that open something are added when the mail is written: a gift card's code,
 * which stays sealed with the card, and the token that cancels a booking.
 */
export type StoredMailData = {
  [K in MailKind]: Omit<MailData[K], AddedAtDelivery> & { [P in AddedAtDelivery]?: never };
};
type AddedAtDelivery = "code" | "cancelUrl" | "cancelToken";

/** One mail owed. `id` is the outbox row's and becomes the Message-ID, so a doubled delivery can be recognised. */
export interface MailMessage<K extends MailKind = MailKind> {
  id: string;
  kind: K;
  to: string;
  brand: MailBrand;
  data: MailData[K];
  createdAt: string;
}

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
  attachments: { filename: string; contentType: string; content: string }[];
}

/** Why a message could not leave. `permanent`: the recipient is refused for good; anything else is tried again. */
export class DeliveryError extends Error {
  override name = "DeliveryError";
  constructor(readonly permanent: boolean, message: string) {
    super(message);
  }
}

export interface Mailer {
  render(mail: MailMessage): RenderedMail;
  /** Hands the mail to the transport. @throws DeliveryError (its message holds no address) */
  send(mail: MailMessage): Promise<void>;
  close(): Promise<void>;
}
