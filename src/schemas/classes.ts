import { z } from "@hono/zod-openapi";
import { date, handle, id, instant, note, optional, pageQuery } from "./basics.ts";
import { service } from "./services.ts";

/** The longest weekly series: two years of classes. */
export const MOST_WEEKS = 104;

// A class takes these from its service unless it says otherwise.
const { capacity, priceCents, durationMin } = service.shape;

export const newClass = z.object({
  serviceId: id(),
  scheduledAt: instant(),
  instructorId: id().nullable().optional(),
  capacity: capacity.optional(),
  priceCents: priceCents.optional(),
  durationMin: durationMin.optional(),
  publicNote: optional(note(500)),
  repeat: z.object({ weekly: z.int().min(1).max(MOST_WEEKS) }).nullable().optional(),
});

export const classChange = z.object({
  scheduledAt: instant(),
  instructorId: id().nullable(),
  capacity,
  priceCents,
  durationMin,
  publicNote: note(500).nullable(),
}).partial();

/** With those that follow it in its series. */
export const seriesScope = optional(z.enum(["this", "following"])).openapi({
  default: "this",
  description: "`following`: this class and those that follow it in its series, all of them or none.",
});

export const classUpdate = classChange.extend({ apply: seriesScope });

export const classCancellation = z.object({ apply: seriesScope });

/** The schedule that a studio's site shows. */
export const scheduleQuery = z.object({
  handle: handle().openapi({ example: "sculpt-co" }),
  from: date().openapi({ example: "2026-05-13" }),
  to: date().openapi({ example: "2026-06-13", description: "Inclusive; at most 60 days from `from`." }),
});

/** The owner's list of classes. */
export const classQuery = pageQuery.extend({
  from: instant().optional(),
  until: instant().optional(),
  status: z.enum(["Scheduled", "Cancelled", "Completed"]).optional(),
});
