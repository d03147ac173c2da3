/** Events about objects that are not ours. */
import type { PaymentEvent } from "../../ports/payments.ts";
import type { Context } from "../context.ts";

/** A warning: such an event changes nothing. */
export function logForeignEvent(ctx: Context, event: PaymentEvent): void {
  ctx.log.warn("event_not_ours", { eventId: event.id, type: event.type });
}
