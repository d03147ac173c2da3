/** The context as it was at a moment of the past. */
import type { Context } from "../../../workflows/context.ts";

/**
 * Whatever is done with it is recorded as of that moment. Nobody is woken: what it causes is over, too.
 * Stripe, simulated, lives in the present: a session's end is as far away there as it was then.
 */
export function asOf(ctx: Context, atMs: number): Context {
  const ago = Math.floor((ctx.clock.now() - atMs) / 1000);
  return {
    ...ctx,
    clock: { now: () => atMs },
    payments: {
      ...ctx.payments,
      createCheckout: (request, key) =>
        ctx.payments.createCheckout({ ...request, expiresAt: request.expiresAt + ago }, key),
    },
    wake: () => {},
  };
}
