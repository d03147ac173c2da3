/** What is counted as it happens. What a scrape asks for is in `http/metrics.ts`; docs/operating.md says what it is good for. */
import { Counter, Histogram } from "./instruments.ts";

/** One set per process. */
export function createMetrics() {
  const metrics = {
    requests: new Counter("alera_http_requests_total", "Requests by method, route and status.", [
      "method",
      "route",
      "status",
    ]),
    requestSeconds: new Histogram("alera_http_request_seconds", "Time to answer; 0 from the cache.", [
      "method",
      "route",
    ]),
    webhooks: new Counter(
      "alera_webhooks_total",
      "Stripe's events: handled; refused, because the signature is wrong or too old; or failed, and sent again by Stripe.",
      ["outcome"],
    ),
    outsideCallSeconds: new Histogram(
      "alera_outside_call_seconds",
      "Calls to Stripe, the mail server and Twilio, with their repeats: ok, refused for good, or unknown, which is tried again.",
      ["service", "operation", "outcome"],
    ),
    messagesSent: new Counter("alera_messages_sent_total", "Mails and texts that have left.", ["lane"]),
    jobRuns: new Counter("alera_job_runs_total", "Passes of the jobs: ok, or failed.", ["job", "outcome"]),
    commitSeconds: new Histogram("alera_db_commit_seconds", "Time of a COMMIT, without the sync."),
    commitCalls: new Histogram(
      "alera_db_commit_calls",
      "Writes that shared a COMMIT.",
      [],
      [1, 2, 4, 8, 16, 32, 64, 128],
    ),
    syncSeconds: new Histogram("alera_db_sync_seconds", "Time of a sync of the write-ahead log to the disk."),
    loopDelay: new Histogram(
      "alera_event_loop_delay_seconds",
      "How much later than asked a timer of the process runs, four times a second.",
    ),
  };
  for (const outcome of ["handled", "refused", "failed"]) metrics.webhooks.of(outcome);
  for (const lane of ["mail", "sign_in", "text"]) metrics.messagesSent.of(lane);
  return metrics;
}

export type Metrics = ReturnType<typeof createMetrics>;

/** The text of all of them. */
export function renderCounted(metrics: Metrics): string {
  return Object.values(metrics).map((one) => one.render()).join("");
}
