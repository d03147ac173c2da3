/** Whether a webhook comes from Alera: the Standard Webhooks specification, with Web Crypto only. */
import type { Event } from "./openapi.ts";

/** What happened at the studio. */
export interface WebhookEvent {
  /** `webhook-id`: the same at every try, so that one that was seen can be left out. */
  id: string;
  type: Event["type"] | "ping";
  /** When it happened. */
  timestamp: string;
  /** The object as the management API showed it then. */
  data: Record<string, unknown>;
}

/** As `Request` has them, or as Node has them. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

/** For tests, and for clocks that are not well set. */
export interface VerifyWebhookOptions {
  /** How far `webhook-timestamp` may be from now, either way. 300 seconds unless told. */
  toleranceSeconds?: number;
  /** Milliseconds since 1970. */
  now?: number;
}

/** It is not from Alera, was changed, or is too old. Answer 400. */
export class WebhookVerificationError extends Error {
  override name = "WebhookVerificationError";
}

/**
 * The event, once its signature is known to be right.
 * @param payload the body as it came, before anything parsed it
 * @param secret `whsec_…`, as the endpoint showed it once; several while one replaces another
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  payload: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = 300, now = Date.now() }: VerifyWebhookOptions = {},
): Promise<WebhookEvent> {
  const id = headerOf(headers, "webhook-id");
  const timestamp = headerOf(headers, "webhook-timestamp");
  const signatures = headerOf(headers, "webhook-signature").split(" ").filter((one) => one.startsWith("v1,"));
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookVerificationError("webhook-timestamp is not a time.");
  if (Math.abs(now / 1000 - Number(timestamp)) > toleranceSeconds) {
    throw new WebhookVerificationError("webhook-timestamp is too far from now.");
  }
  const text = typeof payload === "string" ? payload : new TextDecoder().decode(payload);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${text}`);
  for (const one of typeof secret === "string" ? [secret] : secret) {
    const key = await keyOf(one);
    for (const signature of signatures) {
      const bytes = bytesOf(signature.slice(3));
      // `verify` takes the same time wherever they differ.
      if (bytes && await crypto.subtle.verify("HMAC", key, bytes, signed)) return { ...JSON.parse(text), id };
    }
  }
  throw new WebhookVerificationError("No signature in webhook-signature fits.");
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers
    ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const first = Array.isArray(value) ? value.join(" ") : value;
  if (!first) throw new WebhookVerificationError(`${name} is missing.`);
  return first;
}

async function keyOf(secret: string): Promise<CryptoKey> {
  const bytes = bytesOf(secret.replace(/^whsec_/, ""));
  if (!bytes || bytes.length === 0) throw new TypeError("The secret is not one: whsec_ and base64.");
  return await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
}

/** Null: not base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
