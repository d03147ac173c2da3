import { z } from "@hono/zod-openapi";
import { EVENT_TYPES } from "../domain/events.ts";
import { id, pageQuery } from "./basics.ts";

export const eventType = z.enum(EVENT_TYPES);

export const eventQuery = pageQuery.extend({ type: eventType.optional() });

/** To which endpoint an event is sent again. */
export const replay = z.object({
  endpointId: id().optional().openapi({ description: "Only this one, whatever its types; else all that want it." }),
});
