/** A Checkout Session that says it is ours, and of which there is no row: what Stripe answers about it decides. */
import { findProvider } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { dropUnknownCheckout, noteUnknownCheckout, type UnknownCheckout } from "../../domain/unknown_checkouts.ts";
import { type CheckoutSession, PaymentsError, type RefundResult } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { enqueueUnknownPayment } from "../notifications/enqueue_unknown_payment.ts";
import { claimOf } from "./checkout_metadata.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { readRecord, recoverCheckout } from "./recover_checkout.ts";
import { outcomeOf } from "./sync_checkout.ts";

/** Its rows are made again where what we sealed is there; else it is listed for the owner. @throws PaymentsError */
export async function reconcileUnknown(
  ctx: Context,
  accountId: string,
  sessionId: string,
  found: Reconciliation,
): Promise<void> {
  let session = await ctx.payments.retrieveCheckout(accountId, sessionId);
  const claim = claimOf(session);
  const provider = claim && await findProvider(ctx.db, claim.providerId);
  const record = readRecord(ctx, accountId, session);
  // Another installation's, or a studio's own: what we sealed for this account, or the account itself, must say that it is ours.
  if (!claim || !provider || typeof record === "string" && provider.stripeAccountId !== accountId) return;

  if (session.status === "open" && typeof record !== "string") {
    session = await close(ctx, accountId, session);
    if (session.status === "expired") found.closed.push(session.id);
  }
  if (session.status === "open") return;
  const outcome = outcomeOf(session);
  if (outcome === "expired" || outcome === "failed") return await drop(ctx, provider.id, sessionId);

  const refunds = session.paymentIntentId ? await ctx.payments.listRefunds(accountId, session.paymentIntentId) : [];
  const recovery = typeof record === "string"
    ? { kind: "left" as const, reason: record }
    : await recoverCheckout(ctx, record, session, outcome, refunds);
  if (recovery.kind === "known") return;
  if (recovery.kind === "recovered") {
    const { id: checkoutId, providerId, fulfillmentKind } = recovery.checkout;
    found.repaired.push({ providerId, checkoutId, sessionId, now: fulfillmentKind ?? "processing" });
    return;
  }
  if (isRefunded(session, refunds)) return await drop(ctx, provider.id, sessionId);
  const { amountCents, currency } = claim;
  found.left.push({
    providerId: provider.id,
    accountId,
    id: sessionId,
    amountCents,
    currency,
    reason: recovery.reason,
  });
  await keep(ctx, { ...claim, id: sessionId, accountId, state: outcome, reason: recovery.reason });
}

/** Nobody is to pay for a seat that is not held any more. It may have been paid a moment ago. */
async function close(ctx: Context, accountId: string, session: CheckoutSession): Promise<CheckoutSession> {
  try {
    return await ctx.payments.expireCheckout(accountId, session.id);
  } catch (error) {
    if (!(error instanceof PaymentsError) || error.kind === "unknown") throw error;
    return await ctx.payments.retrieveCheckout(accountId, session.id);
  }
}

/** All of it went back: there is nothing to be done for anybody. */
function isRefunded({ amountCents }: CheckoutSession, refunds: RefundResult[]): boolean {
  const cents = refunds.filter(({ status }) => status !== "failed").reduce((sum, one) => sum + one.amountCents, 0);
  return amountCents !== null && amountCents > 0 && cents >= amountCents;
}

async function drop(ctx: Context, providerId: string, sessionId: string): Promise<void> {
  await ctx.db.write(providerId, (tx) => dropUnknownCheckout(tx, sessionId));
}

async function keep(ctx: Context, unknown: Omit<UnknownCheckout, "notedAt">): Promise<void> {
  const { providerId } = unknown;
  await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (await noteUnknownCheckout(tx, unknown, now) === "new") {
      await enqueueUnknownPayment(tx, providerId, unknown, now);
    }
  });
  ctx.wake("outbox");
}
