import { z } from "@hono/zod-openapi";
import { instant, label } from "./basics.ts";

/** A closure of the studio. */
export const blackout = z.object({
  label: label(),
  startsAt: instant(),
  endsAt: instant(),
  allDay: z.boolean().default(false),
  kind: label(40).default("closure"),
});
