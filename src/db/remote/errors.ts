/** What an error of @libsql/client says about the request. */
import { LibsqlError } from "@libsql/client/http";

/** The server has answered, if only that it will not do it. */
function isAnswer(error: unknown): boolean {
  return error instanceof LibsqlError && /^(SQLITE|SQL|ARGS|TRANSACTION|STREAM)_/.test(error.code);
}

/**
 * COMMIT has certainly not happened. STREAM_EXPIRED says nothing of the kind: Deno's fetch sends a request again when a
 * kept-alive connection breaks (denoland/deno#35610), and the second one finds the stream of a COMMIT that was done gone.
 */
export function isRefusedCommit(error: unknown): boolean {
  return error instanceof LibsqlError && /^(SQLITE_(CONSTRAINT|FULL|BUSY)|TRANSACTION_)/.test(error.code);
}

/** Somebody else holds the write lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith("SQLITE_BUSY");
}

/** The connection failed, or the server did: another try may succeed. Not so if the server refuses (401, 404 …). */
export function isLost(error: unknown): boolean {
  if (isAnswer(error) || error instanceof RangeError) return false;
  const status = (error as { cause?: { status?: number } } | null)?.cause?.status;
  return status === undefined || status >= 500;
}

/** The server took longer than `timeoutMs`. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === "TimeoutError";
}
