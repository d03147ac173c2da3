/** A studio's account at Stripe: made once, finished on Stripe's own pages, and asked about whenever it may have changed. */
import { keepOwnAccount } from "./own_account.ts";
import { PaymentsError } from "../../ports/payments.ts";
import { type Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { inTime } from "../in_time.ts";
import { codeOf, DomainError } from "../../domain/errors.ts";
import { randomText } from "../../domain/ids.ts";
import { getProvider, keepStripeAccount, setStripeState } from "../../domain/providers.ts";
import { iso, ms } from "../../domain/time.ts";

/** A single-use address at Stripe. @throws DomainError 502 */
export async function startOnboarding(
  ctx: Context,
  providerId: string,
  input: { returnUrl: string; refreshUrl: string },
): Promise<string> {
  if (ctx.settings.stripeMode === "own") {
    throw new DomainError(
      "not_connect",
      "This server runs on the studio's own Stripe account: there is nothing to connect.",
    );
  }
  const provider = await getProvider(ctx.db, providerId);
  try {
    let accountId = provider.stripeAccountId;
    if (!accountId) {
      // The row's last change is in the key: after a deauthorization a new account is wanted, not the old answer again.
      const made = await ctx.payments.createAccount(provider, `alera-account-${provider.id}-${ms(provider.updatedAt)}`);
      accountId = await once(ctx, providerId, (tx) => keepStripeAccount(tx, providerId, made, iso(ctx.clock.now())));
    }
    return await ctx.payments.createOnboardingLink(
      accountId,
      input.returnUrl,
      input.refreshUrl,
      `alera-onboarding-${randomText(24)}`,
    );
  } catch (error) {
    throw asDownstream(ctx, error);
  }
}

export interface StripeState {
  accountId: string | null;
  chargesEnabled: boolean;
  payoutsEnabled: boolean;
  detailsSubmitted: boolean;
}

/** Asks Stripe how the account stands; what was last known when Stripe does not answer. */
export async function refreshStripeState(ctx: Context, providerId: string): Promise<StripeState> {
  const { accountId, chargesEnabled, payoutsEnabled, detailsSubmitted } = await askStripeState(ctx, providerId);
  return { accountId, chargesEnabled, payoutsEnabled, detailsSubmitted };
}

/**
 * The same, and whether Stripe answered: if not, it may have changed since.
 * @param patienceMs how long somebody at a page waits; an answer that comes later is kept for the next time
 */
export async function askStripeState(
  ctx: Context,
  providerId: string,
  patienceMs?: number,
): Promise<StripeState & { answered: boolean }> {
  const { stripeAccountId } = await getProvider(ctx.db, providerId);
  let answered = true;
  const isOwn = ctx.settings.stripeMode === "own";
  if (isOwn || stripeAccountId) {
    const asked = isOwn ? keepOwnAccount(ctx, providerId) : keepAnswer(ctx, providerId, stripeAccountId!);
    answered = patienceMs === undefined ? await asked : await inTime(asked, patienceMs, false);
  }
  const now = await getProvider(ctx.db, providerId);
  return {
    accountId: now.stripeAccountId,
    chargesEnabled: now.chargesEnabled,
    payoutsEnabled: now.payoutsEnabled,
    detailsSubmitted: now.detailsSubmitted,
    answered,
  };
}

/** Whether Stripe told how the account stands; a fault of our own is not hidden. */
async function keepAnswer(ctx: Context, providerId: string, accountId: string): Promise<boolean> {
  try {
    const { updatedAt } = await getProvider(ctx.db, providerId);
    const account = await ctx.payments.retrieveAccount(accountId);
    await ctx.db.write(providerId, async (tx) => {
      if ((await getProvider(tx, providerId)).updatedAt !== updatedAt) return; // an event was quicker, and knows better
      await setStripeState(tx, account.id, account, iso(ctx.clock.now()));
    });
    ctx.wake("waitlists");
    return true;
  } catch (error) {
    ctx.log.warn("account_not_retrieved", {
      providerId,
      code: codeOf(error),
      message: asDownstream(ctx, error).message,
    });
    return false;
  }
}

function asDownstream(ctx: Context, error: unknown): DomainError {
  if (!(error instanceof PaymentsError)) throw error;
  ctx.log.warn("onboarding_failed", { kind: error.kind, code: error.stripeCode, message: error.message });
  return new DomainError("stripe_unavailable", "Stripe did not accept the request. Please try again.");
}
