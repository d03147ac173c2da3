/** Mails about one booking. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Client } from "../../domain/clients.ts";
import type { Cancellation } from "../../domain/cancellations.ts";
import type { Enrollment, PaidWith } from "../../domain/enrollments.ts";
import type { BookingDebit } from "../../domain/gift_card_entries.ts";
import type { MailGiftCard } from "../../mail/data.ts";
import { enqueueMail } from "./enqueue_mail.ts";
import type { Context } from "../context.ts";
import { siteFor } from "./customer_links.ts";
import { enqueueToClient } from "./enqueue_mail.ts";
import { mailGiftCard } from "./mail_gift_card.ts";
import { calendarSequence, mailClass } from "./mail_class.ts";

/** The seat is theirs. */
export async function enqueueBookingConfirmed(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  client: Client,
  paid: { with: PaidWith; cents: number; giftCard?: MailGiftCard & { leftCents: number }; waited?: boolean },
  now: string,
): Promise<void> {
  await enqueueMail(tx, {
    providerId: enrollment.providerId,
    clientId: client.id,
    kind: "booking_confirmed",
    subjectId: enrollment.id,
    to: client.email,
    siteOrigin: await siteFor(ctx, tx, enrollment.providerId, enrollment.origin),
    data: {
      name: enrollment.name ?? client.name,
      enrollmentId: enrollment.id,
      class: mailClass(session),
      portalUrl: null,
      paidCents: paid.cents,
      paidWith: paid.with,
      ...(paid.giftCard ? { giftCard: paid.giftCard } : {}),
      ...(paid.waited ? { waited: true } : {}),
      sequence: calendarSequence(session, enrollment),
      changedAt: now,
    },
  }, now);
}

/** The booking is cancelled, by the customer or the studio. */
export async function enqueueBookingCancelled(
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  how: Cancellation,
  gave: {
    refundedCents: number;
    creditReturned: boolean;
    manualRefundCents?: number;
    /** That has `refundedCents` again. */
    giftCard?: BookingDebit | null;
  },
  now: string,
): Promise<void> {
  const mail = { kind: "booking_cancelled", subjectId: enrollment.id, siteOrigin: enrollment.origin } as const;
  await enqueueToClient(tx, enrollment, mail, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
    ...gave,
    giftCard: mailGiftCard(gave.giftCard, now),
    lateCancel: how.late,
    byStudio: how.by !== "customer",
    sequence: calendarSequence(session, enrollment) + 1,
    changedAt: now,
    cancelWindowHours: how.windowHours,
  }), now);
}

/** The booking is in another class now. Each move is a mail of its own. */
export async function enqueueBookingRescheduled(
  ctx: Context,
  tx: Tx,
  moved: Enrollment,
  { from, to, byStudio }: { from: ClassSession; to: ClassSession; byStudio: boolean },
  now: string,
): Promise<void> {
  const siteOrigin = await siteFor(ctx, tx, moved.providerId, moved.origin);
  const mail = { kind: "booking_rescheduled", subjectId: `${moved.id}:${moved.sequence}`, siteOrigin } as const;
  await enqueueToClient(tx, moved, mail, (name) => ({
    name,
    enrollmentId: moved.id,
    class: mailClass(to),
    previous: mailClass(from),
    byStudio,
    sequence: calendarSequence(to, moved),
    changedAt: now,
  }), now);
}

/** The owner holds a seat for them: the link to its checkout. */
export async function enqueuePaymentLink(
  tx: Tx,
  held: Enrollment,
  session: ClassSession,
  checkoutUrl: string,
  now: string,
): Promise<void> {
  const mail = { kind: "payment_link", subjectId: held.id, siteOrigin: held.origin } as const;
  await enqueueToClient(tx, held, mail, (name) => ({
    name,
    enrollmentId: held.id,
    class: mailClass(session),
    checkoutUrl,
    expiresAt: held.expiresAt!,
    amountCents: held.priceCents,
  }), now);
}

/** Some time before the class. One that moves far enough is reminded of again. */
export async function enqueueClassReminder(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  now: string,
): Promise<void> {
  const siteOrigin = await siteFor(ctx, tx, enrollment.providerId, enrollment.origin);
  const subjectId = `${enrollment.id}:${session.scheduledAt}`;
  const mail = { kind: "class_reminder", subjectId, siteOrigin } as const;
  await enqueueToClient(
    tx,
    enrollment,
    mail,
    (name) => ({ name, enrollmentId: enrollment.id, class: mailClass(session) }),
    now,
  );
}
