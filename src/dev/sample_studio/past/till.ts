/** What was paid in the past: at the simulated Stripe, and settled as of then. */
import { findCheckoutBySession } from "../../../domain/checkouts.ts";
import { MINUTE } from "../../../domain/time.ts";
import type { CheckoutSession } from "../../../ports/payments.ts";
import type { Context } from "../../../workflows/context.ts";
import { settleCheckout } from "../../../workflows/payments/settle_checkout.ts";
import { asOf } from "./as_of.ts";
import { forEachAtOnce } from "./at_once.ts";

/** Pays a checkout where Stripe is simulated. @param atMs when that was, for one of the past: no event tells of it */
export type PayCheckout = (checkoutUrl: string, atMs?: number) => Promise<void>;

/** Takes payments, and settles them together: Stripe is asked for a hundred sessions at a time. */
export class Till {
  #taken: { sessionId: string; paidAtMs: number }[] = [];

  constructor(readonly ctx: Context, readonly pay: PayCheckout, readonly sinceMs: number) {}

  /** A minute after the session was opened it was paid. */
  async take({ url, sessionId }: { url: string; sessionId: string }, openedAtMs: number): Promise<void> {
    const paidAtMs = openedAtMs + MINUTE;
    await this.pay(url, paidAtMs);
    this.#taken.push({ sessionId, paidAtMs });
  }

  /** What was taken since the last time is settled. */
  async settle(): Promise<void> {
    const taken = this.#taken.splice(0).sort((a, b) => a.paidAtMs - b.paidAtMs);
    if (taken.length === 0) return;
    const { accountId } = (await findCheckoutBySession(this.ctx.db, taken[0].sessionId))!;
    const sessions = await this.#listSessions(accountId);
    await forEachAtOnce(taken, async ({ sessionId, paidAtMs }) => {
      await settleCheckout(asOf(this.ctx, paidAtMs), accountId, sessions.get(sessionId)!, "paid", null);
    });
  }

  async #listSessions(accountId: string): Promise<Map<string, CheckoutSession>> {
    const sessions = new Map<string, CheckoutSession>();
    for (let after: string | null = null, hasMore = true; hasMore;) {
      const createdSince = Math.floor(this.sinceMs / 1000);
      const page = await this.ctx.payments.listCheckouts(accountId, { createdSince, after });
      for (const one of page.items) sessions.set(one.id, one);
      after = page.items.at(-1)?.id ?? null;
      hasMore = page.hasMore && after !== null;
    }
    return sessions;
  }
}
