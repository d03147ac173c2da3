/** What follows a commit must not make a fault of its answer. */
import type { Log } from "../ports/log.ts";
import type { Context } from "./context.ts";

/** The same context, whose log and wake-up are let fail in silence: what was committed is done, and its answer goes out. */
export function withoutLateFaults(ctx: Context): Context {
  const { log, wake } = ctx;
  const safe: Log = {
    debug: (event, fields) => quietly(() => log.debug(event, fields)),
    info: (event, fields) => quietly(() => log.info(event, fields)),
    warn: (event, fields) => quietly(() => log.warn(event, fields)),
    error: (event, fields) => quietly(() => log.error(event, fields)),
    linesDropped: log.linesDropped,
  };
  const { request } = log;
  if (request) {
    safe.request = (at, id, route, status, ms, provider) => {
      try {
        request(at, id, route, status, ms, provider);
      } catch { /* the response goes out */ }
    };
  }
  // The timer finds what nobody was woken for.
  return { ...ctx, log: safe, wake: (what) => quietly(() => wake(what)) };
}

function quietly(work: () => void): void {
  try {
    work();
  } catch { /* nothing depends on it */ }
}
