/** Times each call to the outside, and says what became of it. */
import type { Metrics } from "../metrics/metrics.ts";
import { DeliveryError } from "../ports/mail.ts";
import { PaymentsError } from "../ports/payments.ts";
import { aroundCalls, type Outside } from "./around_calls.ts";

/** The same services, whose calls are counted. */
export function countCalls({ outsideCallSeconds }: Metrics, outside: Outside): Outside {
  return aroundCalls(outside, async (service, operation, call) => {
    const began = performance.now();
    const observe = (outcome: string) =>
      outsideCallSeconds.observe((performance.now() - began) / 1000, service, operation, outcome);
    try {
      const result = await call();
      observe("ok");
      return result;
    } catch (error) {
      observe(isRefusal(error) ? "refused" : "unknown");
      throw error;
    }
  });
}

/** It was answered, and will never be otherwise. */
function isRefusal(error: unknown): boolean {
  return error instanceof PaymentsError ? error.kind === "refused" : error instanceof DeliveryError && error.permanent;
}
