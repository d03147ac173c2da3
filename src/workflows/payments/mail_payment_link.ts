/** The payment link of a seat that the owner holds for a client is mailed. */
import type { Tx } from "../../db/database.ts";
import type { Checkout } from "../../domain/checkouts.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { enqueuePaymentLink } from "../notifications/enqueue_bookings.ts";

/** In the transaction that stores the link. */
export async function mailPaymentLink(tx: Tx, checkout: Checkout, url: string, now: string): Promise<void> {
  if (!checkout.details.mailLink) return;
  const held = await getEnrollment(tx, checkout.subjectId!);
  if (held.status !== "PendingPayment" || held.expiresAt === null) return; // cancelled, paid, or at the bank, before we knew
  await enqueuePaymentLink(tx, held, await getClass(tx, held.providerId, held.classId), url, now);
}
