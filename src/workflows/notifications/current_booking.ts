/** A booking as it is when a mail about it leaves, which may be long after the mail was enqueued. */
import { type ClassSession, getClass } from "../../domain/class_sessions.ts";
import { type Enrollment, getEnrollment } from "../../domain/enrollments.ts";
import type { Message } from "../../domain/outbox.ts";
import { iso } from "../../domain/time.ts";
import { cancelTerms } from "../../mail/cancel_terms.ts";
import type { CancelLink, CancelTerms, MailClass } from "../../mail/data.ts";
import { DeliveryError } from "../../ports/mail.ts";
import type { Context } from "../context.ts";
import { cancelLinkFor, moveLinkFor } from "./customer_links.ts";
import { mailClass } from "./mail_class.ts";

/**
 * The present time of its class, the link that cancels it, and what a cancel gives back by now.
 * @throws DeliveryError for good, when it is a reminder of a class that has begun or that the client no longer goes to
 */
export async function currentBooking(ctx: Context, message: Message): Promise<CancelLink & { class: MailClass }> {
  const enrollment = await getEnrollment(ctx.db, message.data.enrollmentId);
  const session = await getClass(ctx.db, enrollment.providerId, enrollment.classId);
  const nowMs = ctx.clock.now();
  if (message.kind === "class_reminder" && message.state === "queued") {
    if (enrollment.status !== "Confirmed" || session.status !== "Scheduled") {
      throw new DeliveryError(true, "The booking was cancelled before the reminder could be sent.");
    }
    if (enrollment.movedAt !== null && enrollment.movedAt > message.createdAt) {
      throw new DeliveryError(true, "The booking was moved before the reminder could be sent.");
    }
    if (session.scheduledAt <= iso(nowMs)) {
      throw new DeliveryError(true, "The class began before the reminder could be sent.");
    }
  }
  return describeNow(ctx, message, enrollment, session);
}

function describeNow(
  ctx: Context,
  message: Message,
  enrollment: Enrollment,
  session: ClassSession,
): CancelLink & { class: MailClass } {
  const site = message.siteOrigin ?? ctx.settings.publicUrl;
  const terms = cancelTerms(session, enrollment.paidWith ?? "card", ctx.clock.now());
  const links = cancelLinkFor(ctx, site, enrollment.id, session.scheduledAt);
  const isMovable = enrollment.status === "Confirmed" && !terms.late;
  const moveUrl = isMovable ? moveLinkFor(site, enrollment.id, links.cancelToken) : undefined;
  return { class: mailClass(session), ...links, moveUrl, terms };
}

/** The same of each booking of a mail about several. */
export async function currentBookings(
  ctx: Context,
  message: Message,
): Promise<{ bookings: unknown[]; links: CancelLink[] }> {
  const stored: { enrollmentId: string }[] = message.data.bookings;
  const now = await Promise.all(stored.map(async ({ enrollmentId }) => {
    const enrollment = await getEnrollment(ctx.db, enrollmentId);
    return describeNow(ctx, message, enrollment, await getClass(ctx.db, enrollment.providerId, enrollment.classId));
  }));
  return { bookings: stored.map((one, i) => ({ ...one, class: now[i].class })), links: now };
}

/** What a cancel would give back by now, of a seat that is still to be paid. */
export async function currentTerms(ctx: Context, message: Message): Promise<CancelTerms> {
  const { providerId, classId } = await getEnrollment(ctx.db, message.data.enrollmentId);
  return cancelTerms(await getClass(ctx.db, providerId, classId), "card", ctx.clock.now());
}
