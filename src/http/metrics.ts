/** Metrics for Prometheus, counted in plain numbers: a library's counters cost more than a cached response. */
import type { Context } from "../workflows/context.ts";
import { countOpenMessages, LANES, MOST_COUNTED } from "../domain/outbox.ts";
import { countUnknownCheckouts } from "../domain/unknown_checkouts.ts";
import { messagesSent } from "../workflows/notifications/deliver_messages.ts";
import { backupAge } from "../workflows/maintenance/back_up.ts";
import { listOverdue } from "../workflows/maintenance/overdue.ts";

/** Upper bounds of the histogram's buckets, in seconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

export interface Metrics {
  observe(route: string, status: number, seconds: number): void;
  /** In Prometheus' text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
  render(ctx: Context): Promise<string>;
}

interface Route {
  statuses: Map<number, number>;
  count: number;
  seconds: number;
  /** Requests per bucket, not cumulative. */
  buckets: number[];
}

/** One per app: counts from its start. */
export function createMetrics(): Metrics {
  const routes = new Map<string, Route>();
  return {
    observe(name, status, seconds) {
      let route = routes.get(name);
      if (!route) {
        routes.set(
          name,
          route = {
            statuses: new Map(),
            count: 0,
            seconds: 0,
            buckets: BUCKETS.map(() => 0),
          },
        );
      }
      route.statuses.set(status, (route.statuses.get(status) ?? 0) + 1);
      route.count++;
      route.seconds += seconds;
      for (let i = 0; i < BUCKETS.length; i++) {
        if (seconds > BUCKETS[i]) continue;
        route.buckets[i]++;
        break;
      }
    },
    async render(ctx) {
      const lines = [
        "# HELP alera_http_requests_total Requests by route and status.",
        "# TYPE alera_http_requests_total counter",
      ];
      for (const [name, { statuses }] of routes) {
        for (const [status, n] of statuses) {
          lines.push(`alera_http_requests_total{route="${escaped(name)}",status="${status}"} ${n}`);
        }
      }
      lines.push(
        "# HELP alera_http_request_seconds Time to answer, by route.",
        "# TYPE alera_http_request_seconds histogram",
      );
      for (const [name, { count, seconds, buckets }] of routes) {
        const route = `route="${escaped(name)}"`;
        let below = 0;
        buckets.forEach((n, i) =>
          lines.push(`alera_http_request_seconds_bucket{${route},le="${BUCKETS[i]}"} ${below += n}`)
        );
        lines.push(
          `alera_http_request_seconds_bucket{${route},le="+Inf"} ${count}`,
          `alera_http_request_seconds_sum{${route}} ${seconds}`,
          `alera_http_request_seconds_count{${route}} ${count}`,
        );
      }
      const { queued, dead } = await countOpenMessages(ctx.db);
      lines.push(
        `# HELP alera_messages Mails and texts to send, and dead ones, which need attention; at most ${MOST_COUNTED} are counted.`,
        "# TYPE alera_messages gauge",
        `alera_messages{state="queued"} ${queued}`,
        `alera_messages{state="dead"} ${dead}`,
        "# HELP alera_messages_sent_total Mails and texts that have left, by lane.",
        "# TYPE alera_messages_sent_total counter",
      );
      for (const lane of LANES) lines.push(`alera_messages_sent_total{lane="${lane}"} ${messagesSent(ctx, lane)}`);
      lines.push(
        "# HELP alera_log_lines_dropped_total Log lines that standard output did not take.",
        "# TYPE alera_log_lines_dropped_total counter",
        `alera_log_lines_dropped_total ${ctx.log.linesDropped?.() ?? 0}`,
      );
      lines.push(
        "# HELP alera_unknown_payments Payments that say they are ours and have no record; run `alera reconcile`.",
        "# TYPE alera_unknown_payments gauge",
        `alera_unknown_payments ${await countUnknownCheckouts(ctx.db)}`,
        "# HELP alera_job_overdue_seconds Since when the oldest row of each job that is due has waited; 0: nothing is due.",
        "# TYPE alera_job_overdue_seconds gauge",
      );
      for (const [job, seconds] of await listOverdue(ctx)) {
        lines.push(`alera_job_overdue_seconds{job="${job}"} ${seconds}`);
      }
      if (ctx.backups) {
        const age = await backupAge(ctx.backups, ctx);
        lines.push(
          "# HELP alera_backup_age_seconds Since when the newest backup on the timer was made; +Inf: there is none.",
          "# TYPE alera_backup_age_seconds gauge",
          `alera_backup_age_seconds ${age === Infinity ? "+Inf" : age}`,
        );
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

const escaped = (label: string) =>
  label.replace(/[\\"\n]/g, (character) => character === "\n" ? "\\n" : `\\${character}`);
