/** What a scrape of `/metrics` answers: what was counted (metrics/metrics.ts), and what is asked for now. */
import { countDisputed } from "../domain/disputed_checkouts.ts";
import { countLiveHolds } from "../domain/enrollment_lists.ts";
import { countOpenMessages } from "../domain/outbox.ts";
import { countOpenRefunds } from "../domain/refund_tries.ts";
import { iso } from "../domain/time.ts";
import { countUnknownCheckouts } from "../domain/unknown_checkouts.ts";
import { countPendingDeliveries } from "../domain/webhook_deliveries.ts";
import { metric, type Sample } from "../metrics/instruments.ts";
import { renderCounted } from "../metrics/metrics.ts";
import { VERSION } from "../version.ts";
import type { Context } from "../workflows/context.ts";
import { inTime } from "../workflows/in_time.ts";
import { backupAge } from "../workflows/maintenance/back_up.ts";
import { listOverdue } from "../workflows/maintenance/overdue.ts";

export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** So long a scrape waits for the database to say that it takes a write, ms. */
const PATIENCE = 2_000;

/**
 * Makes the function that answers a scrape. No question of it reads more rows the longer the server has run; one that fails leaves its
 * part out.
 */
export function createScrape(ctx: Context, isReady: () => Promise<{ sqlite: string }>): () => Promise<string> {
  const build = createBuild(ctx, isReady);
  return async () => {
    const parts = await Promise.allSettled([build(), machine(ctx), money(ctx), messages(ctx), work(ctx)]);
    const unread = parts.filter(({ status }) => status === "rejected").length;
    return [
      renderCounted(ctx.metrics),
      ...parts.map((part) => part.status === "fulfilled" ? part.value : ""),
      metric("gauge", "alera_scrape_failures", "Parts of this answer that could not be read and are missing.", unread),
    ].join("");
  };
}

const by = (label: string, counts: Record<string, number>): Sample[] =>
  Object.entries(counts).map(([of, n]) => [{ [label]: of }, n]);

function createBuild({ host }: Context, isReady: () => Promise<{ sqlite: string }>): () => Promise<string> {
  let sqlite = "";
  return async () => {
    const asked = isReady().then((state) => (sqlite = state.sqlite, true), () => false);
    const ready = await inTime(asked, PATIENCE, false);
    return [
      metric("gauge", "alera_build_info", "Versions; always 1.", [[{ version: VERSION, deno: host.deno, sqlite }, 1]]),
      metric("gauge", "alera_ready", "1: the database takes a write, as /readyz says.", ready ? 1 : 0),
    ].join("");
  };
}

async function machine({ host, log }: Context): Promise<string> {
  const storage = await host.storage();
  const { rss, heap, external } = host.memory();
  return [
    metric("gauge", "alera_memory_bytes", "All that the process holds, and of it V8's heap and what hangs on it.", [
      ...by("kind", { rss, heap, external }),
    ]),
    metric("gauge", "alera_db_file_bytes", "Size of the database file.", storage && storage.database),
    metric("gauge", "alera_db_log_bytes", "Size of the write-ahead log.", storage && storage.log),
    metric("gauge", "alera_disk_free_bytes", "Left where the database lies.", storage && storage.free),
    metric(
      "counter",
      "alera_log_lines_dropped_total",
      "Log lines that standard output did not take.",
      log.linesDropped?.() ?? 0,
    ),
  ].join("");
}

async function money({ db, clock }: Context): Promise<string> {
  const [holds, refunds, disputed, unknown] = await Promise.all([
    countLiveHolds(db, iso(clock.now())),
    countOpenRefunds(db),
    countDisputed(db),
    countUnknownCheckouts(db),
  ]);
  return [
    metric("gauge", "alera_holds", "Seats that wait for their payment.", holds),
    metric("gauge", "alera_refunds", "Refunds to be made, in doubt, accepted but not finished, and for the owner.", [
      ...by("state", refunds),
    ]),
    metric("gauge", "alera_disputed_checkouts", "Checkouts of which Stripe says something else than we do.", disputed),
    metric(
      "gauge",
      "alera_unknown_payments",
      "Payments that say they are ours and have no record; run `alera reconcile`.",
      unknown,
    ),
  ].join("");
}

async function messages({ db, clock }: Context): Promise<string> {
  const { dead, ...ages } = await countOpenMessages(db, clock.now());
  const queued = Object.values(ages).reduce((sum, n) => sum + n, 0);
  return [
    metric("gauge", "alera_messages", "Mails and texts to send, and dead ones, which need attention.", [
      ...by("state", { queued, dead }),
    ]),
    metric("gauge", "alera_messages_queued", "Mails and texts to send, by the time since they were enqueued.", [
      ...by("age", ages),
    ]),
    metric(
      "gauge",
      "alera_webhook_deliveries_pending",
      "Events still to be sent to webhook endpoints, those that wait for another try too.",
      await countPendingDeliveries(db),
    ),
  ].join("");
}

async function work(ctx: Context): Promise<string> {
  const overdue = await listOverdue(ctx);
  const age = ctx.backups ? await backupAge(ctx.backups, ctx) : null;
  return [
    metric(
      "gauge",
      "alera_job_overdue_seconds",
      "Since when the oldest row of each job that is due has waited; 0: nothing is due.",
      overdue.map(([job, seconds]): Sample => [{ job }, seconds]),
    ),
    metric(
      "gauge",
      "alera_backup_age_seconds",
      "Since when the newest backup on the timer was made; +Inf: there is none.",
      age,
    ),
  ].join("");
}
