/** How long events are shown. */
import { EVENT_DAYS } from "../../domain/events.ts";
import { DAY, iso } from "../../domain/time.ts";
import type { Context } from "../context.ts";

/** Events recorded since then are listed and can be sent again; older ones are deleted by a timer. */
export function keptSince(ctx: Pick<Context, "clock">): string {
  return iso(ctx.clock.now() - EVENT_DAYS * DAY);
}
