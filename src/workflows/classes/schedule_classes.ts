/** A class is scheduled, once or weekly. */
import { createClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { newId } from "../../domain/ids.ts";
import { getProvider } from "../../domain/providers.ts";
import { getService } from "../../domain/services.ts";
import { DAY, fromWallClock, iso, ms, wallClock } from "../../domain/time.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { classInput, type NewClass, resolveInstructor } from "./class_details.ts";

/**
 * Makes one class, or one a week at the same wall-clock time in the studio's zone.
 * @returns each class as JSON
 * @throws DomainError not_found (service, instructor), invalid_request (one would be after the year 9998: none is made)
 */
export async function scheduleClasses(ctx: Context, providerId: string, input: NewClass): Promise<string[]> {
  return await once(ctx, providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const service = await getService(tx, providerId, input.serviceId);
    const instructorId = await resolveInstructor(tx, providerId, input.instructorId);
    const provider = await getProvider(tx, providerId);
    const firstWall = wallClock(ms(input.scheduledAt), provider.timezone);
    const seriesId = input.weeks === undefined ? null : newId("ser");
    const made: string[] = [];
    for (let week = 0; week < (input.weeks ?? 1); week++) {
      const at = week === 0 ? ms(input.scheduledAt) : fromWallClock(firstWall + week * 7 * DAY, provider.timezone);
      const id = await createClass(tx, providerId, classInput(service, input, instructorId, iso(at)), seriesId, now);
      made.push(await recordClassEvent(tx, "class.created", providerId, id, now));
    }
    return made;
  });
}
