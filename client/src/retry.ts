/** When a request is sent again, and after how long. */
import type { AleraError } from "./error.ts";
import type { Method } from "./calls.ts";

/** How patient the client is. */
export interface Patience {
  /** Tries after the first. */
  retries: number;
  /** The longest pause before one; a longer Retry-After ends the call at once. */
  maxWaitMs: number;
}

/**
 * How many milliseconds to wait before the next try; null: don't. A POST carries an Idempotency-Key, so whatever happened to
 * it, a repeat does nothing twice. A PATCH or DELETE is repeated only when the API says that nothing was done.
 * @param tries how many there were
 */
export function pauseBefore(error: AleraError, method: Method, tries: number, patience: Patience): number | null {
  if (tries > patience.retries || !mayRepeat(error, method, tries)) return null;
  const asked = error.retryAfter === null ? 0 : error.retryAfter * 1000;
  if (asked > patience.maxWaitMs) return null;
  // Not all at once: those who failed together come back apart.
  const growing = 250 * 2 ** (tries - 1) * (0.5 + Math.random());
  return Math.min(Math.max(asked, growing), patience.maxWaitMs);
}

function mayRepeat({ status, code, retryAfter }: AleraError, method: Method, tries: number): boolean {
  if (status === 429) return retryAfter !== null;
  if (code === "unavailable") return true;
  if (method !== "get" && method !== "post") return false;
  // Of our own earlier try, which is still running: its answer is ours, too.
  if (code === "idempotency_conflict") return tries > 1;
  return status === 0 || status >= 500;
}

/** @throws the signal's reason, as soon as it is aborted */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => (clearTimeout(timer), reject(signal!.reason));
    const timer = setTimeout(() => (signal?.removeEventListener("abort", stop), resolve()), ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
