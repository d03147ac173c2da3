/** The endpoint that events are sent to. */
import type { Clock } from "./clock.ts";
import type { StripeEvent } from "./events.ts";
import type { Lifetime } from "./lifetime.ts";
import { signatureHeader } from "./signature.ts";

const TIMEOUT_MS = 10_000;

export interface SendOptions {
  /** Signs with another secret. */
  secret?: string;
  /** Seconds. */
  timestamp?: number;
  /** The header to send, null for none. */
  signature?: string | null;
}

export class WebhookEndpoint {
  /** Until it is set, events wait. */
  url: string | undefined;

  constructor(
    private readonly secret: string,
    private readonly clock: Clock,
    private readonly lifetime: Lifetime,
  ) {}

  /** Posts an event, signed. @returns the server's answer. @throws Error without a URL, TypeError without an answer */
  async send(event: StripeEvent, { secret, timestamp, signature }: SendOptions = {}): Promise<Response> {
    if (this.url === undefined) throw new Error("The simulator has no webhookUrl.");
    const body = JSON.stringify(event, null, 2);
    const header = signature === undefined
      ? await signatureHeader(body, secret ?? this.secret, timestamp ?? this.clock.seconds)
      : signature;
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        ...header !== null && { "stripe-signature": header },
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([this.lifetime.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    // Read here, so that no caller holds a connection open by leaving the body alone.
    const text = await response.text();
    const { status, headers } = response;
    return new Response([101, 204, 205, 304].includes(status) ? null : text, { status, headers });
  }
}
