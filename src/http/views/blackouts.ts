import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

export const blackoutView = z.object({
  id: z.string(),
  label: z.string(),
  startsAt: instant,
  endsAt: instant,
  allDay: z.boolean(),
  kind: z.string(),
}).openapi("Blackout", {
  example: {
    id: "bo-51f0",
    label: "Studio closed for Memorial Day",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-27T00:00:00.000Z",
    allDay: true,
    kind: "holiday",
  },
});
