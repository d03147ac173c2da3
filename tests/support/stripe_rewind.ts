/** Lets the same thing happen again: the simulator forgets what happened since. */
import type { StripeSimulator } from "../../src/dev/stripe_simulator/simulator.ts";

/** Answers a function that puts sessions, payments and refunds back as they are now. */
export function rememberStripe(stripe: StripeSimulator): () => void {
  const maps: Map<string, unknown>[] = [stripe.sessions, stripe.payments, stripe.refunds];
  const saved = maps.map((one) => structuredClone(one));
  return () =>
    maps.forEach((map, i) => {
      map.clear();
      for (const [id, one] of structuredClone(saved[i])) map.set(id, one);
    });
}
