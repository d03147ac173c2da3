import assert from "node:assert/strict";
import { Counter, Histogram, metric } from "../../src/metrics/instruments.ts";

Deno.test("a counter counts for each combination of its labels", () => {
  const counter = new Counter("asked_total", "What was asked.", ["route", "status"]);
  counter.add("/a", 200);
  counter.add("/a", 200);
  counter.add("/a", 404);
  counter.add("/b", 200);
  assert.equal(
    counter.render(),
    `# HELP asked_total What was asked.
# TYPE asked_total counter
asked_total{route="/a",status="200"} 2
asked_total{route="/a",status="404"} 1
asked_total{route="/b",status="200"} 1
`,
  );
});

Deno.test("a series that has begun is there at 0, and one without labels is there from the start", () => {
  const counter = new Counter("failed_total", "F.", ["job"]);
  counter.of("purge");
  assert.match(counter.render(), /^failed_total\{job="purge"\} 0$/m);
  assert.match(new Counter("plain_total", "P.").render(), /^plain_total 0$/m);
});

Deno.test("a histogram's buckets are cumulative, a bound belongs to its bucket, and what is above all bounds is in +Inf", () => {
  const histogram = new Histogram("took_seconds", "T.", ["of"], [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 7]) histogram.observe(value, "x");
  assert.equal(
    histogram.render(),
    `# HELP took_seconds T.
# TYPE took_seconds histogram
took_seconds_bucket{of="x",le="0.1"} 2
took_seconds_bucket{of="x",le="1"} 3
took_seconds_bucket{of="x",le="+Inf"} 4
took_seconds_sum{of="x"} 7.65
took_seconds_count{of="x"} 4
`,
  );
});

Deno.test("labels are escaped, infinity has Prometheus' name, and what does not apply is left out", () => {
  assert.match(metric("gauge", "g", "G.", [[{ a: 'x"\\\n' }, 1]]), /^g\{a="x\\"\\\\\\n"\} 1$/m);
  assert.match(metric("gauge", "g", "G.", Infinity), /^g \+Inf$/m);
  assert.equal(metric("gauge", "g", "G.", null), "");
});

Deno.test("a series that is kept counts like any other", () => {
  const counter = new Counter("a_total", "A.", ["b"]);
  const kept = counter.of("x");
  kept.add();
  counter.add("x");
  assert.match(counter.render(), /^a_total\{b="x"\} 2$/m);
  const histogram = new Histogram("a_seconds", "A.", ["b"], [1]);
  histogram.of("x").observe(0.5);
  histogram.observe(3, "x");
  assert.match(histogram.render(), /^a_seconds_bucket\{b="x",le="1"\} 1\n.*\} 2\na_seconds_sum\{b="x"\} 3.5$/m);
});
