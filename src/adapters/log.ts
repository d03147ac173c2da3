/** One line per event on standard output. Lines are gathered for a moment: a write for each would cost more than the request. */
import type { Log } from "../ports/log.ts";

const LEVELS = { debug: 0, info: 1, warn: 2, error: 3 } as const;
export type LogLevel = keyof typeof LEVELS;

const FLUSH_AFTER = 100;
const FLUSH_AT = 64 * 1024;

export interface LineLog extends Log {
  /** Writes what has gathered; call it before the process ends. */
  flush(): void;
}

export interface LogOptions {
  level: LogLevel;
  format: "json" | "pretty";
  now: () => number;
  write?: (text: string) => void;
}

/** A structured log. Whoever logs keeps keys, tokens, emails, phones and names out of the fields. */
export function createLog({ level, format, now, write = writerTo(Deno.stdout) }: LogOptions): LineLog {
  let pending = "";
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending) write(pending);
    pending = "";
  };
  const line = (of: LogLevel, event: string, fields: Record<string, unknown> = {}) => {
    if (LEVELS[of] < LEVELS[level]) return;
    const at = timestamp(now());
    pending += format === "json" ? jsonLine(at, of, event, fields) : pretty(at, of, event, fields);
    if (of === "error" || pending.length > FLUSH_AT) flush();
    else timer ??= setTimeout(flush, FLUSH_AFTER);
  };
  // Nothing in it needs escaping: an id that is sane, one of our own routes, numbers, an id of ours.
  // Under load most lines differ in time and id alone, and three pieces are put together faster than ten.
  let last = { route: "", status: 0, ms: NaN, provider: "" as string | undefined, rest: "" };
  const request: Log["request"] = (at, id, route, status, ms, provider) => {
    if (last.route !== route || last.status !== status || last.ms !== ms || last.provider !== provider) {
      const rest = `","route":"${route}","status":${status},"ms":${ms}${
        provider === undefined ? "" : `,"provider":"${provider}"`
      }}\n`;
      last = { route, status, ms, provider, rest };
    }
    pending += requestHead(at) + id + last.rest;
    if (pending.length > FLUSH_AT) flush();
    else timer ??= setTimeout(flush, FLUSH_AFTER);
  };
  return {
    debug: (event, fields) => line("debug", event, fields),
    info: (event, fields) => line("info", event, fields),
    warn: (event, fields) => line("warn", event, fields),
    error: (event, fields) => line("error", event, fields),
    ...(format === "json" && LEVELS.info >= LEVELS[level] ? { request } : {}),
    flush,
  };
}

let stampedAt = NaN;
let stamp = "";
let head = "";
/** Many lines share a millisecond, and writing it out costs as much as the rest of the line. */
function timestamp(ms: number): string {
  if (ms !== stampedAt) {
    stampedAt = ms;
    stamp = new Date(ms).toISOString();
    head = `{"at":"${stamp}","level":"info","event":"request","id":"`;
  }
  return stamp;
}

/** How a request's line begins. */
function requestHead(ms: number): string {
  timestamp(ms);
  return head;
}

function jsonLine(at: string, level: LogLevel, event: string, fields: Record<string, unknown>): string {
  const rest = JSON.stringify(fields);
  return `{"at":"${at}","level":"${level}","event":${JSON.stringify(event)}${
    rest === "{}" ? "}" : `,${rest.slice(1)}`
  }\n`;
}

function pretty(at: string, level: LogLevel, event: string, fields: Record<string, unknown>): string {
  const rest = Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) =>
    `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`
  );
  return `${at.slice(11, 19)} ${level === "info" ? "" : `${level} `}${event} ${rest.join(" ")}\n`;
}

const encoder = new TextEncoder();

/** Writes whole texts to standard output or error. Once the reader has gone they are dropped: nobody sees them any more. */
export function writerTo(stream: { writeSync(bytes: Uint8Array): number }): (text: string) => void {
  return (text) => {
    const bytes = encoder.encode(text);
    try {
      for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
    } catch (error) {
      // Bookings matter more than a log, and `alera … | head` is no fault.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  };
}
