/** What can go wrong: the `code` of every error. `http/error_codes.ts` has each one's status and explanation. */
export type ErrorCode =
  // 400
  | "invalid_request"
  | "package_unavailable"
  | "gift_card_empty"
  | "gift_card_expired"
  | "not_tippable"
  | "invalid_signature"
  // 401
  | "missing_api_key"
  | "invalid_api_key"
  | "invalid_token"
  | "expired_token"
  // 403
  | "origin_missing"
  | "origin_not_allowed"
  | "secret_key_required"
  | "wrong_provider"
  | "forbidden"
  // 404, 405, 408, 413, 415
  | "not_found"
  | "method_not_allowed"
  | "request_timeout"
  | "body_too_large"
  | "unsupported_media_type"
  // 409
  | "class_full"
  | "already_booked"
  | "payment_pending"
  | "no_credits"
  | "seats_available"
  | "too_late"
  | "price_differs"
  | "gift_card_insufficient"
  | "already_tipped"
  | "not_started"
  | "capacity_too_low"
  | "series_conflict"
  | "handle_taken"
  | "currency_locked"
  | "marked_no_show"
  | "already_refunded"
  | "client_exists"
  | "merge_conflict"
  | "client_has_bookings"
  | "refund_pending"
  | "refund_refused"
  | "nothing_owed"
  | "not_connect"
  | "one_provider"
  | "too_many_endpoints"
  | "endpoint_disabled"
  | "idempotency_conflict"
  | "conflict"
  // 410
  | "class_cancelled"
  | "class_started"
  | "class_completed"
  | "booking_over"
  | "booking_expired"
  | "not_confirmed"
  | "not_waiting"
  | "appointment_cancelled"
  | "appointment_completed"
  | "key_revoked"
  | "client_erased"
  // 412
  | "not_onboarded"
  // 429
  | "rate_limited"
  | "quota_exceeded"
  // 500, 502, 503
  | "internal"
  | "checkout_failed"
  | "refund_failed"
  | "stripe_unavailable"
  | "unavailable";

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

/** A 400 about one field. @param code a more precise one than `invalid_request` */
export function invalid(path: string, message: string, code: ErrorCode = "invalid_request"): DomainError {
  return new DomainError(code, message, { issues: [{ path, message }] satisfies Issue[] });
}

/**
 * A token that does not count.
 * @param where it was looked for, as the subject of a sentence: "The tip token in `token`" @param advice what to do, a sentence
 */
export function refusedToken(reason: string, where: string, advice: string): DomainError {
  if (reason === "expired") return new DomainError("expired_token", `${where} has expired. ${advice}`);
  return new DomainError("invalid_token", `${where} is ${reason === "missing" ? "missing" : "not valid"}. ${advice}`);
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
