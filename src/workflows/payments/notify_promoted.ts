/** A client promoted from the waitlist is mailed the payment link. */
import type { Tx } from "../../db/database.ts";
import { getClass } from "../../domain/class_sessions.ts";
import { getEnrollment } from "../../domain/enrollments.ts";
import { listPromotionsOf } from "../../domain/waitlist.ts";
import { enqueueWaitlistPromoted } from "../notifications/enqueue_waitlist.ts";

/** In the transaction that stores the link. */
export async function notifyPromoted(tx: Tx, enrollmentId: string, url: string, now: string): Promise<void> {
  const entries = await listPromotionsOf(tx, enrollmentId);
  if (entries.length === 0) return;
  const held = await getEnrollment(tx, enrollmentId);
  if (held.status !== "PendingPayment" || held.expiresAt === null) return; // paid, or at the bank, before we knew
  const session = await getClass(tx, held.providerId, held.classId);
  for (const entry of entries) await enqueueWaitlistPromoted(tx, entry, held, session, url, now);
}
