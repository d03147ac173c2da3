/** A connected account changed, or was disconnected. */
import { type PaymentEvent, PaymentsError, type StripeAccount } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { codeOf, DomainError } from "../../domain/errors.ts";
import { recordEvent } from "../../domain/payment_events.ts";
import { forgetStripeAccount, listProvidersOfAccount, type Provider, setStripeState } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { logForeignEvent } from "./log_foreign_event.ts";

/** How often an account may change while Stripe is asked about it. */
const ROUNDS = 5;

/** Events come out of order, so the account is retrieved; the event itself counts only where Stripe refuses that. */
export async function handleAccountUpdate(ctx: Context, event: PaymentEvent): Promise<void> {
  const reported = event.account;
  if (!reported || event.accountId !== null && event.accountId !== reported.id) return logForeignEvent(ctx, event);
  if ((await listProvidersOfAccount(ctx.db, reported.id)).length === 0) return logForeignEvent(ctx, event);
  for (let round = 0; round < ROUNDS; round++) {
    const seen = await listProvidersOfAccount(ctx.db, reported.id);
    let account: StripeAccount = reported;
    try {
      account = await ctx.payments.retrieveAccount(reported.id);
    } catch (error) {
      if (error instanceof PaymentsError && error.kind === "unknown") {
        throw new DomainError("stripe_unavailable", "Stripe did not answer about this account.");
      }
      ctx.log.warn("account_not_retrieved", {
        code: codeOf(error),
        message: error instanceof Error ? error.message : String(error),
      });
    }
    if (await storeAccount(ctx, account, event, seen)) return ctx.wake("waitlists"); // seats may be offered now
  }
  throw new DomainError("stripe_unavailable", "The account is being changed. Please try again.");
}

/** The studio has disconnected: this account can't be used any more, and a new onboarding creates another. */
export async function handleDeauthorization(ctx: Context, event: PaymentEvent): Promise<void> {
  const accountId = event.accountId;
  // An own account has no application to leave: that event is about another platform.
  const providers = accountId && ctx.settings.stripeMode === "connect"
    ? await listProvidersOfAccount(ctx.db, accountId)
    : [];
  if (!accountId || providers.length === 0) return logForeignEvent(ctx, event);
  await ctx.db.write(providers.length === 1 ? providers[0].id : null, async (tx) => {
    const now = iso(ctx.clock.now());
    await recordEvent(tx, event, "deauthorized", now);
    await forgetStripeAccount(tx, accountId, now);
  });
}

/** False when these studios changed since they were read: then Stripe's answer may be outdated. */
async function storeAccount(
  ctx: Context,
  account: StripeAccount,
  event: PaymentEvent,
  seen: Provider[],
): Promise<boolean> {
  const states = (of: Provider[]) => of.map(({ id, updatedAt }) => `${id} ${updatedAt}`).join();
  return await ctx.db.write(seen.length === 1 ? seen[0].id : null, async (tx) => {
    const now = iso(ctx.clock.now());
    if (states(await listProvidersOfAccount(tx, account.id)) !== states(seen)) return false;
    await recordEvent(tx, event, "account", now);
    await setStripeState(tx, account.id, account, now);
    return true;
  });
}
