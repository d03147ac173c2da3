/** Several classes are scheduled together. */
import { createClass } from "../../domain/class_sessions.ts";
import type { Context } from "../context.ts";
import { newId } from "../../domain/ids.ts";
import { getService } from "../../domain/services.ts";
import { iso } from "../../domain/time.ts";
import { recordClassEvent } from "../events/record_class.ts";
import { classInput, type NewClass, resolveInstructor } from "./class_details.ts";

/**
 * Makes exactly these classes, all of them or none.
 * @param asSeries they repeat one class, and may be changed and cancelled together
 * @returns their ids, in the same order
 * @throws DomainError not_found (service, instructor), invalid_request (one would be after the year 9998)
 */
export async function scheduleBatch(
  ctx: Context,
  providerId: string,
  inputs: Omit<NewClass, "weeks">[],
  { asSeries = false } = {},
): Promise<string[]> {
  return await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    const seriesId = asSeries && inputs.length > 1 ? newId("ser") : null;
    const made: string[] = [];
    for (const input of inputs) {
      const service = await getService(tx, providerId, input.serviceId);
      const instructorId = await resolveInstructor(tx, providerId, input.instructorId);
      const id = await createClass(
        tx,
        providerId,
        classInput(service, input, instructorId, input.scheduledAt),
        seriesId,
        now,
      );
      await recordClassEvent(tx, "class.created", providerId, id, now);
      made.push(id);
    }
    return made;
  });
}
