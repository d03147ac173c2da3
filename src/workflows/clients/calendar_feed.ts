/** A client's bookings as a calendar to subscribe to. */
import { findClientByFeedToken } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { listEnrollmentsOfClient } from "../../domain/enrollment_lists.ts";
import { notFound } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";
import { calendarSequence } from "../notifications/mail_class.ts";

/** The address a calendar program subscribes to. Whoever has it can read the calendar. */
export function feedUrl(ctx: Context, feedToken: string): string {
  return `${ctx.settings.publicUrl}/api/cal/${feedToken}.ics`;
}

/**
 * The client's calendar: what is booked, took place or was cancelled, of sessions that ended less than 30 days ago. No holds.
 * @throws DomainError not_found
 */
export async function writeFeed(ctx: Context, feedToken: string): Promise<string> {
  const client = await findClientByFeedToken(ctx.db, feedToken);
  if (!client) throw notFound("Calendar");
  const provider = await getProvider(ctx.db, client.providerId);
  const monthAgo = ctx.clock.now() - 30 * DAY;
  const shown = (await listEnrollmentsOfClient(ctx.db, client.id)).filter((one) =>
    one.status !== "PendingPayment" && ms(one.scheduledAt) + one.durationMin * MINUTE > monthAgo &&
    (one.status !== "Cancelled" || ms(one.cancelledAt!) > monthAgo)
  );
  return ctx.calendar.write({
    name: provider.displayName,
    timezone: provider.timezone,
    refresh: true,
    events: shown.map((one) => ({
      id: one.id,
      summary: one.className,
      description: one.instructorName ? `With ${one.instructorName}` : null,
      location: provider.address ?? provider.displayName,
      startsAt: one.scheduledAt,
      endsAt: iso(ms(one.scheduledAt) + one.durationMin * MINUTE),
      cancelled: one.status === "Cancelled",
      sequence: calendarSequence({ sequence: one.classSequence }, one),
      createdAt: one.bookedAt,
      changedAt: one.updatedAt > one.classUpdatedAt ? one.updatedAt : one.classUpdatedAt,
    })),
  });
}
