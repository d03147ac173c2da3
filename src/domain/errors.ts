/** What can go wrong, in the words of the domain. `http/errors.ts` is the one table that turns codes into status numbers. */
export type ErrorCode =
  | "invalid" // 400
  | "unauthenticated" // 401
  | "forbidden" // 403
  | "not_found" // 404
  | "conflict" // 409
  | "class_full" // 409
  | "gone" // 410
  | "not_onboarded" // 412
  | "downstream"; // 502

export interface Issue {
  path: string;
  message: string;
}

/**
 * A refusal a caller can act on. `message` is shown to the caller as it is: no internals, no personal data.
 * `hints` are further fields of the answer, such as `waitlistAvailable`.
 */
export class DomainError extends Error {
  override name = "DomainError";
  constructor(readonly code: ErrorCode, message: string, readonly hints: Record<string, unknown> = {}) {
    super(message);
  }
}

/** A 400 about one field. */
export function invalid(path: string, message: string): DomainError {
  return new DomainError("invalid", message, { issues: [{ path, message }] satisfies Issue[] });
}

/** A 404 that says nothing about whether the record exists elsewhere. */
export function notFound(what: string): DomainError {
  return new DomainError("not_found", `${what} not found.`);
}

/** Whether the database takes no write for now: its disk is full or broken, its file is not the one it opened, another process keeps the lock. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)/.test(String(codeOf(error)));
}

/** The code that SQLite, SMTP or Stripe gave an error, for the log; undefined for what looks like none. */
export function codeOf(error: unknown): string | undefined {
  const { code: own, stripeCode, cause } = (error ?? {}) as { code?: unknown; stripeCode?: unknown; cause?: unknown };
  const code = own ?? stripeCode;
  if (typeof code === "string" && /^[\w.-]{1,60}$/.test(code)) return code;
  return cause instanceof Error ? codeOf(cause) : undefined;
}
