/** What a tenant may show of the schedule. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { scheduledClassesJson } from "../../domain/class_lists.ts";
import { seatsLeft } from "../../domain/seats.ts";
import type { Context } from "../context.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { getProvider, getProviderNamed } from "../../domain/providers.ts";
import { countWaiting } from "../../domain/waitlist.ts";
import { DAY, iso, ms, parseDate, startOfDate } from "../../domain/time.ts";

const LONGEST_RANGE = 60 * DAY;

/**
 * `{classes, blackouts}` as JSON: Scheduled classes that have not started, from the first moment of `from` to the last of `to`, both
 * calendar dates in the provider's zone. `goodUntil` (ms) is when the first of them starts.
 * @throws DomainError invalid_request, 403 (another provider's handle)
 */
export async function listClasses(
  ctx: Context,
  tenant: { providerId: string },
  handle: string,
  from: string,
  to: string,
): Promise<{ json: string; goodUntil: number }> {
  const first = parseDate(from)!;
  const last = parseDate(to)!;
  if (last < first) throw invalid("to", "Must not be before `from`.");
  if (last - first > LONGEST_RANGE) throw invalid("to", "Must be at most 60 days from `from`.");
  const provider = await getProviderNamed(ctx.db, tenant.providerId, handle);
  const fromAt = startOfDate(first, provider.timezone);
  const untilAt = startOfDate(last + DAY, provider.timezone);
  const now = ctx.clock.now();
  // A class that starts this very moment has started.
  const classes = await scheduledClassesJson(ctx.db, provider.id, iso(Math.max(fromAt, now + 1)), iso(untilAt));
  const blackouts = await blackoutsJson(ctx.db, provider.id, iso(fromAt), iso(untilAt));
  return {
    json: `{"classes":${classes.items},"blackouts":${blackouts}}`,
    goodUntil: classes.firstStart === null ? Infinity : ms(classes.firstStart),
  };
}

/** `{class, provider}` as JSON. @throws DomainError not_found, 410 (cancelled) */
export async function readClass(ctx: Context, tenant: { providerId: string }, classId: string): Promise<string> {
  const session = await getClass(ctx.db, tenant.providerId, classId);
  if (session.status === "Cancelled") throw new DomainError("class_cancelled", "This class was cancelled.");
  const provider = await getProvider(ctx.db, tenant.providerId);
  const { instructorId, instructorName, cancelWindowHours } = session;
  const { id, scheduledAt, nameSnapshot, durationMin, priceCents, capacity, enrolledCount, publicNote } = session;
  const { displayName, handle, avatarKey, bio, timezone } = provider;
  return JSON.stringify({
    class: {
      id,
      scheduledAt,
      nameSnapshot,
      durationMin,
      priceCents,
      capacity,
      enrolledCount,
      seatsLeft: seatsLeft(session),
      publicNote,
      currency: provider.currency,
      cancelWindowHours,
      waitlistCount: await countWaiting(ctx.db, id),
      location: provider.address,
      instructor: instructorId === null ? null : { id: instructorId, name: instructorName },
    },
    provider: { displayName, handle, avatarKey, bio, timezone },
  });
}
