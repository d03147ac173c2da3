/** Figures for Prometheus. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Context } from "../domain/context.ts";
import { countMessages } from "../domain/outbox.ts";

export interface Metrics {
  observe(route: string, status: number, seconds: number): void;
  render(ctx: Context): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "alera_http_requests_total",
    help: "Requests by route and status.",
    labelNames: ["route", "status"],
    registers,
  });
  const duration = new Histogram({
    name: "alera_http_request_seconds",
    help: "Time to answer, by route.",
    labelNames: ["route"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  });
  const messages = new Gauge({
    name: "alera_messages",
    help: "Mails and texts by state.",
    labelNames: ["state"],
    registers,
  });
  // A child is looked up once: hashing its labels at every request would cost more than counting.
  const counts = new Map<string, { inc(): void }>();
  const timers = new Map<string, { observe(seconds: number): void }>();
  return {
    observe(route, status, seconds) {
      const key = `${status} ${route}`;
      let count = counts.get(key);
      if (!count) counts.set(key, count = requests.labels(route, String(status)));
      count.inc();
      let timer = timers.get(route);
      if (!timer) timers.set(route, timer = duration.labels(route));
      timer.observe(seconds);
    },
    async render(ctx) {
      const now = await countMessages(ctx.db);
      for (const state of ["queued", "sent", "dead", "erased"]) messages.labels(state).set(now[state] ?? 0);
      return await registry.metrics();
    },
  };
}
