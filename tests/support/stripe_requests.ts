/** What the simulated Stripe was asked and did about a test's payments. */
import type { studio } from "./studio.ts";

type World = Awaited<ReturnType<typeof studio>>;

/** The refunds of a session that stand at Stripe, in cents. */
export function refundsAtStripe(t: World, session: string): number[] {
  const payment = t.studio.paymentOf(session);
  return [...t.stripe.refunds.values()]
    .filter(({ refund }) => refund.payment_intent === payment && refund.status !== "failed")
    .map(({ refund }) => refund.amount);
}

/** Distinct idempotency keys of the requests sent to a path: repeats by the SDK count once. */
export function idempotencyKeysOf(t: Pick<World, "stripe">, path: RegExp): string[] {
  const sent = t.stripe.requests.filter((one) => one.method === "POST" && path.test(one.path));
  return [...new Set(sent.map((one) => one.headers["idempotency-key"]))];
}
