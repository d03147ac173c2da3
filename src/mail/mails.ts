/** Every mail we send, in the order the console lists them. A new one is a file of this folder and a line here. */
import { bookingCancelled } from "./booking_cancelled.ts";
import { bookingConfirmed } from "./booking_confirmed.ts";
import { bookingRescheduled } from "./booking_rescheduled.ts";
import { checkoutDisputed } from "./checkout_disputed.ts";
import { classCancelled } from "./class_cancelled.ts";
import { classMoved } from "./class_moved.ts";
import { classReminder } from "./class_reminder.ts";
import type { CancelLink } from "./data.ts";
import type { MailDefinition } from "./definition.ts";
import { disputeOpened } from "./dispute_opened.ts";
import { giftCard } from "./gift_card.ts";
import { giftCardReceipt } from "./gift_card_receipt.ts";
import { ownerEmailChanged } from "./owner_email_changed.ts";
import { ownerSigninLink } from "./owner_signin_link.ts";
import { packBought } from "./pack_bought.ts";
import { paymentLink } from "./payment_link.ts";
import { paymentRefunded } from "./payment_refunded.ts";
import { paymentUnknown } from "./payment_unknown.ts";
import { postVisit } from "./post_visit.ts";
import { refundFailed } from "./refund_failed.ts";
import { refundStuck } from "./refund_stuck.ts";
import { seatOpened } from "./seat_opened.ts";
import { seriesCancelled } from "./series_cancelled.ts";
import { seriesMoved } from "./series_moved.ts";
import { signinLink } from "./signin_link.ts";
import { tipReceived } from "./tip_received.ts";
import { waitlistClosed } from "./waitlist_closed.ts";
import { waitlistJoined } from "./waitlist_joined.ts";
import { waitlistPromoted } from "./waitlist_promoted.ts";
import { webhookDisabled } from "./webhook_disabled.ts";

const ALL = {
  booking_confirmed: bookingConfirmed,
  payment_link: paymentLink,
  class_reminder: classReminder,
  booking_rescheduled: bookingRescheduled,
  class_moved: classMoved,
  class_cancelled: classCancelled,
  series_moved: seriesMoved,
  series_cancelled: seriesCancelled,
  booking_cancelled: bookingCancelled,
  payment_refunded: paymentRefunded,
  waitlist_joined: waitlistJoined,
  waitlist_promoted: waitlistPromoted,
  waitlist_closed: waitlistClosed,
  pack_bought: packBought,
  gift_card: giftCard,
  gift_card_receipt: giftCardReceipt,
  post_visit: postVisit,
  signin_link: signinLink,
  seat_opened: seatOpened,
  tip_received: tipReceived,
  refund_failed: refundFailed,
  refund_stuck: refundStuck,
  dispute_opened: disputeOpened,
  payment_unknown: paymentUnknown,
  checkout_disputed: checkoutDisputed,
  webhook_disabled: webhookDisabled,
  owner_signin_link: ownerSigninLink,
  owner_email_changed: ownerEmailChanged,
};

export type MailKind = keyof typeof ALL;

/** What each kind is written from. */
export type MailData = { [K in MailKind]: Parameters<(typeof ALL)[K]["write"]>[0] };

type Added = "code" | "links" | "leaveUrl" | keyof CancelLink;

/** What the outbox keeps of it: no gift card's code, no token that cancels a booking, and nothing that is true only for now. */
export type StoredMailData = { [K in MailKind]: Omit<MailData[K], Added> & { [P in Added]?: never } };

export const MAILS: { [K in MailKind]: MailDefinition<MailData[K]> } = ALL;

/** Whether there is such a mail. */
export function isMailKind(kind: string): kind is MailKind {
  return Object.hasOwn(MAILS, kind);
}

/** Whether it goes to the studio's owner, who has nobody to reply to. */
export function isToOwner(kind: MailKind): boolean {
  return ["owner", "previous_owner_address"].includes(MAILS[kind].to);
}
