/** Structured log: no call waits or throws. Fields never hold a key, token, secret, email, phone or name. */
export interface Log {
  debug(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
  /** The line of one request, where a log can write it more cheaply than any other. `at` in milliseconds; `ms` has at most two decimals. */
  request?(at: number, id: string, route: string, status: number, ms: number, provider: string | undefined): void;
  /** Lines that could not be written since the start. */
  linesDropped?(): number;
}
