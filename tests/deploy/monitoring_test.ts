/** The alert rules and the dashboard in `deploy/monitoring`, against what a server really says of itself. */
import assert from "node:assert/strict";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import type { Backups } from "../../src/ports/backups.ts";
import { person, studio } from "../support/studio.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const rules = parse(await read("deploy/monitoring/alerts.yml")).groups.flatMap((one: { rules: Rule[] }) =>
  one.rules
) as Rule[];

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
}
const panels = JSON.parse(await read("deploy/monitoring/grafana.json")).panels as Panel[];
const queries = panels.flatMap(({ title, targets = [] }) => targets.map((one) => ({ title, ...one })));

/** Grafana fills in the interval before Prometheus sees the query. */
const promql = (expr: string) => expr.replaceAll("$__rate_interval", "5m");

const expressions = [
  ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
  ...queries.map(({ title, expr }) => ({ where: title, expr: promql(expr) })),
];

/** The series of each metric as a scrape shows them: their labels. Of a histogram, `_bucket` and the like are names of their own. */
async function exposed(): Promise<Map<string, Record<string, string>[]>> {
  await using t = await studio();
  t.ctx.backups = { newestAt: () => Promise.resolve(null), stop() {} } as unknown as Backups;
  const seat = await t.studio.seat(await t.studio.addClass(), person(1));
  await t.settle();
  await t.studio.cancel(seat.id, seat.cancelToken);
  const { text } = await t.send("GET", "/metrics");
  const series = new Map<string, Record<string, string>[]>();
  for (const [, name, type] of text.matchAll(/^# TYPE (\w+) (\w+)$/gm)) {
    for (const end of type === "histogram" ? ["_bucket", "_sum", "_count"] : [""]) series.set(name + end, []);
  }
  for (const [, name, labels = ""] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    assert.ok(series.has(name), `${name} has a TYPE`);
    series.get(name)!.push(Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, k, v]) => [k, v])));
  }
  return series;
}
const series = await exposed();

/** What Prometheus itself adds. */
const ADDED = new Set(["job", "instance"]);

/** What is wrong with the selectors of an expression: names and labels that no scrape has. */
function mistakes(expr: string): string[] {
  const wrong: string[] = [];
  for (const [, name, selector = ""] of expr.matchAll(/\b(alera_\w+)(?:\{([^}]*)\})?/g)) {
    const known = series.get(name);
    if (!known) {
      wrong.push(`${name} is no metric`);
      continue;
    }
    if (known.length === 0) continue; // nothing has been observed yet
    for (const [, label, operator, value] of selector.matchAll(/(\w+)\s*(=~|!=|!~|=)\s*"([^"]*)"/g)) {
      if (ADDED.has(label) && !known.some((one) => label in one)) continue;
      if (!known.some((one) => label in one)) wrong.push(`${name} has no label ${label}`);
      // Statuses and outcomes that have not happened here are no mistakes; states are listed from the start.
      else if (
        operator === "=" && ["state", "kind", "age"].includes(label) && !known.some((one) => one[label] === value)
      ) {
        wrong.push(`${name} has no ${label} ${value}`);
      }
    }
  }
  return wrong;
}

Deno.test("the expressions of rules and dashboard are PromQL, of metrics and labels that a scrape has", () => {
  assert.ok(rules.length > 15 && queries.length > 20);
  for (const { where, expr } of expressions) {
    let errors = 0;
    parser.parse(expr).iterate({ enter: (node) => void (errors += node.type.isError ? 1 : 0) });
    assert.equal(errors, 0, `${where}: ${expr}`);
    assert.deepEqual(mistakes(expr), [], where);
    assert.match(expr, /\balera_|^up\{job="alera"\}/, where);
  }
  assert.deepEqual(mistakes('alera_holdz + alera_refunds{of="x"} + alera_refunds{state="lost"}'), [
    "alera_holdz is no metric",
    "alera_refunds has no label of",
    "alera_refunds has no state lost",
  ]);
});

Deno.test("every alert says in docs/operating.md what to do, and nothing there is about an alert that is none", async () => {
  const guide = (await read("docs/operating.md")).split("\n## ").find((part) => part.startsWith("Alerts\n"))!;
  const sections = new Map(
    guide.split("\n### ").slice(1).map((part): [string, string] => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end).trim()];
    }),
  );
  assert.deepEqual([...sections.keys()].sort(), rules.map(({ alert }) => alert).sort());
  for (const [alert, text] of sections) assert.ok(text.length > 60, alert);
  for (const { alert, labels, annotations } of rules) {
    assert.match(labels.severity, /^(page|ticket)$/, alert);
    assert.ok(annotations.summary, alert);
  }
});

Deno.test("docs/operating.md names every metric, and none that is not there", async () => {
  const text = await read("docs/operating.md");
  const named = new Set([...text.matchAll(/\balera_\w+/g)].map(([name]) => name));
  const names = new Set([...series.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, "")));
  assert.deepEqual([...names].filter((name) => !named.has(name)), []);
  const others = /^alera_(secret|db$)/; // a file of that name
  assert.deepEqual([...named].filter((name) => !names.has(name) && !others.test(name)), []);
});

Deno.test("the dashboard's panels have an id each and don't overlap", () => {
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = new Set<string>();
  for (const { title, gridPos: { x, y, w, h } } of panels) {
    assert.ok(x + w <= 24, title);
    for (let column = x; column < x + w; column++) {
      for (let row = y; row < y + h; row++) {
        assert.ok(!cells.has(`${column} ${row}`), `${title} lies on another`);
        cells.add(`${column} ${row}`);
      }
    }
  }
});
