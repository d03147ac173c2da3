/** What a change or a cancellation of a series would reach. Reading only. */
import { type ClassSession, getClass, listFollowing } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import type { ClassChange } from "./change_class.ts";
import { listMembers } from "./change_series.ts";
import { type Conflict, findConflicts } from "./find_conflicts.ts";
import { type ClassView, viewClass } from "./view_class.ts";

/** The Scheduled classes that follow one in its series. @throws DomainError not_found */
export async function listFollowers(ctx: Context, providerId: string, classId: string): Promise<ClassSession[]> {
  const first = await getClass(ctx.db, providerId, classId);
  return (await listFollowing(ctx.db, first)).filter((one) => one.id !== classId);
}

/** Each class at its new time, and what else is on then; classes of the series don't conflict with one another. */
export async function previewSeriesChange(
  ctx: Context,
  providerId: string,
  classId: string,
  change: ClassChange,
): Promise<{ scheduledAt: string; conflict: Conflict }[]> {
  const members = await listMembers(ctx.db, providerId, classId, change);
  const proposed = members.map(({ before, change }) => {
    const { scheduledAt: at, durationMin, instructorId } = { ...before, ...change };
    return { at, durationMin, instructorId };
  });
  const conflicts = await findConflicts(ctx, providerId, proposed, members.map((one) => one.before.id));
  return proposed.map(({ at }, i) => ({ scheduledAt: at, conflict: conflicts[i] }));
}

/** This class and those that follow, with everybody in them. @throws DomainError not_found */
export async function viewSeries(ctx: Context, providerId: string, classId: string): Promise<ClassView[]> {
  const first = await getClass(ctx.db, providerId, classId);
  const all = (await listFollowing(ctx.db, first)).filter((one) => one.status === "Scheduled");
  return await Promise.all(all.map((one) => viewClass(ctx, providerId, one.id)));
}
