import type { Context } from "../../../workflows/context.ts";
import { scheduleBatch } from "../../../workflows/classes/schedule_batch.ts";
import { asOf } from "./as_of.ts";
import type { PastStudio } from "./past_studio.ts";
import type { Past } from "./plan.ts";

/** Schedules the classes of the past, all at its beginning. @returns their ids, in the same order */
export function makeClasses(ctx: Context, { tenant, catalog }: PastStudio, past: Past): Promise<string[]> {
  return scheduleBatch(
    asOf(ctx, past.beginsAtMs),
    tenant.providerId,
    past.classes.map(({ service, instructor, scheduledAt, capacity, publicNote }) => ({
      serviceId: catalog.services[service],
      instructorId: catalog.instructors[instructor],
      scheduledAt,
      capacity,
      publicNote,
    })),
  );
}
