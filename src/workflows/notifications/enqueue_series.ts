/** Mails about several classes of a series at once. */
import type { Tx } from "../../db/database.ts";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Enrollment } from "../../domain/enrollments.ts";
import type { SeriesChange } from "../../domain/series_changes.ts";
import type { Context } from "../context.ts";
import { siteFor } from "./customer_links.ts";
import { enqueueToClient } from "./enqueue_mail.ts";
import { calendarSequence, mailClass } from "./mail_class.ts";
import { mailGiftCard } from "./mail_gift_card.ts";

/** A booking, its class as it is now, and what was noted when the series changed. */
export interface BookingInSeries {
  enrollment: Enrollment;
  session: ClassSession;
  // deno-lint-ignore no-explicit-any
  data: any;
}

/** Several bookings of one client have another time. @returns the mail's dedupe key */
export async function enqueueSeriesMoved(
  ctx: Context,
  tx: Tx,
  change: SeriesChange,
  moved: BookingInSeries[],
  now: string,
): Promise<string> {
  const [{ enrollment: first }] = moved;
  const subjectId = `${change.id}:${first.clientId}`;
  const siteOrigin = await siteFor(ctx, tx, change.providerId, first.origin);
  const mail = { kind: "series_moved", subjectId, siteOrigin } as const;
  await enqueueToClient(tx, { ...first, name: commonName(moved) }, mail, (name) => ({
    name,
    bookings: moved.map(({ enrollment, session, data }) => ({
      enrollmentId: enrollment.id,
      class: mailClass(session),
      previousScheduledAt: data.previousScheduledAt,
      sequence: calendarSequence(session, enrollment),
    })),
    changedAt: now,
  }), now);
  return `series_moved:${subjectId}`;
}

/** Several classes of one client are cancelled: what each booking gives back, and what they waited for. @returns the mail's dedupe key */
export async function enqueueSeriesCancelled(
  tx: Tx,
  change: SeriesChange,
  clientId: string,
  booked: BookingInSeries[],
  waitedFor: ClassSession[],
  now: string,
): Promise<string> {
  const subjectId = `${change.id}:${clientId}`;
  const mail = { kind: "series_cancelled", subjectId, siteOrigin: booked[0]?.enrollment.origin ?? null } as const;
  const to = { providerId: change.providerId, clientId, name: commonName(booked) };
  await enqueueToClient(tx, to, mail, (name) => ({
    name,
    message: change.message,
    bookings: booked.map(({ enrollment, session, data }) => ({
      enrollmentId: enrollment.id,
      class: mailClass(session),
      refundCents: data.refundCents,
      creditReturned: data.creditReturned,
      giftCard: mailGiftCard(data.giftCard, now),
      sequence: calendarSequence(session, enrollment) + 1,
    })),
    waitedFor: waitedFor.map(mailClass),
    changedAt: now,
  }), now);
  return `series_cancelled:${subjectId}`;
}

/** The name that all were booked under; null where they differ, as in a family: then it is the client's. */
function commonName(bookings: BookingInSeries[]): string | null {
  const names = new Set(bookings.map((one) => one.enrollment.name));
  return names.size === 1 ? [...names][0] : null;
}
