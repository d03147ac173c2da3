/** The mails by name: to whom each is sent, and when. */
import type { Addressee } from "../../mail/definition.ts";
import { isMailKind, type MailKind, MAILS } from "../../mail/mails.ts";

const TO: Record<Addressee, string> = {
  client: "To the client",
  owner: "To you",
  previous_owner_address: "To your old address",
  gift_card_holder: "To whoever it is for, or else the buyer",
  buyer: "To the buyer",
};

/** The mails under their headings. */
export const GROUPS = Object.entries(
  Object.groupBy(Object.keys(MAILS) as MailKind[], (kind) => MAILS[kind].group),
).map(([title, kinds]) => ({ title, kinds }));

/** A text message has the kind of its mail behind `text_`. */
export function mailName(kind: string): string {
  const mail = kind.replace(/^text_/, "");
  return isMailKind(mail) ? MAILS[mail].name : mail.replaceAll("_", " ");
}

/** `To the client, when a seat is booked and paid` */
export const describeOccasion = (kind: MailKind) => `${TO[MAILS[kind].to]}, ${MAILS[kind].when}`;
