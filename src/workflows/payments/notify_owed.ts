/** Mails to the owner about refunds that don't go their way. */
import type { Tx } from "../../db/database.ts";
import type { Checkout } from "../../domain/checkouts.ts";
import { findClient } from "../../domain/clients.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { markOwnerNotified, type Refund } from "../../domain/refunds.ts";
import { enqueueOwnerMail } from "../notifications/enqueue.ts";

/** A refund failed after it was made, ours or the studio's: `owedCents` are for the owner to pay. Each time it grows is a mail of its own. */
export async function notifyOwed(
  tx: Tx,
  checkout: Checkout,
  refund: Refund,
  owedCents: number,
  reason: string | null,
  now: string,
): Promise<void> {
  const about = { ...await describe(tx, checkout, refund), amountCents: owedCents, reason };
  // The revision is raised with every change, so no two growths share a key.
  await enqueueOwnerMail(tx, refund.providerId, "refund_failed", `${refund.id}:${checkout.refundRevision}`, about, now);
}

/** Stripe goes on refusing it: once. */
export async function notifyStuck(
  tx: Tx,
  checkout: Checkout,
  refund: Refund,
  reason: string | null,
  now: string,
): Promise<void> {
  await markOwnerNotified(tx, refund.id, now);
  const about = { ...await describe(tx, checkout, refund), amountCents: refund.amountCents, reason };
  await enqueueOwnerMail(tx, refund.providerId, "refund_stuck", refund.id, about, now);
}

async function describe(tx: Tx, checkout: Checkout, refund: Refund) {
  const enrollment = refund.enrollmentId ? await getEnrollment(tx, refund.enrollmentId) : null;
  const client = enrollment && await findClient(tx, refund.providerId, enrollment.clientId);
  return { customerName: client?.name ?? "A client", what: checkout.request.productName };
}
