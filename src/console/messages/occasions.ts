/** The mails by name: to whom each is sent, and when. */
import type { MailKind } from "../../ports/mail.ts";

type To = "client" | "owner" | "old" | "named" | "buyer";

export interface Occasion {
  name: string;
  /** When it is sent, after to whom. */
  when: string;
  to: To;
}

const TO: Record<To, string> = {
  client: "To the client",
  owner: "To you",
  old: "To your old address",
  named: "To whoever it is for, or else the buyer",
  buyer: "To the buyer",
};

/** Complete by its type: a new kind of mail does not compile until it is described here. */
const OCCASIONS: Record<MailKind, Occasion> = {
  booking_confirmed: { name: "Booking confirmed", when: "when a seat is booked and paid", to: "client" },
  class_reminder: {
    name: "Reminder",
    when: "a day before the class, to whoever booked earlier than that",
    to: "client",
  },
  class_moved: { name: "Class moved", when: "when you give a class another time", to: "client" },
  class_cancelled: { name: "Class cancelled", when: "when you cancel a class", to: "client" },
  booking_cancelled: { name: "Booking cancelled", when: "when the client or you cancel one booking", to: "client" },
  payment_refunded: {
    name: "Payment refunded",
    when: "when a payment came too late and was refunded automatically",
    to: "client",
  },
  waitlist_joined: { name: "On the waitlist", when: "when somebody joins the waitlist of a full class", to: "client" },
  waitlist_promoted: { name: "A seat for you", when: "when you promote somebody to a paid seat", to: "client" },
  waitlist_closed: { name: "Waitlist closed", when: "when you cancel a class that people wait for", to: "client" },
  pack_bought: { name: "Pack bought", when: "when a pack is paid", to: "client" },
  gift_card: { name: "Gift card", when: "with the code, when a gift card is paid", to: "named" },
  gift_card_receipt: { name: "Gift card receipt", when: "when the card was mailed to somebody else", to: "buyer" },
  post_visit: { name: "Thank you", when: "with the link for a tip, when you complete an appointment", to: "client" },
  signin_link: { name: "Sign-in link for a client", when: "when a client asks for it on your site", to: "client" },
  seat_opened: { name: "A seat opened", when: "when a seat opens and somebody waits for it", to: "owner" },
  tip_received: { name: "Tip received", when: "when a client has left a tip", to: "owner" },
  refund_failed: { name: "Refund failed", when: "when a bank sends a refund back", to: "owner" },
  refund_stuck: { name: "Refund needs you", when: "when Stripe does not let a refund through", to: "owner" },
  dispute_opened: { name: "Payment disputed", when: "when a client’s bank asks for a payment back", to: "owner" },
  owner_signin_link: { name: "Sign-in link for you", when: "when you sign in to this console", to: "owner" },
  owner_email_changed: {
    name: "Your email was changed",
    when: "when you change it in your profile",
    to: "old",
  },
};

export const GROUPS: { title: string; kinds: MailKind[] }[] = [
  {
    title: "Bookings",
    kinds: [
      "booking_confirmed",
      "class_reminder",
      "class_moved",
      "class_cancelled",
      "booking_cancelled",
      "payment_refunded",
    ],
  },
  { title: "Waitlist", kinds: ["waitlist_joined", "waitlist_promoted", "waitlist_closed"] },
  {
    title: "Packs, gift cards and visits",
    kinds: ["pack_bought", "gift_card", "gift_card_receipt", "post_visit", "signin_link"],
  },
  {
    title: "To you",
    kinds: [
      "seat_opened",
      "tip_received",
      "refund_failed",
      "refund_stuck",
      "dispute_opened",
      "owner_signin_link",
      "owner_email_changed",
    ],
  },
];

/** A text message has the kind of its mail behind `text_`. */
export function mailName(kind: string): string {
  const mail = kind.replace(/^text_/, "");
  return isMailKind(mail) ? OCCASIONS[mail].name : mail.replaceAll("_", " ");
}

/** `To the client, when a seat is booked and paid` */
export const describeOccasion = (kind: MailKind) => `${TO[OCCASIONS[kind].to]}, ${OCCASIONS[kind].when}`;

/** Whether a kind of message is a mail, as the address of a page may say anything. */
export function isMailKind(kind: string): kind is MailKind {
  return Object.hasOwn(OCCASIONS, kind);
}
