/** One connected account: what is unsettled in the books, and what Stripe has since a time. */
import { type Checkout, findCheckout, findCheckoutByPayment, listUnsettledCheckouts } from "../../domain/checkouts.ts";
import { isRefundOnRecord } from "../../domain/recovered_refunds.ts";
import { listPendingRefunds } from "../../domain/refunds.ts";
import { codeOf, DomainError } from "../../domain/errors.ts";
import { ms } from "../../domain/time.ts";
import { listUnknownOfAccount } from "../../domain/unknown_checkouts.ts";
import {
  type CheckoutSession,
  type ListedPage,
  type ListRequest,
  PaymentsError,
  type RefundResult,
} from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { claimOf } from "./checkout_metadata.ts";
import { findOurs } from "./find_ours.ts";
import { reconcileUnknown } from "./reconcile_unknown.ts";
import type { ComparedAccount, Reconciliation } from "./reconciliation.ts";
import { settleCheckout } from "./settle_checkout.ts";
import { outcomeOf, syncCheckout } from "./sync_checkout.ts";
import { syncRefunds } from "./sync_refunds.ts";

/** Checkouts that are open or in doubt, and refunds that Stripe has not finished. */
export async function compareUnsettled(
  ctx: Context,
  { accountId }: ComparedAccount,
  found: Reconciliation,
): Promise<void> {
  for (const checkout of await listUnsettledCheckouts(ctx.db, accountId)) {
    await apart(
      ctx,
      accountId,
      checkout.sessionId!,
      found,
      () => followSession(ctx, checkout, checkout.sessionId!, found),
    );
  }
  for (const refund of await listPendingRefunds(ctx.db, accountId)) {
    const checkout = (await findCheckout(ctx.db, refund.checkoutId))!;
    await apart(ctx, accountId, refund.stripeRefundId!, found, () => followRefunds(ctx, checkout, null, found));
  }
}

/** Every session since then, and those without a row from before. */
export async function compareSessions(ctx: Context, account: ComparedAccount, found: Reconciliation): Promise<void> {
  const { accountId } = account;
  const seen = new Set<string>();
  const compare = (id: string, listed: CheckoutSession | null) =>
    apart(ctx, accountId, id, found, async () => {
      seen.add(id);
      const checkout = listed && await findOurs(ctx.db, listed);
      if (!checkout) await reconcileUnknown(ctx, accountId, id, found);
      else if (differs(checkout, listed)) await followSession(ctx, checkout, id, found);
    });
  for await (const session of everyOne((request) => ctx.payments.listCheckouts(accountId, request), found.since)) {
    account.sessions++;
    if (await findOurs(ctx.db, session) || claimOf(session)) await compare(session.id, session);
  }
  for (const { id } of await listUnknownOfAccount(ctx.db, accountId)) if (!seen.has(id)) await compare(id, null);
}

/** Every refund since then. */
export async function compareRefunds(ctx: Context, account: ComparedAccount, found: Reconciliation): Promise<void> {
  const { accountId } = account;
  for await (const refund of everyOne((request) => ctx.payments.listAllRefunds(accountId, request), found.since)) {
    account.refunds++;
    const checkout = refund.paymentIntentId && await findCheckoutByPayment(ctx.db, refund.paymentIntentId);
    if (!checkout || checkout.accountId !== accountId || checkout.state !== "paid") continue;
    await apart(ctx, accountId, refund.id, found, () => followRefunds(ctx, checkout, refund, found));
  }
}

/** Page after page. */
async function* everyOne<T extends { id: string }>(
  list: (request: ListRequest) => Promise<ListedPage<T>>,
  since: string,
): AsyncGenerator<T> {
  const createdSince = Math.floor(ms(since) / 1000);
  for (let after: string | null = null;;) {
    const page: ListedPage<T> = await list({ createdSince, after });
    yield* page.items;
    if (!page.hasMore || page.items.length === 0) return;
    after = page.items.at(-1)!.id;
  }
}

/** One that Stripe does not tell of stops no other; only a refusal of the account's own lists does. */
async function apart(
  ctx: Context,
  accountId: string,
  id: string,
  found: Reconciliation,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PaymentsError || error instanceof DomainError)) throw error;
    ctx.log.warn("not_compared", { accountId, id, code: codeOf(error), message: error.message });
    found.left.push({ providerId: null, accountId, id, amountCents: null, currency: null, reason: "not_answered" });
  }
}

/** Whether Stripe's list says something else of it than our row does. */
function differs(checkout: Checkout, session: CheckoutSession): boolean {
  if (checkout.state === "paid" || session.status === "open") return false;
  if (session.status === "expired") return checkout.state !== "expired" && checkout.state !== "failed";
  return session.paymentStatus !== "unpaid" || checkout.state === "open" || checkout.state === "creating";
}

/** Our row follows Stripe's own answer; money that went back meanwhile gives nothing. */
async function followSession(
  ctx: Context,
  checkout: Checkout,
  sessionId: string,
  found: Reconciliation,
): Promise<void> {
  const { accountId, providerId } = checkout;
  const session = await ctx.payments.retrieveCheckout(accountId, sessionId);
  if (session.status === "open") return;
  const outcome = outcomeOf(session);
  const refunds = outcome === "paid" && session.paymentIntentId
    ? await ctx.payments.listRefunds(accountId, session.paymentIntentId)
    : [];
  if (await settleCheckout(ctx, accountId, session, outcome, null, refunds) !== "settled") {
    await syncCheckout(ctx, checkout); // an answer that differs disputes it
    const { amountCents, currency } = session;
    found.left.push({ providerId, accountId, id: sessionId, amountCents, currency, reason: "differs" });
    return;
  }
  const after = (await findCheckout(ctx.db, checkout.id))!;
  if (after.state === checkout.state) return;
  const now = after.fulfillmentKind ?? (after.state as "processing" | "expired" | "failed");
  found.repaired.push({ providerId, checkoutId: checkout.id, sessionId, now });
}

/** @param listed null: look in any case */
async function followRefunds(
  ctx: Context,
  checkout: Checkout,
  listed: RefundResult | null,
  found: Reconciliation,
): Promise<void> {
  if (listed && await isRefundOnRecord(ctx.db, listed)) return;
  const { id: checkoutId, sessionId, providerId } = checkout;
  await syncRefunds(ctx, checkoutId);
  if (listed && await isRefundOnRecord(ctx.db, listed)) {
    found.repaired.push({ providerId, checkoutId, sessionId, now: "refunds" });
  }
}
