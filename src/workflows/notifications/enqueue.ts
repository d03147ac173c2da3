/** What customers and owners are told, put into the outbox in the transaction of its cause. */
import type { Reader, Tx } from "../../db/database.ts";
import { findFirstOrigin } from "../../domain/api_keys.ts";
import { type ClassSession, seatsLeft } from "../../domain/class_sessions.ts";
import { type Client, findClient } from "../../domain/clients.ts";
import type { MailClass, MailKind, StoredMailData } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import type { Cancellation, Enrollment } from "../../domain/enrollments.ts";
import { enqueueMail } from "../../domain/outbox.ts";
import { getProvider } from "../../domain/providers.ts";
import { countWaiting } from "../../domain/waitlist.ts";
import { DAY, ms } from "../../domain/time.ts";

const CANCEL_TOKEN_LIFE = 30 * DAY; // after the class
const CUSTOMER_TOKEN_LIFE = 30 * DAY;
const TIP_TOKEN_LIFE = 14 * DAY;

/** The token that cancels one booking, valid until 30 days after the class. */
export function cancelTokenFor(ctx: Context, enrollmentId: string, scheduledAt: string): string {
  return ctx.tokens.sign("v1", enrollmentId, cancelTokenEnd(scheduledAt));
}

/** Milliseconds: from then on no token cancels a booking of a class at that time. */
export function cancelTokenEnd(scheduledAt: string): number {
  return ms(scheduledAt) + CANCEL_TOKEN_LIFE;
}

/** The customer's own token, bound to provider and client, 30 days. */
export function customerTokenFor(ctx: Context, providerId: string, clientId: string): string {
  return ctx.tokens.sign("cust-v1", `${providerId}:${clientId}`, ctx.clock.now() + CUSTOMER_TOKEN_LIFE);
}

/** The token that may tip one appointment, 14 days. */
export function tipTokenFor(ctx: Context, appointmentId: string): string {
  return ctx.tokens.sign("tip-v1", appointmentId, ctx.clock.now() + TIP_TOKEN_LIFE);
}

/** Where a customer's link leads: the site that started the thing, else the newest key's first origin, else this server. */
export async function siteFor(ctx: Context, tx: Reader, providerId: string, origin: string | null): Promise<string> {
  return origin ?? await findFirstOrigin(tx, providerId) ?? ctx.settings.publicUrl;
}

/** A class as mails tell of it. */
export function mailClass(session: ClassSession): MailClass {
  return {
    name: session.nameSnapshot,
    scheduledAt: session.scheduledAt,
    durationMin: session.durationMin,
    instructor: session.instructorName,
  };
}

/** What a mail about a booking cancels it with. */
export function cancelLinkFor(ctx: Context, site: string, booking: { enrollmentId: string; class: MailClass }) {
  const cancelToken = cancelTokenFor(ctx, booking.enrollmentId, booking.class.scheduledAt);
  return { cancelUrl: `${site}/cancel/${booking.enrollmentId}#${cancelToken}`, cancelToken };
}

/** Calendars take a change only with a number that grows: the class's changes and the booking's own. */
export const calendarSequence = (session: { sequence: number }, enrollment: { sequence: number }) =>
  session.sequence + enrollment.sequence;

/** The seat is theirs: with a link that cancels it, made when the mail is written. */
export async function enqueueBookingConfirmed(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  client: Client,
  paid: { with: "free" | "card" | "credit"; cents: number },
  now: string,
): Promise<void> {
  const site = await siteFor(ctx, tx, enrollment.providerId, enrollment.origin);
  await enqueueMail(tx, {
    providerId: enrollment.providerId,
    clientId: client.id,
    kind: "booking_confirmed",
    about: enrollment.id,
    to: client.email,
    siteOrigin: site,
    data: {
      name: client.name,
      enrollmentId: enrollment.id,
      class: mailClass(session),
      portalUrl: null,
      paidCents: paid.cents,
      paidWith: paid.with,
      sequence: calendarSequence(session, enrollment),
      changedAt: now,
      cancelWindowHours: session.cancelWindowHours,
    },
  }, now);
}

/** A mail to the client a record belongs to; nobody is told once erased. The data is written for the name we know today. */
export async function enqueueToClient<K extends MailKind>(
  tx: Tx,
  of: { providerId: string; clientId: string },
  mail: { kind: K; about: string; siteOrigin: string | null },
  data: (name: string) => StoredMailData[K],
  now: string,
): Promise<void> {
  const client = await findClient(tx, of.providerId, of.clientId);
  if (!client) return;
  await enqueueMail(tx, {
    providerId: of.providerId,
    clientId: client.id,
    ...mail,
    to: client.email,
    data: data(client.name),
  }, now);
}

