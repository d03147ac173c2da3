import type Stripe from "stripe";

/** Metadata as it is kept: an empty value means that the key is not set. */
export function keptMetadata(metadata: Stripe.MetadataParam | "" | null | undefined): Stripe.Metadata {
  const entries = Object.entries(metadata || {}).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}
