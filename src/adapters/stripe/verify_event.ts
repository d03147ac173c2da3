/** Whether a webhook's request is Stripe's own, and what it tells. */
import Stripe from "stripe";
import type { Log } from "../../ports/log.ts";
import type { PaymentEvent } from "../../ports/payments.ts";
import { badEvent } from "./errors.ts";
import { parsed, paymentEvent, UNREADABLE } from "./events.ts";

const SIGNATURE_AGE_SECONDS = 300;

/** @throws PaymentsError `refused`: signed by nobody we know, too long ago, or no JSON */
export async function verifyEvent(
  stripe: Stripe,
  webhookSecrets: string[],
  log: Log,
  { rawBody, signatureHeader, nowMs }: { rawBody: string; signatureHeader: string; nowMs: number },
): Promise<PaymentEvent> {
  // Our own clock, in both directions: the SDK only knows Date.now() and lets the future pass.
  const age = Math.floor(nowMs / 1000) - signedAt(signatureHeader);
  if (!(Math.abs(age) <= SIGNATURE_AGE_SECONDS)) throw badEvent("signature too old, or not from now");
  for (const secret of webhookSecrets) {
    try {
      // Not constructEvent: that refuses v2's events together with what is signed by nobody.
      await stripe.webhooks.signature!.verifyHeaderAsync(rawBody, signatureHeader, secret, 0);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) continue;
      throw badEvent("the signature can't be checked");
    }
    const event = paymentEvent(parsed(rawBody));
    if (event.type === UNREADABLE) log.warn("event_unreadable", { eventId: event.id });
    return event;
  }
  throw badEvent("no secret fits the signature");
}

/** Seconds since 1970 of the signature's `t`, read as the SDK reads it; NaN without one. */
function signedAt(header: string): number {
  let at = NaN;
  for (const part of header.split(",")) {
    const [key, value] = part.split("=");
    if (key === "t") at = parseInt(value, 10);
  }
  return at;
}