/** Tells the customer, unless erased; a second cancellation of the same booking owes nothing more. */
export async function enqueueBookingCancelled(
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  how: Cancellation,
  gave: { refundedCents: number; creditReturned: boolean; manualRefundCents?: number },
  now: string,
): Promise<void> {
  await enqueueToClient(
    tx,
    enrollment,
    { kind: "booking_cancelled", about: enrollment.id, siteOrigin: enrollment.origin },
    (name) => ({
      name,
      enrollmentId: enrollment.id,
      class: mailClass(session),
      ...gave,
      lateCancel: how.late,
      byStudio: how.by !== "customer",
      sequence: calendarSequence(session, enrollment) + 1,
      changedAt: now,
      cancelWindowHours: how.windowHours,
    }),
    now,
  );
}

/** The studio cancelled the class: tells one of its customers what comes back. */
export async function enqueueClassCancelled(
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  gave: { refundCents: number; creditReturned: boolean; message: string | null },
  now: string,
): Promise<void> {
  await enqueueToClient(
    tx,
    enrollment,
    { kind: "class_cancelled", about: enrollment.id, siteOrigin: enrollment.origin },
    (name) => ({
      name,
      enrollmentId: enrollment.id,
      class: mailClass(session),
      ...gave,
      sequence: calendarSequence(session, enrollment) + 1,
      changedAt: now,
    }),
    now,
  );
}

/** The class has another time: tells one of its customers, with a cancel token that lasts as long as the new time needs. */
export async function enqueueClassMoved(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  previousScheduledAt: string,
  now: string,
): Promise<void> {
  const site = await siteFor(ctx, tx, enrollment.providerId, enrollment.origin);
  await enqueueToClient(tx, enrollment, {
    kind: "class_moved",
    about: `${enrollment.id}:${session.sequence}`,
    siteOrigin: site,
  }, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
    previousScheduledAt,
    sequence: calendarSequence(session, enrollment),
    changedAt: now,
  }), now);
}

/** The Checkout link of a promotion. */
export async function enqueueWaitlistPromoted(
  tx: Tx,
  entry: { id: string; origin: string | null },
  enrollment: Enrollment,
  session: ClassSession,
  url: string,
  now: string,
): Promise<void> {
  await enqueueToClient(
    tx,
    enrollment,
    { kind: "waitlist_promoted", about: entry.id, siteOrigin: entry.origin },
    (name) => ({
      name,
      class: mailClass(session),
      checkoutUrl: url,
      expiresAt: enrollment.expiresAt!,
      amountCents: enrollment.priceCents,
    }),
    now,
  );
}

/** One reminder per booking, however often it is owed. */
export async function enqueueClassReminder(
  ctx: Context,
  tx: Tx,
  enrollment: Enrollment,
  session: ClassSession,
  now: string,
): Promise<void> {
  const site = await siteFor(ctx, tx, enrollment.providerId, enrollment.origin);
  await enqueueToClient(tx, enrollment, { kind: "class_reminder", about: enrollment.id, siteOrigin: site }, (name) => ({
    name,
    enrollmentId: enrollment.id,
    class: mailClass(session),
  }), now);
}

/** When a seat opens and someone waits, the owner chooses: tell them. `about` names what opened it. */
export async function enqueueSeatOpened(tx: Tx, session: ClassSession, about: string, now: string): Promise<void> {
  if (session.status !== "Scheduled" || session.scheduledAt <= now || seatsLeft(session) === 0) return;
  const waiting = await countWaiting(tx, session.id);
  if (waiting === 0) return;
  await enqueueOwnerMail(tx, session.providerId, "seat_opened", `${session.id}:${about}`, {
    class: mailClass(session),
    seatsLeft: seatsLeft(session),
    waiting,
  }, now);
}

/** A mail to the studio itself. */
export async function enqueueOwnerMail<
  K extends "seat_opened" | "refund_failed" | "refund_stuck" | "dispute_opened" | "tip_received" | "owner_signin_link",
>(
  tx: Tx,
  providerId: string,
  kind: K,
  about: string,
  data: StoredMailData[K],
  now: string,
): Promise<void> {
  const provider = await getProvider(tx, providerId);
  await enqueueMail(tx, { providerId, clientId: null, kind, about, to: provider.email, siteOrigin: null, data }, now);
}
