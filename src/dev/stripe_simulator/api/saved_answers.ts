/** Idempotency keys: the answer of the first request under a key is sent again for a day. */
import { invalid, StripeRefusal } from "../errors.ts";
import type { Answer } from "./answer.ts";

export const IDEMPOTENCY_MS = 24 * 60 * 60 * 1000;

export interface SavedAnswer {
  /** The body. */
  fingerprint: string;
  /** Method and path. */
  path: string;
  /** Milliseconds. */
  at: number;
  /** Null while the request is running. */
  answer: Answer | null;
}

/**
 * The saved answer to the same request, or null when it is to be executed.
 * @param request the one that came now, under `key`
 * @throws StripeRefusal when it is another request, or the first one is still running
 */
export function findSavedAnswer(saved: SavedAnswer | undefined, key: string, request: SavedAnswer): Answer | null {
  if (!saved || request.at - saved.at >= IDEMPOTENCY_MS && saved.answer) return null;
  if (saved.path !== request.path || saved.fingerprint !== request.fingerprint) {
    throw new StripeRefusal(400, {
      type: "idempotency_error",
      message: (saved.path !== request.path
        ? `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${saved.path}'). `
        : "Keys for idempotent requests can only be used with the same parameters they were first used with. ") +
        `Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }
  if (saved.answer) return saved.answer;
  throw invalid(
    `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`,
    undefined,
    "idempotency_key_in_use",
    409,
  );
}
