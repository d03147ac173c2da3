/** Mails about refunds and disputes. */
import type { Tx } from "../../db/database.ts";
import { type Checkout, findCheckout } from "../../domain/checkouts.ts";
import { findClient } from "../../domain/clients.ts";
import { findEnrollment } from "../../domain/enrollments.ts";
import type { Refund } from "../../domain/refunds.ts";
import type { StoredMailData } from "../../mail/mails.ts";
import type { PaymentEvent } from "../../ports/payments.ts";
import { enqueueToClient, enqueueToOwner } from "./enqueue_mail.ts";

/** A payment that could have no other fulfillment is refunded in full. */
export async function enqueuePaymentRefunded(
  tx: Tx,
  checkout: Checkout,
  of: { clientId: string; name?: string | null },
  reason: StoredMailData["payment_refunded"]["reason"],
  now: string,
): Promise<void> {
  const { providerId, request, amountCents } = checkout;
  const mail = { kind: "payment_refunded", subjectId: checkout.id, siteOrigin: checkout.origin } as const;
  const data = { what: request.productName, amountCents, reason };
  await enqueueToClient(tx, { ...of, providerId }, mail, (name) => ({ name, ...data }), now);
}

/**
 * A refund failed after it was made, ours or the studio's: `owedCents` are for the owner to pay. Each time it grows is a mail of its own:
 * the revision is raised with every change, so no two share a key.
 */
export async function enqueueRefundOwed(
  tx: Tx,
  refund: Refund,
  revision: number,
  owedCents: number,
  reason: string | null,
  now: string,
): Promise<void> {
  const data = { ...await describeRefund(tx, refund, reason), amountCents: owedCents };
  const mail = { kind: "refund_failed", subjectId: `${refund.id}:${revision}`, data } as const;
  await enqueueToOwner(tx, refund.providerId, mail, now);
}

/** Stripe keeps refusing a refund. */
export async function enqueueRefundStuck(tx: Tx, refund: Refund, reason: string | null, now: string): Promise<void> {
  const data = await describeRefund(tx, refund, reason);
  await enqueueToOwner(tx, refund.providerId, { kind: "refund_stuck", subjectId: refund.id, data }, now);
}

/** A customer's bank asks for a payment back. */
export async function enqueueDisputeOpened(
  tx: Tx,
  checkout: Checkout,
  dispute: NonNullable<PaymentEvent["dispute"]>,
  now: string,
): Promise<void> {
  const data = {
    customerName: await customerName(tx, checkout.fulfillmentKind === "seat" ? checkout.fulfillmentId : null),
    what: checkout.request.productName,
    amountCents: dispute.amountCents,
    reason: dispute.reason,
  };
  await enqueueToOwner(tx, checkout.providerId, { kind: "dispute_opened", subjectId: dispute.id, data }, now);
}

async function describeRefund(tx: Tx, refund: Refund, reason: string | null) {
  const checkout = (await findCheckout(tx, refund.checkoutId))!;
  return {
    customerName: await customerName(tx, refund.enrollmentId),
    what: checkout.request.productName,
    amountCents: refund.amountCents,
    reason,
  };
}

async function customerName(tx: Tx, enrollmentId: string | null): Promise<string> {
  const enrollment = enrollmentId && await findEnrollment(tx, enrollmentId);
  const client = enrollment && await findClient(tx, enrollment.providerId, enrollment.clientId);
  return client ? enrollment.name ?? client.name : "A client";
}
