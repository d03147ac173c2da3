/** Stripe refuses longer texts than these, in characters. https://docs.stripe.com/api/metadata */
export const LIMIT = { productName: 250, productDescription: 1000, metadata: 500, reference: 200 };

/** At most `max` characters, never half of one. */
export function clip(value: string, max: number): string {
  return value.length <= max ? value : [...value].slice(0, max).join("");
}

/** The metadata with its values cut to what Stripe takes. */
export function clippedValues(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, clip(value, LIMIT.metadata)]));
}
