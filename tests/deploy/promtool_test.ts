/** The alert rules and the metrics, read by Prometheus' own tool. PROMTOOL names it; where it is not installed this is skipped, and says so. */
import assert from "node:assert/strict";
import { stringify } from "yaml";
import { runChild } from "../support/child_process.ts";
import { studio } from "../support/studio.ts";

const PROGRAM = Deno.env.get("PROMTOOL") ?? "promtool";
const RULES = new URL("../../deploy/monitoring/alerts.yml", import.meta.url).pathname;

const isInstalled = await runChild(PROGRAM, ["--version"]).then(({ code }) => code === 0, () => false);
if (!isInstalled) {
  console.log("SKIPPED: promtool is not installed (go install github.com/prometheus/prometheus/cmd/promtool@latest)");
}

/** Samples a minute apart, in promtool's shorthand; what the rules say `at` minutes after the first. */
interface Case {
  alert: string;
  series: Record<string, string>;
  at: number;
  /** Labels of the alerts that fire, besides the severity, and their summaries. */
  fires: [labels: Record<string, string>, summary: string][];
}

const ON = 'job="alera",instance="a"';
const it = { job: "alera", instance: "a" };

const CASES: Case[] = [
  {
    alert: "AleraDown",
    series: { [`up{${ON}}`]: "1x4 0x4", 'up{job="other"}': "0x9" },
    at: 8,
    fires: [[it, "Alera does not answer."]],
  },
  { alert: "AleraDown", series: { [`up{${ON}}`]: "1x4 0x1 1x4" }, at: 8, fires: [] },
  {
    alert: "AleraJobOverdue",
    series: {
      [`alera_job_overdue_seconds{${ON},of="mail"}`]: "700x20",
      [`alera_job_overdue_seconds{${ON}}`]: "590x20",
    },
    at: 10,
    fires: [[{ ...it, of: "mail" }, "alera is 11m 40s behind."]],
  },
  {
    // Refused and handled are series of their own: what is let in shows that the secret is right.
    alert: "AleraWebhooksRefused",
    series: {
      [`alera_webhooks_total{${ON},outcome="refused"}`]: "0+1x60",
      [`alera_webhooks_total{${ON},outcome="handled"}`]: "5x60",
    },
    at: 50,
    fires: [[{ ...it, outcome: "refused" }, "No event of Stripe is let in: is the signing secret right?"]],
  },
  {
    alert: "AleraWebhooksRefused",
    series: {
      [`alera_webhooks_total{${ON},outcome="refused"}`]: "0+1x60",
      [`alera_webhooks_total{${ON},outcome="handled"}`]: "0+1x60",
    },
    at: 50,
    fires: [],
  },
  {
    alert: "AleraStripeUnanswered",
    series: {
      [`alera_outside_call_seconds_count{${ON},service="stripe",outcome="ok"}`]: "0+2x60",
      [`alera_outside_call_seconds_count{${ON},service="stripe",outcome="unknown"}`]: "0+1x60",
    },
    at: 50,
    fires: [[{ instance: "a" }, "More than a fifth of the calls to Stripe get no answer."]],
  },
  {
    alert: "AleraMailUnsent",
    series: {
      [`alera_messages_queued{${ON},age="hour"}`]: "9x60",
      [`alera_messages_queued{${ON},age="day"}`]: "2x60",
      [`alera_messages_queued{${ON},age="older"}`]: "1x60",
    },
    at: 30,
    fires: [[{ instance: "a" }, "3 messages are older than an hour and have not left."]],
  },
  {
    alert: "AleraBackupOld",
    series: { [`alera_backup_age_seconds{${ON}}`]: "+Infx30" },
    at: 20,
    fires: [[it, "The newest backup is older than two days, or there is none."]],
  },
];

const severityOf: Record<string, string> = { AleraMailUnsent: "ticket", AleraBackupOld: "ticket" };

Deno.test({ name: "Prometheus takes every rule, and they fire when they should", ignore: !isInstalled }, async () => {
  const checked = await runChild(PROGRAM, ["check", "rules", "--lint=all", "--lint-fatal", RULES]);
  assert.equal(checked.code, 0, checked.out + checked.err);
  const named = (await Deno.readTextFile(RULES)).match(/- alert: /g)!.length;
  assert.match(checked.out, new RegExp(`SUCCESS: ${named} rules found`));
  const directory = await Deno.makeTempDir({ prefix: "alera-promtool-" });
  try {
    const testing = async (cases: Case[]) => {
      const tests = cases.map(({ alert, series, at, fires }) => ({
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [{
          eval_time: `${at}m`,
          alertname: alert,
          exp_alerts: fires.map(([labels, summary]) => ({
            exp_labels: { severity: severityOf[alert] ?? "page", ...labels },
            exp_annotations: { summary },
          })),
        }],
      }));
      const file = `${directory}/cases.yml`;
      await Deno.writeTextFile(file, stringify({ rule_files: [RULES], evaluation_interval: "1m", tests }));
      return await runChild(PROGRAM, ["test", "rules", file]);
    };
    const fired = await testing(CASES);
    assert.equal(fired.code, 0, fired.out + fired.err);
    assert.notEqual((await testing([{ ...CASES[0], fires: [] }])).code, 0, "control");
    const broken = `${directory}/broken.yml`;
    await Deno.writeTextFile(broken, (await Deno.readTextFile(RULES)).replace("humanizeDuration", "humaneDuration"));
    assert.notEqual((await runChild(PROGRAM, ["check", "rules", broken])).code, 0, "control");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test({ name: "Prometheus reads the metrics, and finds their names in order", ignore: !isInstalled }, async () => {
  await using t = await studio();
  const { text } = await t.send("GET", "/metrics");
  const child = new Deno.Command(PROGRAM, {
    args: ["check", "metrics"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  })
    .spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  assert.equal(code, 0, [stdout, stderr].map((one) => new TextDecoder().decode(one)).join(""));
});
