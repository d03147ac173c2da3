/** Reads values whose types nobody vouches for. */

export type Fields = Record<string, unknown>;

/** The fields of an object; none of anything else. */
export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? value as Fields : {};
}

/** A string, or null. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** An integer that JavaScript holds exactly, or null. */
export function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) ? value as number : null;
}

/** The id of something that Stripe gives as an id or, expanded, as the object. */
export function idOf(value: unknown): string | null {
  return text(value) ?? text(fields(value).id);
}
