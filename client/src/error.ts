/** Why a call failed, for programs and for people. */
import type { ErrorBody } from "./openapi.ts";

/** The codes of the API's document, and `unreachable`: no answer came, or none of the API's. */
export type ErrorCode = ErrorBody["code"] | "unreachable";

/** What is wrong with a field of the request. */
export interface Issue {
  path: string;
  message: string;
}

/** The API refused, or could not be reached. `message` says it to people. */
export class AleraError extends Error {
  override name = "AleraError";
  /** Of the answer; 0 when none came. */
  readonly status: number;
  /** What happened, as a word that never changes. */
  readonly code: ErrorCode;
  /** With a 400: which fields, and why. Else empty. */
  readonly issues: Issue[];
  /** How many seconds to wait before the next try, where the API says so. */
  readonly retryAfter: number | null;
  /** To be quoted to whoever runs the server. */
  readonly requestId: string | null;
  /** The whole answer: hints such as `waitlistAvailable` or `balanceCents` are in it. */
  readonly body: Readonly<Record<string, unknown>>;

  /** As an answer says it. */
  constructor(status: number, body: Record<string, unknown>, headers: Headers = new Headers(), cause?: unknown) {
    super(typeof body.error === "string" ? body.error : "The booking system did not answer.", { cause });
    this.status = status;
    this.code = typeof body.code === "string" ? body.code as ErrorCode : "unreachable";
    this.issues = Array.isArray(body.issues) ? body.issues as Issue[] : [];
    this.retryAfter = secondsOf(headers.get("retry-after"));
    this.requestId = headers.get("x-request-id");
    this.body = body;
  }
}

function secondsOf(header: string | null): number | null {
  const seconds = Number(header ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}
