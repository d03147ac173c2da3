/** What an owner does about a refund that got stuck: try it again, or note that it was paid outside Stripe. Nobody is ever refunded twice. */
import { findCheckout, raiseRefundRevision } from "../../domain/checkouts.ts";
import { DomainError } from "../../domain/errors.ts";
import { pluralize } from "../../domain/format.ts";
import { createManualRefund, findManualRefund } from "../../domain/manual_refunds.ts";
import { getProvider } from "../../domain/providers.ts";
import {
  findRefund,
  getOwedCents,
  getRefundOf,
  markFailed,
  pauseRefund,
  type Refund,
  setOwedNotified,
} from "../../domain/refunds.ts";
import { HOUR, iso, MINUTE, ms } from "../../domain/time.ts";
import { PaymentsError } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { once } from "../idempotency/once.ts";
import { executeRefund, IN_DOUBT_FOR, NO_ANSWER } from "./execute_refund.ts";
import { finishCancellation } from "./finish_cancellation.ts";
import { accept, notifyIfOwed, syncRefunds } from "./sync_refunds.ts";

/** While an owner settles it manually, no try of a refund in doubt begins for so long. */
const PAUSE = HOUR;

/**
 * Tries a refund that is still due again, at once and under its own key. A repeat finds it made.
 * @throws DomainError not_found, 409 (nothing tries it again), 502 (refused again)
 */
export async function retryRefund(ctx: Context, providerId: string, refundId: string): Promise<void> {
  const refund = await getRefundOf(ctx.db, providerId, refundId);
  if (await findManualRefund(ctx.db, refundId)) {
    throw new DomainError("nothing_owed", "You have refunded this yourself: it is not tried again.");
  }
  switch (refund.state) {
    case "succeeded":
    case "pending":
      return;
    case "failed":
      throw new DomainError(
        "refund_refused",
        "The bank returned this refund, and would again: refund it some other way.",
      );
    case "refused":
      throw new DomainError(
        "refund_refused",
        "Stripe refused this refund, so the booking stands. Cancel the booking again to try once more.",
      );
    case "intent":
      await executeRefund(ctx, refundId);
  }
}

/**
 * The owner has paid what is owed outside Stripe: it is noted once, no attempt is ever made again, and a booking that waited for it is
 * cancelled. Stripe is asked first.
 * @throws DomainError not_found, 409 (nothing is owed, or it is too early to know), 502 (Stripe does not say)
 */
export async function recordManualRefund(
  ctx: Context,
  providerId: string,
  refundId: string,
): Promise<void> {
  // No try of this process is under way, and none begins before the end: one that comes meanwhile joins this, and finds it settled.
  const key = `refund:${refundId}`;
  while (ctx.inFlight.has(key)) await ctx.inFlight.settled(key);
  await ctx.inFlight.run(key, () => settleManually(ctx, providerId, refundId));
  ctx.wake("outbox");
}

async function settleManually(ctx: Context, providerId: string, refundId: string): Promise<void> {
  const refund = await getRefundOf(ctx.db, providerId, refundId);
  if (await findManualRefund(ctx.db, refundId)) return;
  if (refund.state === "intent" && !refund.ownerNotifiedAt) {
    throw new DomainError("refund_pending", "This refund is still being made. You are notified if it can’t be.");
  }
  if (refund.state !== "intent") await refuseUnlessOwed(ctx, refundId);
  const refused = refund.state === "intent" && await refuseInDoubt(ctx, refund);
  const revision = await readStripe(ctx, refund, refused);
  const made = await once(ctx, providerId, async (tx) => {
    const fresh = (await findRefund(tx, refundId))!;
    const checkout = (await findCheckout(tx, fresh.checkoutId))!;
    if (checkout.refundRevision !== revision.seen || wasTried(refund, fresh)) {
      throw new DomainError("conflict", "The refund was tried again just now. Look again how it stands.");
    }
    const now = iso(ctx.clock.now());
    await raiseRefundRevision(tx, fresh.checkoutId);
    if (fresh.state === "intent" && revision.ours) {
      await accept(ctx, tx, fresh, revision.ours, now);
      await notifyIfOwed(tx, checkout, null, now);
      return true;
    }
    const owedCents = await getOwedCents(tx, refundId);
    if (owedCents === 0) throw nothingOwed();
    if (fresh.state === "intent") await markFailed(tx, refundId, fresh.lastError ?? "refused", now);
    await createManualRefund(tx, fresh, owedCents, now);
    await setOwedNotified(tx, refundId, 0);
    await finishCancellation(ctx, tx, { ...fresh, amountCents: owedCents }, "manual", now);
    return false;
  });
  if (made) throw new DomainError("nothing_owed", "Nothing is owed: Stripe has made this refund after all.");
}

/** Another process has tried it since it was read. */
const wasTried = (seen: Refund, fresh: Refund) =>
  seen.state === "intent" && fresh.state === "intent" &&
  (fresh.tries !== seen.tries || fresh.lastError !== seen.lastError || fresh.updatedAt !== seen.updatedAt);

const nothingOwed = () => new DomainError("nothing_owed", "Nothing is owed of this refund any more.");

async function refuseUnlessOwed(ctx: Context, refundId: string): Promise<void> {
  if (await getOwedCents(ctx.db, refundId) === 0) throw nothingOwed();
}

/**
 * Whether the last try ended with a refusal. If not, it may still be running at Stripe (or be begun by another process): no more tries
 * then, and the owner is asked to come back when it must be over.
 * @throws DomainError 409
 */
async function refuseInDoubt(ctx: Context, refund: Refund): Promise<boolean> {
  const nowMs = ctx.clock.now();
  const due = refund.nextTryAt === null || ms(refund.nextTryAt) <= nowMs;
  if (!due && refund.lastError !== null && refund.lastError !== NO_ANSWER) return true;
  const since = due ? iso(nowMs) : refund.updatedAt;
  const quietAt = ms(since) + IN_DOUBT_FOR;
  if (quietAt <= nowMs) return false;
  await ctx.db.write(
    refund.providerId,
    (tx) => pauseRefund(tx, refund.id, NO_ANSWER, since, iso(nowMs + PAUSE)),
  );
  const minutes = Math.ceil((quietAt - nowMs) / MINUTE);
  throw new DomainError(
    "refund_pending",
    `Stripe has not said yet whether the last try went through. Nothing more is tried for an hour; come back in ${
      pluralize(minutes, "minute")
    }, so that nobody is refunded twice.`,
  );
}

/** @param refused the last try ended with a refusal: then a Stripe that lets us in no more has nothing to tell */
async function readStripe(ctx: Context, refund: Refund, refused: boolean) {
  let ours = null;
  try {
    ({ ours } = await syncRefunds(ctx, refund.checkoutId));
  } catch (error) {
    if (!(error instanceof PaymentsError)) throw error;
    if (error.kind === "unknown" || !refused && !await hasLeft(ctx, refund)) {
      throw new DomainError(
        "stripe_unavailable",
        "Stripe does not say just now whether it made this refund after all. Nothing was changed; come back in some minutes.",
      );
    }
  }
  return { ours, seen: (await findCheckout(ctx.db, refund.checkoutId))!.refundRevision };
}

/** Whether the studio has another account by now, or none: then nothing more is ever told of this one. */
async function hasLeft(ctx: Context, { providerId, accountId }: Refund): Promise<boolean> {
  return (await getProvider(ctx.db, providerId)).stripeAccountId !== accountId;
}
