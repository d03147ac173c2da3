/** What else is on at the time of a proposed class. Reading only. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import { listClassesOfInstructor } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";

/** A class that is not on the schedule yet, or not at this time. */
export interface ProposedClass {
  at: string;
  durationMin: number;
  instructorId: string | null;
}

export interface Conflict {
  past: boolean;
  /** Classes that the same instructor teaches then. Rooms are not known, so other classes are no conflict. */
  teaching: { id: string; name: string; scheduledAt: string; instructorName: string }[];
  closures: { label: string; startsAt: string; endsAt: string; allDay: boolean }[];
}

/**
 * The conflicts of each proposed class, in their order.
 * @param except classes that move: they don't conflict with themselves
 */
export async function findConflicts(
  ctx: Context,
  providerId: string,
  proposed: ProposedClass[],
  except: string[] = [],
): Promise<Conflict[]> {
  if (proposed.length === 0) return [];
  const now = ctx.clock.now();
  const end = (one: { at: string; durationMin: number }) => ms(one.at) + one.durationMin * MINUTE;
  const first = Math.min(...proposed.map((one) => ms(one.at)));
  const last = Math.max(...proposed.map(end));
  const instructors = [...new Set(proposed.map((one) => one.instructorId).filter((one) => one !== null))];
  const [closures, ...taught] = await Promise.all([
    blackoutsJson(ctx.db, providerId, iso(first), iso(last)),
    // No class is longer than a day.
    ...instructors.map((id) => listClassesOfInstructor(ctx.db, providerId, id, iso(first - DAY), iso(last))),
  ]);
  const closed: Conflict["closures"] = JSON.parse(closures);
  const classes = taught.flat().filter((one) => !except.includes(one.id));
  return proposed.map((candidate) => ({
    past: ms(candidate.at) <= now,
    teaching: classes.filter((one) =>
      one.instructorId === candidate.instructorId && ms(one.scheduledAt) < end(candidate) &&
      ms(one.scheduledAt) + one.durationMin * MINUTE > ms(candidate.at)
    ),
    closures: closed.filter((one) => ms(one.startsAt) < end(candidate) && ms(one.endsAt) > ms(candidate.at)),
  }));
}

/** Whether there is any. */
export function hasConflict(of: Conflict): boolean {
  return of.past || of.teaching.length > 0 || of.closures.length > 0;
}
