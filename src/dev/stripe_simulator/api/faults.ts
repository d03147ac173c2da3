/** Faults that tests inject. */
import type { StripeErrorBody } from "../errors.ts";
import type { Lifetime } from "../lifetime.ts";
import type { Answer } from "./answer.ts";
import type { ApiRoute } from "./router.ts";

/**
 * A fault for the next matching request(s).
 * - `error` (default): answers `status` and `error` without doing it.
 * - `drop`: closes the connection without doing it.
 * - `lost`: does it, then closes the connection without an answer.
 * - `hang`: does nothing and answers nothing; closes the connection after `delayMs` (default: when the client gives up).
 * - `slow`: waits, then does it.
 * - `late`: does it, then waits, then answers.
 */
export interface FaultOptions {
  route: ApiRoute;
  /** Only for requests with this `Stripe-Account`. */
  account?: string;
  /** How many requests it hits. Default 1. */
  times?: number;
  mode?: "error" | "drop" | "lost" | "hang" | "slow" | "late";
  /** For `error`. Default 500. */
  status?: number;
  /** Default: the one Stripe sends with that status. */
  error?: Partial<StripeErrorBody>;
  /** Is the error answer saved under the idempotency key? Default as at Stripe: yes, except 401, 403, 409 and 429. */
  saved?: boolean;
  /** Real milliseconds to wait. */
  delayMs?: number;
  /** For `slow` and `late`: waits for this as well. */
  until?: Promise<unknown>;
}

/** A fault in place. */
export interface Fault {
  /** How many requests it will still hit. */
  readonly left: number;
  remove(): void;
}

interface ActiveFault extends FaultOptions {
  left: number;
}

export class Faults {
  readonly #active: ActiveFault[] = [];

  constructor(private readonly lifetime: Lifetime) {}

  add(options: FaultOptions): Fault {
    const fault: ActiveFault = { ...options, left: options.times ?? 1 };
    this.#active.push(fault);
    return {
      get left() {
        return fault.left;
      },
      remove: () => {
        fault.left = 0;
      },
    };
  }

  clear(): void {
    for (const fault of this.#active) fault.left = 0;
  }

  /** Uses up one hit of the first fault that matches. Errors are the API's, the rest the connection's. */
  take(route: ApiRoute, account: string | null, kind: "error" | "connection"): FaultOptions | null {
    const fault = this.#active.find((one) =>
      one.left > 0 && one.route === route && (one.account === undefined || one.account === account) &&
      ((one.mode ?? "error") === "error") === (kind === "error")
    );
    if (!fault) return null;
    fault.left--;
    return fault;
  }

  /** As long as the fault says. */
  async wait({ delayMs, until }: FaultOptions): Promise<void> {
    await this.lifetime.sleep(delayMs ?? 0);
    if (until) await this.lifetime.until(until);
  }
}

/** The error that an injected fault answers with. */
export function injectedAnswer({ status = 500, error, saved }: FaultOptions): Answer {
  // As Stripe does: a saved 5xx would only be replayed, so the SDK is told not to retry it.
  const headers: Record<string, string> = status >= 500 && saved !== false ? { "stripe-should-retry": "false" } : {};
  return { status, body: JSON.stringify({ error: { ...usualError(status), ...error } }, null, 2), headers };
}

/** Whether Stripe saves an answer with this status under the idempotency key. */
export function isSaved(status: number): boolean {
  return ![401, 403, 409, 429].includes(status);
}

function usualError(status: number): StripeErrorBody {
  if (status === 402) return { type: "card_error", code: "card_declined", message: "Your card was declined." };
  if (status >= 500) return { type: "api_error", message: "An unknown error occurred." };
  const type = "invalid_request_error";
  if (status === 429) return { type, code: "rate_limit", message: "Request rate limit exceeded." };
  if (status === 409) return { type, code: "lock_timeout", message: "This object cannot be accessed right now." };
  return { type, message: "The request was refused." };
}
