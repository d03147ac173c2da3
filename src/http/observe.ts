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

interface Route {
  seconds: { observe(seconds: number): void };
  statuses: Map<number, { add(): void }>;
}

/** Makes the function that every response is reported to. */
export function createObserver(ctx: Context): Observe {
  const { log, metrics: { requests, requestSeconds } } = ctx;
  /** What is counted of each route, kept: a request pays two look-ups. */
  const routes = new Map<string, Route>();

  function count(name: string, status: number, seconds: number): void {
    let route = routes.get(name);
    if (!route) routes.set(name, route = { seconds: requestSeconds.of(...splitRoute(name)), statuses: new Map() });
    route.seconds.observe(seconds);
    let counter = route.statuses.get(status);
    if (!counter) route.statuses.set(status, counter = requests.of(...splitRoute(name), status));
    counter.add();
  }

  return ({ at, requestId, route, status, tookMs, providerId }) => {
    count(route, status, tookMs / 1000);
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
