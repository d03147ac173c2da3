/** The books are compared with everything that Stripe has, account by account: as after a restore of an older file. */
import { listAccounts } from "../../domain/checkouts.ts";
import { findUnreconciledRestore, markReconciled } from "../../domain/restores.ts";
import { DAY, iso, ms } from "../../domain/time.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { compareRefunds, compareSessions, compareUnsettled } from "./compare_account.ts";
import type { ComparedAccount, Reconciliation } from "./reconciliation.ts";

/** Without a restore, what is older than this is taken for settled. */
const USUAL_SPAN = 7 * DAY;

/**
 * Repairs what can be known and names the rest. Makes no refund itself: one that is due is a row that the server's worker takes up. An
 * account that refuses stops no other.
 * @param since null: from where the books end that were restored last, less a day; without a restore, seven days
 */
export async function reconcileBooks(ctx: Context, since: string | null): Promise<Reconciliation> {
  const from = since ?? await usualStart(ctx);
  const found: Reconciliation = { since: from, accounts: [], repaired: [], closed: [], left: [] };
  for (const accountId of await listAccounts(ctx.db)) found.accounts.push(await compareAccount(ctx, accountId, found));
  if (found.accounts.every(({ error }) => error === null)) {
    await ctx.db.write("restores", (tx) => markReconciled(tx, from, iso(ctx.clock.now())));
  }
  return found;
}

async function usualStart(ctx: Context): Promise<string> {
  const restored = await findUnreconciledRestore(ctx.db);
  const endsAt = restored?.booksEndAt;
  return endsAt ? iso(ms(endsAt) - DAY) : iso(ctx.clock.now() - USUAL_SPAN);
}

async function compareAccount(ctx: Context, accountId: string, found: Reconciliation): Promise<ComparedAccount> {
  const account: ComparedAccount = { accountId, sessions: 0, refunds: 0, error: null };
  try {
    await compareUnsettled(ctx, account, found);
    await compareSessions(ctx, account, found);
    await compareRefunds(ctx, account, found);
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    ctx.log.warn("account_not_compared", { accountId, kind: error.kind, code: error.stripeCode });
    account.error = error.kind === "refused" ? error.stripeCode ?? "refused" : "no answer";
  }
  return account;
}
