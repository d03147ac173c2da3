/** Where our books and Stripe's differ, once nothing is under way any more. */
import type { TestApp } from "./app.ts";
import type { Studio } from "./studio.ts";

/** One line for each difference. */
export async function differences(t: TestApp, studio: Studio): Promise<string[]> {
  const found: string[] = [];
  const checkouts = await studio.books("checkouts");
  for (const one of checkouts) {
    if (["creating", "open", "processing"].includes(one.state)) found.push(`${one.id}: still ${one.state}`);
    const paid = t.stripe.sessions.get(one.session_id)?.session.payment_status === "paid";
    if (paid !== (one.state === "paid")) found.push(`${one.id}: ${one.state}, at Stripe ${paid ? "paid" : "unpaid"}`);
  }
  for (const { session } of t.stripe.sessions.values()) {
    const known = checkouts.some((one) => one.session_id === session.id);
    if (!known && session.payment_status === "paid") found.push(`${session.id}: paid, and unknown to us`);
  }
  const enrollments = await studio.books("enrollments");
  const { body: refunds } = await studio.manage("GET", "refunds?limit=200");
  for (const [paymentId, { paymentIntent }] of t.stripe.payments) {
    const checkout = checkouts.find((one) => one.payment_intent_id === paymentId);
    if (!checkout || paymentIntent.status !== "succeeded") continue;
    const standing = [...t.stripe.refunds.values()].map((one) => one.refund).filter((one) =>
      one.payment_intent === paymentId && one.status !== "failed" && one.status !== "canceled"
    );
    const sum = (some: typeof standing) => some.reduce((cents, one) => cents + one.amount, 0);
    const own = standing.filter((one) => one.metadata?.alera_refund);
    const [made, outside] = [sum(own), sum(standing) - sum(own)];
    if (own.length > 1) found.push(`${paymentId}: refunded by us ${own.length} times`);
    const seat = enrollments.find((one) => one.checkout_id === checkout.id);
    if (checkout.fulfillment_kind !== "refund" && seat?.status === "Confirmed" && own.length > 0) {
      found.push(`${seat.id}: Confirmed, and its payment was refunded`);
    }
    const due = checkout.fulfillment_kind === "refund" || seat?.status === "Cancelled" &&
        (seat.refund_choice === "full" || seat.refund_choice === "policy" && !seat.late_cancel);
    const item = refunds.items.find((one: { checkoutSessionId: string }) =>
      one.checkoutSessionId === checkout.session_id
    );
    if (!due) continue;
    if (!item) {
      found.push(`${paymentId}: a refund is due, and GET refunds does not list it`);
      continue;
    }
    const { refundedCents, refundedOutsideCents, paidByHandCents, owedCents, amountCents } = item;
    if (refundedCents !== made) found.push(`${paymentId}: ${refundedCents} refunded by our books, ${made} at Stripe`);
    if (refundedOutsideCents !== outside) {
      found.push(`${paymentId}: ${refundedOutsideCents} outside, ${outside} at Stripe`);
    }
    const accounted = refundedCents + refundedOutsideCents + paidByHandCents + owedCents;
    if (paidByHandCents === 0 ? accounted !== amountCents : accounted < amountCents) {
      found.push(`${paymentId}: ${accounted} of ${amountCents} due are accounted for: ${JSON.stringify(item)}`);
    }
  }
  return found;
}
