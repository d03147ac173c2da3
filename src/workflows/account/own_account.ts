/** `ALERA_STRIPE_MODE=own`: the one studio is paid into the account that the server's key belongs to. */
import { codeOf } from "../../domain/errors.ts";
import { findFirstProvider, getProvider, setOwnAccount } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";

/** What is asked and written for it. */
export type AccountContext = Pick<Context, "db" | "clock" | "log" | "payments">;

/** Asks Stripe for the key's account, and keeps it as the studio's. @returns whether Stripe told; it says so in the log if not */
export async function keepOwnAccount(ctx: AccountContext, providerId: string): Promise<boolean> {
  try {
    const { updatedAt } = await getProvider(ctx.db, providerId);
    const account = await ctx.payments.retrieveOwnAccount();
    await ctx.db.write(providerId, async (tx) => {
      if ((await getProvider(tx, providerId)).updatedAt !== updatedAt) return; // somebody was quicker, and knows better
      await setOwnAccount(tx, providerId, account, iso(ctx.clock.now()));
    });
    return true;
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    ctx.log.warn("account_not_retrieved", { providerId, code: codeOf(error), message: error.message });
    return false;
  }
}

/** Asks again where Stripe did not tell yet: at the first start, or when it was down as the studio was made. */
export async function findOwnAccount(ctx: Context): Promise<void> {
  if (ctx.settings.stripeMode !== "own") return;
  const provider = await findFirstProvider(ctx.db);
  if (provider && !provider.chargesEnabled) await keepOwnAccount(ctx, provider.id);
}

/** The account that an event without one is about: the platform's, which is nobody's here, or the studio's own. */
export async function accountOfEvent(ctx: Context, accountId: string | null): Promise<string | null> {
  if (accountId !== null || ctx.settings.stripeMode !== "own") return accountId;
  return (await findFirstProvider(ctx.db))?.stripeAccountId ?? null;
}
