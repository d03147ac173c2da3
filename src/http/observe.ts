/** The log line and the metrics of each request. */
import type { Context } from "../workflows/context.ts";

export interface Served {
  /** Milliseconds. */
  at: number;
  requestId: string;
  route: string;
  status: number;
  tookMs: number;
  providerId: string | undefined;
}

export type Observe = (served: Served) => void;

/** Makes the function that every response is reported to. */
export function createObserver(ctx: Context): Observe {
  const { log, metrics: { requests, requestSeconds } } = ctx;
  /** Method and pattern of each route. */
  const parts = new Map<string, string[]>();
  return ({ at, requestId, route, status, tookMs, providerId }) => {
    let of = parts.get(route);
    if (!of) parts.set(route, of = splitRoute(route));
    requests.add(of[0], of[1], status);
    requestSeconds.observe(tookMs / 1000, of[0], of[1]);
    ctx.tracing?.requestEnded(route, status, requestId);
    const ms = Math.round(tookMs * 100) / 100;
    if (log.request) log.request(at, requestId, route, status, ms, providerId);
    else log.info("request", { id: requestId, route, status, ms, provider: providerId });
  };
}

/** `none` has no method: nobody declared it. */
function splitRoute(route: string): string[] {
  const space = route.indexOf(" ");
  return [route.slice(0, Math.max(space, 0)), route.slice(space + 1)];
}
