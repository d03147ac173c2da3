import { z } from "@hono/zod-openapi";
import { EVENT_TYPES } from "../../domain/events.ts";
import { instant } from "./basics.ts";
import { exampleEnrollment } from "./enrollments.ts";

export const eventView = z.object({
  id: z.string(),
  type: z.enum(EVENT_TYPES),
  createdAt: instant,
  data: z.record(z.string(), z.unknown()).openapi({ description: "The object as this API showed it then." }),
}).openapi("Event", {
  example: {
    id: "evt-8c41",
    type: "booking.confirmed",
    createdAt: "2026-05-13T20:33:25.624Z",
    data: exampleEnrollment,
  },
});
