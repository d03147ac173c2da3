/** The one table that turns error codes into HTTP statuses, and the one shape of every error. */
import { z } from "@hono/zod-openapi";
import { codeOf, DomainError, type ErrorCode, isUnavailable } from "../domain/errors.ts";
import type { Log } from "../ports/log.ts";
import { json } from "./responses.ts";

export const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  class_full: 409,
  gone: 410,
  not_onboarded: 412,
  downstream: 502,
};

/** The shape of every error, for the document. */
export const errorBody = z.object({
  error: z.string().openapi({ description: "What is wrong and how to fix it." }),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional().openapi({
    description: "With a 400: which fields, and why.",
  }),
}).loose().openapi("Error", { example: { error: "Invalid or revoked API key." } });

/** An error of this layer itself, such as 405, 413 or 429. */
export class HttpError extends Error {
  override name = "HttpError";
  constructor(
    readonly status: number,
    message: string,
    readonly fields: Record<string, unknown> = {},
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

export const UNAVAILABLE = "Nothing can be written at the moment, so nothing was done. Try again in a few seconds.";
/** Seconds. */
export const RETRY_SOON = { "retry-after": "5" };

/** `{ error, … }` with its status. An unexpected error shows nothing but the request id; the log has the rest. */
export function errorResponse(error: unknown, requestId: string, log: Log): Response {
  if (error instanceof DomainError) return json(STATUS[error.code], { error: error.message, ...error.hints });
  if (error instanceof HttpError) return json(error.status, { error: error.message, ...error.fields }, error.headers);
  if (isUnavailable(error)) return json(503, { error: UNAVAILABLE, code: "unavailable" }, RETRY_SOON);
  const name = error instanceof Error ? error.name : typeof error;
  log.error("fault", { requestId, name, code: codeOf(error), stack: stackOf(error) });
  return json(500, {
    error: "Something went wrong on our side. Nothing is known to be lost; try again.",
    requestId,
  });
}

/** The stack without the message, which may hold personal data. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !error.stack) return undefined;
  return error.stack.split("\n").filter((line) => line.trimStart().startsWith("at ")).slice(0, 8).join("\n");
}
