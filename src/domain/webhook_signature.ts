/** The signature of the Standard Webhooks specification: https://github.com/standard-webhooks/standard-webhooks */
import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";

const PREFIX = "whsec_";

/** 256 random bits. */
export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

/** What is sent of an event. @param data JSON */
export function webhookBody({ type, createdAt, data }: { type: string; createdAt: string; data: string }): string {
  return `{"type":${JSON.stringify(type)},"timestamp":${JSON.stringify(createdAt)},"data":${data}}`;
}

/**
 * The headers of one try.
 * @param secrets each signs; a receiver is content with one that it knows
 * @param timestamp of this try, seconds
 */
export function signWebhook(
  secrets: string[],
  id: string,
  timestamp: number,
  body: string,
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
