/** A connected account changed, or was disconnected. */
import { type PaymentEvent, PaymentsError, type StripeAccount } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../../domain/errors.ts";
import { recordEvent } from "../../domain/payment_events.ts";
import { forgetStripeAccount, listProvidersOfAccount, type Provider, setStripeState } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { logForeignEvent } from "./log_foreign_event.ts";

/** So often may an account change while Stripe is asked for it. */
const ROUNDS = 5;

/** Events overtake each other, so the account itself is asked; its event is believed only where Stripe refuses to tell. */
export async function handleAccountUpdate(ctx: Context, event: PaymentEvent): Promise<void> {
  const said = event.account;
  if (!said || event.accountId !== null && event.accountId !== said.id) return logForeignEvent(ctx, event);
  if ((await listProvidersOfAccount(ctx.db, said.id)).length === 0) return logForeignEvent(ctx, event);
  for (let round = 0; round < ROUNDS; round++) {
    const seen = await listProvidersOfAccount(ctx.db, said.id);
    let account: StripeAccount = said;
    try {
      account = await ctx.payments.retrieveAccount(said.id);
    } catch (error) {
      if (error instanceof PaymentsError && error.kind === "unknown") {
        throw new DomainError("downstream", "Stripe did not say how the account stands.");
      }
      ctx.log.warn("account_not_retrieved", { message: error instanceof Error ? error.message : String(error) });
    }
    if (await storeAccount(ctx, account, event, seen)) return;
  }
  throw new DomainError("downstream", "The account is just changing.");
}

/** The studio has cut the tie: this account can't be used any more, a new onboarding makes a new one. */
export async function handleDeauthorization(ctx: Context, event: PaymentEvent): Promise<void> {
  const accountId = event.accountId;
  const providers = accountId ? await listProvidersOfAccount(ctx.db, accountId) : [];
  if (!accountId || providers.length === 0) return logForeignEvent(ctx, event);
  for (const provider of providers) {
    await ctx.db.write(provider.id, async (tx) => {
      const now = iso(ctx.clock.now());
      await recordEvent(tx, event, "deauthorized", now);
      await forgetStripeAccount(tx, accountId, now);
    });
  }
}

/** False when something was written of these studios since they were read: then Stripe's answer may be the older one. */
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
