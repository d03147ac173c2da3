/**
 * Counters and histograms in plain numbers, and Prometheus' text of them: a library's cost more than a cached response
 * (docs/decisions/0048). https://prometheus.io/docs/instrumenting/exposition_formats/
 */

type Label = string | number;

/** Upper bounds for times, in seconds. */
export const SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

/** What a name with its labels counts. */
export type Sample = [labels: Record<string, Label>, value: number];

/** The text of one metric. Null: it does not apply here, and is left out. */
export function metric(
  type: "gauge" | "counter",
  name: string,
  help: string,
  samples: Sample[] | number | null,
): string {
  if (samples === null) return "";
  const all: Sample[] = typeof samples === "number" ? [[{}, samples]] : samples;
  return head(type, name, help) + all.map(([labels, value]) => line(name, labels, value)).join("");
}

/** A counter under given labels. */
class Count {
  n = 0;

  add(): void {
    this.n++;
  }
}

export class Counter<Names extends string = string> {
  #series: Series<Count>;

  /** @param labels their names, in the order in which `add` is given their values */
  constructor(readonly name: string, readonly help: string, readonly labels: Names[] = []) {
    this.#series = new Series(labels, () => new Count());
  }

  /** The series is there from now on, at 0: an alert sees its first rise. What counts often keeps it, and saves a look-up for each label. */
  of(...labels: Label[]): Count {
    return this.#series.of(labels);
  }

  add(...labels: Label[]): void {
    this.#series.of(labels).add();
  }

  render(): string {
    return metric("counter", this.name, this.help, this.#series.all.map(([labels, { n }]) => [labels, n]));
  }
}

/** A histogram under given labels. */
class Spread {
  count = 0;
  sum = 0;
  /** Observations per bucket, not cumulative. */
  readonly buckets: number[];

  constructor(readonly bounds: number[]) {
    this.buckets = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.count++;
    this.sum += value;
    const { bounds } = this;
    for (let i = 0; i < bounds.length; i++) {
      if (value > bounds[i]) continue;
      this.buckets[i]++;
      break;
    }
  }
}

export class Histogram<Names extends string = string> {
  #series: Series<Spread>;

  constructor(
    readonly name: string,
    readonly help: string,
    readonly labels: Names[] = [],
    readonly bounds = SECONDS,
  ) {
    this.#series = new Series(labels, () => new Spread(bounds));
  }

  /** What observes often keeps it, as of a counter. */
  of(...labels: Label[]): Spread {
    return this.#series.of(labels);
  }

  observe(value: number, ...labels: Label[]): void {
    this.#series.of(labels).observe(value);
  }

  render(): string {
    const { name, bounds } = this;
    const lines = this.#series.all.flatMap(([labels, { count, sum, buckets }]) => {
      let below = 0;
      return [
        ...buckets.map((n, i) => line(`${name}_bucket`, { ...labels, le: bounds[i] }, below += n)),
        line(`${name}_bucket`, { ...labels, le: "+Inf" }, count),
        line(`${name}_sum`, labels, sum),
        line(`${name}_count`, labels, count),
      ];
    });
    return head("histogram", name, this.help) + lines.join("");
  }
}

/** One thing for each combination of labels, found without making a key of them. */
class Series<T> {
  readonly all: [labels: Record<string, Label>, series: T][] = [];
  #tree = new Map<Label, unknown>();

  constructor(readonly names: string[], readonly make: () => T) {
    if (names.length === 0) this.of([]); // without labels it is there from the start, at 0
  }

  of(labels: Label[]): T {
    let level = this.#tree;
    const last = this.names.length - 1;
    for (let i = 0; i < last; i++) {
      let next = level.get(labels[i]);
      if (!next) level.set(labels[i], next = new Map());
      level = next as Map<Label, unknown>;
    }
    const found = level.get(labels[last]);
    return found ? found as T : this.#add(level, labels);
  }

  #add(level: Map<Label, unknown>, labels: Label[]): T {
    const made = this.make();
    level.set(labels[this.names.length - 1], made);
    this.all.push([Object.fromEntries(this.names.map((name, i) => [name, labels[i]])), made]);
    return made;
  }
}

function head(type: string, name: string, help: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function line(name: string, labels: Record<string, Label>, value: number): string {
  const pairs = Object.entries(labels).map(([label, of]) => `${label}="${escaped(String(of))}"`);
  const number = value === Infinity ? "+Inf" : String(value);
  return `${name}${pairs.length ? `{${pairs.join(",")}}` : ""} ${number}\n`;
}

const escaped = (label: string) =>
  label.replace(/[\\"\n]/g, (character) => character === "\n" ? "\\n" : `\\${character}`);
