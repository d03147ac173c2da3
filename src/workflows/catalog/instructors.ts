/** Who teaches: added and renamed. */
import { noteNewName } from "../../domain/class_sessions.ts";
import { createInstructor, findInstructor, type Instructor, renameInstructor } from "../../domain/staff.ts";
import { DAY, iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";

/** Feeds show a class until 30 days after its end, and a class lasts a day at most. */
const IN_FEEDS = 31 * DAY;

/** Adds an instructor. */
export function addInstructor(ctx: Context, providerId: string, name: string): Promise<Instructor> {
  return once(ctx, providerId, (tx) => createInstructor(tx, providerId, name, iso(ctx.clock.now())));
}

/** The new name shows in classes already made too, and in their customers' calendars. @throws DomainError not_found */
export async function changeInstructorName(
  ctx: Context,
  providerId: string,
  instructorId: string,
  name: string,
): Promise<void> {
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const before = await findInstructor(tx, providerId, instructorId);
    await renameInstructor(tx, providerId, instructorId, name);
    if (before?.name !== name) {
      await noteNewName(tx, providerId, instructorId, iso(ctx.clock.now() - IN_FEEDS), now);
    }
  });
}
