/** Before a class is put on the schedule: what else is there at that time. Reading only. */
import { blackoutsJson } from "../../domain/blackouts.ts";
import { listClassesOfInstructor } from "../../domain/class_lists.ts";
import type { Context } from "../context.ts";
import { DAY, iso, MINUTE, ms } from "../../domain/time.ts";

/** A class that is wished for. */
export interface ProposedClass {
  at: string;
  durationMin: number;
  instructorId: string | null;
}

export interface Conflict {
  past: boolean;
  /** Classes that the same instructor teaches then. Another room is not known, so other classes are in nobody's way. */
  teaching: { id: string; name: string; scheduledAt: string; instructorName: string }[];
  closures: { label: string; startsAt: string; endsAt: string; allDay: boolean }[];
}

/**
 * What is in the way of each wish, in their order.
 * @param exceptClassId the class that moves is not in its own way
 */
export async function findConflicts(
  ctx: Context,
  providerId: string,
  wishes: ProposedClass[],
  exceptClassId?: string,
): Promise<Conflict[]> {
  if (wishes.length === 0) return [];
  const now = ctx.clock.now();
  const end = (one: { at: string; durationMin: number }) => ms(one.at) + one.durationMin * MINUTE;
  const first = Math.min(...wishes.map((one) => ms(one.at)));
  const last = Math.max(...wishes.map(end));
  const instructors = [...new Set(wishes.map((one) => one.instructorId).filter((one) => one !== null))];
  const [closures, ...taught] = await Promise.all([
    blackoutsJson(ctx.db, providerId, iso(first), iso(last)),
    // No class is longer than a day.
    ...instructors.map((id) => listClassesOfInstructor(ctx.db, providerId, id, iso(first - DAY), iso(last))),
  ]);
  const closed: Conflict["closures"] = JSON.parse(closures);
  const classes = taught.flat().filter((one) => one.id !== exceptClassId);
  return wishes.map((wish) => ({
    past: ms(wish.at) <= now,
    teaching: classes.filter((one) =>
      one.instructorId === wish.instructorId && ms(one.scheduledAt) < end(wish) &&
      ms(one.scheduledAt) + one.durationMin * MINUTE > ms(wish.at)
    ),
    closures: closed.filter((one) => ms(one.startsAt) < end(wish) && ms(one.endsAt) > ms(wish.at)),
  }));
}

/** Whether anything is. */
export function hasConflict(of: Conflict): boolean {
  return of.past || of.teaching.length > 0 || of.closures.length > 0;
}
