/** Errors as responses: the one shape that all of them have. */
import { z } from "@hono/zod-openapi";
import { codeOf, DomainError, type ErrorCode, isUnavailable } from "../domain/errors.ts";
import type { Log } from "../ports/log.ts";
import { ERROR_CODES, STATUS } from "./error_codes.ts";
import { json } from "./responses.ts";

const CODES = Object.keys(ERROR_CODES) as ErrorCode[];

/** The shape of every error, for the document. */
export const errorBody = z.object({
  error: z.string().openapi({ description: "What is wrong and how to fix it, for people." }),
  code: z.enum(CODES).openapi({ description: "The same for programs. It never changes; /docs explains each." }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional().openapi({
    description: "With a 400: which fields, and why.",
  }),
}).loose().openapi("Error", {
  example: { error: ERROR_CODES.invalid_api_key.happened, code: "invalid_api_key" },
});

/** An error of this layer itself, such as 405, 413 or 429. */
export class HttpError extends Error {
  override name = "HttpError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }

  get status(): number {
    return STATUS[this.code];
  }
}

export const UNAVAILABLE = "Nothing can be written at the moment, so nothing was done. Try again in a few seconds.";
/** Seconds. */
export const RETRY_SOON = { "retry-after": "5" };

/** `{ error, code, … }` */
export function refusal(
  code: ErrorCode,
  message: string,
  fields: Record<string, unknown> = {},
  headers: Record<string, string> = {},
  status = STATUS[code],
): Response {
  return json(status, { error: message, code, ...fields }, headers);
}

/**
 * The error with its status. An unexpected one shows nothing but the request id; the log has the rest.
 * @param statuses where the operation's differ from the table's
 */
export function errorResponse(
  error: unknown,
  requestId: string,
  log: Log,
  statuses: Partial<Record<ErrorCode, number>> = {},
): Response {
  if (error instanceof DomainError) return refusal(error.code, error.message, error.hints, {}, statuses[error.code]);
  if (error instanceof HttpError) return refusal(error.code, error.message, error.fields, error.headers);
  if (isUnavailable(error)) return refusal("unavailable", UNAVAILABLE, {}, RETRY_SOON);
  const name = error instanceof Error ? error.name : typeof error;
  log.error("fault", { requestId, name, code: codeOf(error), stack: stackOf(error) });
  return refusal("internal", "Something went wrong on our side. Nothing is known to be lost; try again.", {
    requestId,
  });
}

/** The stack without the message, which may hold personal data. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.stack) return undefined;
  return error.stack.split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 8).join("\n");
}
