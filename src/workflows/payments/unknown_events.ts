/** An event about a Checkout Session that says it is ours, and of which we have no row: an alarm, and nothing more. */
import { recordEvent } from "../../domain/payment_events.ts";
import { findProvider, listProvidersOfAccount } from "../../domain/providers.ts";
import { iso } from "../../domain/time.ts";
import { dropUnknownCheckout, noteUnknownCheckout } from "../../domain/unknown_checkouts.ts";
import type { CheckoutSession, PaymentEvent } from "../../ports/payments.ts";
import type { Context } from "../context.ts";
import { enqueueUnknownPayment } from "../notifications/enqueue_unknown_payment.ts";
import { claimOf } from "./checkout_metadata.ts";
import { findOurs } from "./find_ours.ts";

/**
 * Noted once for each session, and the owner mailed. Changes no seat and no money: a studio can write such metadata itself.
 * @returns `known_now`: its row was written meanwhile; `not_ours`: it says nothing of us, or the account is not that studio's
 */
export async function noteUnknownEvent(
  ctx: Context,
  account: string | null,
  session: CheckoutSession,
  outcome: "paid" | "processing" | "expired" | "failed",
  event: PaymentEvent | null,
): Promise<"unknown" | "known_now" | "seen_before" | "not_ours"> {
  const claim = claimOf(session);
  const facts = { sessionId: session.id, accountId: account, eventId: event?.id, type: event?.type };
  const providers = claim && account ? await listProvidersOfAccount(ctx.db, account) : [];
  if (!claim || !account || !providers.some(({ id }) => id === claim.providerId)) {
    // A studio that we know, paid at an account that we don't know as its own: as when it connected one after the backup.
    if (claim && await findProvider(ctx.db, claim.providerId)) ctx.log.error("payment_unknown", facts);
    else ctx.log.warn("payment_not_ours", facts);
    return "not_ours";
  }
  const { providerId } = claim;
  const noted = await ctx.db.write(providerId, async (tx) => {
    const now = iso(ctx.clock.now());
    if (await findOurs(tx, session)) return "known_now";
    if (event && !await recordEvent(tx, event, "unknown", now)) return "seen_before";
    if (outcome === "expired" || outcome === "failed") return void await dropUnknownCheckout(tx, session.id);
    const found = { ...claim, id: session.id, accountId: account, state: outcome, reason: null };
    const kept = await noteUnknownCheckout(tx, found, now);
    if (kept === "new") await enqueueUnknownPayment(tx, providerId, found, now);
    return kept;
  });
  if (noted === "known_now" || noted === "seen_before") return noted;
  if (noted) ctx.log.error("payment_unknown", { ...facts, providerId, kept: noted !== "full" });
  ctx.wake("outbox");
  return "unknown";
}
