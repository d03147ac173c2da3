/** Holds a call to Stripe up until it is let through. */
import type { TestApp } from "./app.ts";

/** `until` for the simulator's slow calls. */
export function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { until: promise, open: resolve };
}

/** Waits until so many requests to a path have reached Stripe. */
export async function arrived(t: TestApp, path: RegExp, count = 1): Promise<void> {
  for (let waited = 0; t.stripe.requests.filter((one) => path.test(one.path)).length < count; waited++) {
    if (waited > 500) throw new Error(`no request to ${path}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
