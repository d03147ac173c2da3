/** A class is changed, and with it those that follow it in its series: all of them, or none. */
import type { Reader } from "../../db/database.ts";
import { classOver, type ClassSession, getClass, listFollowing } from "../../domain/class_sessions.ts";
import { DomainError, type ErrorCode, invalid } from "../../domain/errors.ts";
import { getProvider } from "../../domain/providers.ts";
import { beginSeriesChange } from "../../domain/series_changes.ts";
import { fromWallClock, iso, ms, wallClock } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { applyChange, type ClassChange, hasTooFewSeats } from "./change_class.ts";
import { resolveInstructor } from "./class_details.ts";

/** Why a class of a series can't be changed. */
export interface SeriesConflict {
  classId: string;
  reason: ErrorCode;
}

interface Member {
  before: ClassSession;
  change: ClassChange;
}

/**
 * The Scheduled classes of the series from this one on get what is changed; a new time moves each by the same difference on the studio's
 * clock. Each customer is mailed once, soon after.
 * @returns the classes as JSON, by time
 * @throws DomainError not_found, 410 (this one is cancelled or completed), series_conflict
 */
export async function changeSeries(
  ctx: Context,
  providerId: string,
  classId: string,
  change: ClassChange,
): Promise<string[]> {
  const items = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    await resolveInstructor(tx, providerId, change.instructorId);
    const members = await listMembers(tx, providerId, classId, change);
    refuseConflicts(members);
    const isMoved = members.some((one) => one.change.scheduledAt !== one.before.scheduledAt);
    const series = isMoved && members.length > 1
      ? await beginSeriesChange(
        tx,
        { providerId, kind: "moved", classIds: members.map((one) => one.before.id), message: null },
        now,
      )
      : null;
    // All at once: none looks at another's rows, and on a server their statements share round trips.
    return await Promise.all(members.map((one) => applyChange(ctx, tx, one.before, one.change, series, now)));
  });
  ctx.wake("outbox"), ctx.wake("checkouts"), ctx.wake("series");
  return items;
}

/**
 * The Scheduled classes of the series from this one on, and what changes of each.
 * @throws DomainError not_found, 410, invalid_request (one would be after the year 9998)
 */
export async function listMembers(
  from: Reader,
  providerId: string,
  classId: string,
  change: ClassChange,
): Promise<Member[]> {
  const first = await getClass(from, providerId, classId);
  if (first.status !== "Scheduled") throw classOver(first.status);
  const { timezone } = await getProvider(from, providerId);
  const wall = (instant: string) => wallClock(ms(instant), timezone);
  const by = change.scheduledAt === undefined ? 0 : wall(change.scheduledAt) - wall(first.scheduledAt);
  return (await listFollowing(from, first)).map((before) => {
    const scheduledAt = before.id === first.id
      ? change.scheduledAt ?? before.scheduledAt
      : by === 0
      ? before.scheduledAt
      : iso(fromWallClock(wall(before.scheduledAt) + by, timezone));
    if (ms(scheduledAt) > LATEST) throw invalid("scheduledAt", "No class is after the year 9998.");
    return { before, change: { ...change, scheduledAt } };
  });
}

const LATEST = Date.UTC(9999, 0) - 1;

/** @throws DomainError series_conflict */
function refuseConflicts(members: Member[]): void {
  const conflicts = members.filter(({ before, change }) => hasTooFewSeats(before, change))
    .map(({ before }): SeriesConflict => ({ classId: before.id, reason: "capacity_too_low" }));
  if (conflicts.length === 0) return;
  const message = "More seats are taken in a class of the series than it would have, so none was changed.";
  throw new DomainError("series_conflict", message, { conflicts });
}
