/** Mails to everybody booked in a class that changes. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import type { BookingDebit } from "../../domain/gift_card_entries.ts";
import type { Context } from "../context.ts";
import { siteFor } from "./customer_links.ts";
import { enqueueToClient } from "./enqueue_mail.ts";
import { mailGiftCard } from "./mail_gift_card.ts";
import { calendarSequence, mailClass } from "./mail_class.ts";

/** The studio cancelled the class: what one of its customers gets back. */
export async function enqueueClassCancelled(
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  gave: { refundCents: number; creditReturned: boolean; giftCard?: BookingDebit | null; message: string | null },
  now: string,
): Promise<void> {
  const mail = { kind: "class_cancelled", subjectId: enrollment.id, siteOrigin: enrollment.origin } as const;
  await enqueueToClient(tx, enrollment, mail, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
    ...gave,
    giftCard: mailGiftCard(gave.giftCard, now),
    sequence: calendarSequence(session, enrollment) + 1,
    changedAt: now,
  }), now);
}

/** The class has another time. Each move is a mail of its own. @returns its dedupe key */
export async function enqueueClassMoved(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  previousScheduledAt: string,
  now: string,
): Promise<string> {
  const mail = {
    kind: "class_moved",
    subjectId: `${enrollment.id}:${session.sequence}`,
    siteOrigin: await siteFor(ctx, tx, enrollment.providerId, enrollment.origin),
  } as const;
  await enqueueToClient(tx, enrollment, mail, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
    previousScheduledAt,
    sequence: calendarSequence(session, enrollment),
    changedAt: now,
  }), now);
  return `class_moved:${mail.subjectId}`;
}
