import { LANES } from "../../../domain/outbox.ts";
import type { Context } from "../../../workflows/context.ts";
import { deliverMessages } from "../../../workflows/notifications/deliver_messages.ts";

/** What the outbox holds counts as sent: it was, back then. The mailbox shows it, nobody is mailed, the log is silent. */
export async function deliverSilently(ctx: Context): Promise<void> {
  const silent: Context = {
    ...ctx,
    mailer: { atOnce: 32, send: () => Promise.resolve(), close: () => Promise.resolve() },
    texter: { ...ctx.texter, send: () => Promise.resolve() },
  };
  for (const lane of LANES) while (await deliverMessages(silent, lane) > 0);
}
