/** The log line and the metrics of each request. */
import type { Context } from "../workflows/context.ts";
import type { Metrics } from "./metrics.ts";

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
export function createObserver(ctx: Context, metrics: Metrics): Observe {
  return ({ at, requestId, route, status, tookMs, providerId }) => {
    metrics.observe(route, status, tookMs / 1000);
    ctx.tracing?.requestEnded(route, status, requestId);
    const ms = Math.round(tookMs * 100) / 100;
    if (ctx.log.request) ctx.log.request(at, requestId, route, status, ms, providerId);
    else ctx.log.info("request", { id: requestId, route, status, ms, provider: providerId });
  };
}
