/** Mails about the waitlist of a class. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import { seatsLeft } from "../../domain/seats.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import { countWaiting } from "../../domain/waitlist.ts";
import { enqueueToClient, enqueueToOwner } from "./enqueue_mail.ts";
import { mailClass } from "./mail_class.ts";

interface Entry {
  id: string;
  providerId: string;
  clientId: string;
  name: string | null;
  origin: string | null;
}

/** Somebody waits now. @param position 1 is next */
export async function enqueueWaitlistJoined(
  tx: Tx,
  entry: Entry,
  session: ClassSession,
  position: number,
  now: string,
): Promise<void> {
  const mail = { kind: "waitlist_joined", subjectId: entry.id, siteOrigin: entry.origin } as const;
  await enqueueToClient(tx, entry, mail, (name) => ({ name, class: mailClass(session), position }), now);
}

/** A seat is held for them: the link to its checkout. */
export async function enqueueWaitlistPromoted(
  tx: Tx,
  entry: Pick<Entry, "id" | "origin">,
  enrollment: Enrollment,
  session: ClassSession,
  checkoutUrl: string,
  now: string,
): Promise<void> {
  const mail = { kind: "waitlist_promoted", subjectId: entry.id, siteOrigin: entry.origin } as const;
  await enqueueToClient(tx, enrollment, mail, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
    checkoutUrl,
    expiresAt: enrollment.expiresAt!,
    amountCents: enrollment.priceCents,
  }), now);
}

/** The class is cancelled, and with it the waitlist. @param message the owner's own words */
export async function enqueueWaitlistClosed(
  tx: Tx,
  entry: Entry,
  session: ClassSession,
  message: string | null,
  now: string,
): Promise<void> {
  const mail = { kind: "waitlist_closed", subjectId: entry.id, siteOrigin: entry.origin } as const;
  await enqueueToClient(tx, entry, mail, (name) => ({ name, class: mailClass(session), message }), now);
}

/** A seat opened while somebody waits: the owner chooses who gets it. @param openedBy once for each of these */
export async function enqueueSeatOpened(tx: Tx, session: ClassSession, openedBy: string, now: string): Promise<void> {
  if (session.status !== "Scheduled" || session.scheduledAt <= now || seatsLeft(session) === 0) return;
  const waiting = await countWaiting(tx, session.id);
  if (waiting === 0) return;
  await enqueueToOwner(tx, session.providerId, {
    kind: "seat_opened",
    subjectId: `${session.id}:${openedBy}`,
    data: { class: mailClass(session), seatsLeft: seatsLeft(session), waiting },
  }, now);
}
