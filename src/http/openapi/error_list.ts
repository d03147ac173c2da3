/** The errors of an operation: its own, and those of every operation of its kind. */
import type { ErrorCode } from "../../domain/errors.ts";
import { ERROR_CODES, STATUS } from "../error_codes.ts";
import { MOST_GUESSES } from "../limit_guesses.ts";
import { mayBeAbsent } from "../parse.ts";
import type { AnySpec } from "../spec.ts";

type Errors = Partial<Record<ErrorCode, string>>;

/** Whether an Idempotency-Key is heeded. */
export const isReplayed = (spec: AnySpec) => spec.method === "post" && spec.auth !== "none";

/** Status → code → what it means here, by status. */
export function errorsByStatus(spec: AnySpec): [number, Record<string, string>][] {
  const byStatus = new Map<number, Record<string, string>>();
  for (const [code, meaning] of Object.entries(allErrors(spec)) as [ErrorCode, string][]) {
    const status = spec.statuses?.[code] ?? STATUS[code];
    byStatus.set(status, { ...byStatus.get(status), [code]: meaning });
  }
  return [...byStatus].sort(([a], [b]) => a - b);
}

function allErrors(spec: AnySpec): Errors {
  const errors: Errors = { ...credentialErrors(spec), ...spec.errors };
  const add = (...codes: ErrorCode[]) => {
    for (const code of codes) errors[code] ??= ERROR_CODES[code].happened;
  };
  const takesBody = spec.method === "post" || spec.method === "patch";
  if (spec.params) errors.not_found ??= "There is nothing at this address.";
  if (spec.query || spec.body && !mayBeAbsent(spec.body) || takesBody) add("invalid_request");
  if (spec.limit !== undefined) {
    errors.rate_limited = `More than ${spec.limit} requests a minute from one address.`;
    add("quota_exceeded");
    errors.invalid_request ??= "`x-alera-client-ip` is not one IP address.";
  }
  if (takesBody) add("body_too_large", "request_timeout");
  if (isReplayed(spec)) add("idempotency_conflict");
  if (spec.method !== "get" || spec.writes) add("unavailable");
  add("internal");
  return errors;
}

function credentialErrors(spec: AnySpec): Errors {
  switch (spec.auth) {
    case "tenant":
      return {
        missing_api_key: "No key in `x-alera-key`.",
        invalid_api_key: "Invalid or revoked API key.",
        origin_missing: "No `Origin` header.",
        origin_not_allowed: "The Origin is not in the key's allowlist.",
        ...(spec.secretKey ? { secret_key_required: "A publishable key was sent." } : {}),
      };
    case "customer":
      return { invalid_api_key: "A key was sent in `x-alera-key`, and it is not valid." };
    case "owner":
    case "operator":
      return {
        invalid_token: "Missing or wrong bearer token in `Authorization`.",
        rate_limited: `More than ${MOST_GUESSES} wrong bearer tokens in a minute from this address.`,
      };
    default:
      return {};
  }
}
