/** One line per event on standard output. Lines are gathered for a moment: a write for each would cost more than the request. */
import type { Log } from "../ports/log.ts";
import { createOutput } from "./output.ts";

const LEVELS = { debug: 0, info: 1, warn: 2, error: 3 } as const;
export type LogLevel = keyof typeof LEVELS;

const FLUSH_AFTER = 100;
const FLUSH_AT = 64 * 1024;

/** How long an end waits for a reader that has stalled, ms. */
const END_WITHIN = 500;

export interface LineLog extends Log {
  /** Text that is no event, in its turn. */
  print(text: string): void;
  /** Writes what has gathered; await it before the process ends. */
  flush(): Promise<void>;
}

export interface LogOptions {
  level: LogLevel;
  format: "json" | "pretty";
  now: () => number;
  stream?: { write(bytes: Uint8Array): Promise<number> };
}

/**
 * A structured log. Whoever logs keeps keys, tokens, emails, phones and names out of the fields. No call waits or throws, whatever became
 * of the stream.
 */
export function createLog({ level, format, now, stream = Deno.stdout }: LogOptions): LineLog {
  const lineOf = format === "json" ? jsonLine : pretty;
  const output = createOutput(
    stream,
    (lines) => lineOf(timestamp(now()), "warn", "log_lines_dropped", { lines }),
  );
  let pending = "";
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending) output.write(pending);
    pending = "";
  };
  const line = (of: LogLevel, event: string, fields: Record<string, unknown> = {}) => {
    if (LEVELS[of] < LEVELS[level]) return;
    pending += safely(lineOf, timestamp(now()), of, event, fields);
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
    linesDropped: output.dropped,
    print(text) {
      pending += text;
      flush();
    },
    async flush() {
      flush();
      await output.drain(END_WITHIN);
    },
  };
}

/** What can't be written as JSON must not end what was being logged. */
function safely(lineOf: typeof jsonLine, at: string, level: LogLevel, event: string, fields: Record<string, unknown>) {
  try {
    return lineOf(at, level, event, fields);
  } catch {
    return lineOf(at, level, event, { unprintable: Object.keys(fields).join(" ") });
  }
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
