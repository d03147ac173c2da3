/** What one kind of mail is: a file of this folder each, listed in mails.ts. */
import type { Brand } from "./brand.ts";
import type { CancelLink, CancelTerms, LeaveLink, MailClass } from "./data.ts";
import type { Block } from "./layout.ts";
import type { SampleFacts } from "./sample_facts.ts";

export type MailDefinition<Data> = {
  /** Its name in the console. */
  name: string;
  /** The heading under which the console lists it. */
  group: "Bookings" | "Waitlist" | "Packs, gift cards and visits" | "To you";
  to: Addressee;
  /** When it is sent; the console writes it after to whom. */
  when: string;
  /** Made-up data of a real studio, for the console's preview. */
  sample(facts: SampleFacts): Data;
  write(data: Data, brand: Brand): Draft;
} & AddedAtDelivery<Data>;

export type Addressee = "client" | "owner" | "previous_owner_address" | "gift_card_holder" | "buyer";

/** A secret, and what is true only for now, are not kept in the outbox: the delivery adds them. Compiles only where the data has one and its mail says so. */
type AddedAtDelivery<Data> = Data extends CancelLink ? { addedAtDelivery: "cancel_link" }
  : Data extends { links: CancelLink[] } ? { addedAtDelivery: "cancel_links" }
  : Data extends LeaveLink & { terms: CancelTerms } ? { addedAtDelivery: "offer_links" }
  : Data extends LeaveLink ? { addedAtDelivery: "leave_link" }
  : Data extends { terms: CancelTerms } ? { addedAtDelivery: "cancel_terms" }
  : Data extends { code: string } ? { addedAtDelivery: "gift_card_code" }
  : { addedAtDelivery?: undefined };

/** The words of a mail, and the class for the reader's calendar. */
export interface Draft {
  subject: string;
  blocks: Block[];
  calendar?: CalendarEntry | CalendarEntry[];
}

export interface CalendarEntry {
  enrollmentId: string;
  class: MailClass;
  cancelled: boolean;
  /** Grows with every change of the booking or its class. */
  sequence: number;
  changedAt: string;
}
