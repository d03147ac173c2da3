/** What went wrong at Stripe: refused, or unknown. */
import Stripe from "stripe";
import { PaymentsError } from "../../ports/payments.ts";

/**
 * An error of the SDK in our two words. Only an answer that says no is `refused`; 408, 409 (still running), 425, 429, 5xx,
 * timeouts, broken connections and unreadable bodies prove nothing. The text is made of codes, never of Stripe's own message,
 * which may repeat what we sent.
 */
export function asPaymentsError(error: unknown): PaymentsError {
  if (error instanceof PaymentsError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    return new PaymentsError("unknown", "Stripe's answer made no sense.");
  }
  const status = error.statusCode;
  const kind =
    isRefusal(status) && !(error instanceof Stripe.errors.StripeRateLimitError) && error.code !== "lock_timeout"
      ? "refused"
      : "unknown";
  const code = error.code ?? (error instanceof Stripe.errors.StripeIdempotencyError ? "idempotency_error" : null);
  const facts = [error.type, code, error.param && `at ${error.param}`, status && `HTTP ${status}`, error.requestId];
  // A proxy's JSON may have an `error` too: Stripe's has a type.
  const own = /_error$/.test(error.rawType ?? "") ? status ?? null : null;
  return new PaymentsError(kind, `Stripe: ${facts.filter(Boolean).join(", ")}.`, code, own);
}

function isRefusal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}

/** The SDK takes any JSON without `error` for an answer, also when a proxy sent it with 404 or 502. */
export function notAnAnswer(object: unknown): PaymentsError {
  const status = (object as { lastResponse?: { statusCode?: number; status?: number } } | null)?.lastResponse;
  const code = status?.statusCode ?? status?.status;
  return new PaymentsError(isRefusal(code) ? "refused" : "unknown", `Stripe: not an answer, HTTP ${code ?? "?"}.`);
}

/** @throws PaymentsError always: the object is no answer */
export function refuse(object: unknown): never {
  throw notAnAnswer(object);
}

/** The refusal of a webhook request. */
export function badEvent(why: string): PaymentsError {
  return new PaymentsError("refused", `Webhook: ${why}.`);
}
