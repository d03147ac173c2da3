/**
 * schemathesis asks the running server what its own document promises: no 5xx, every answer as described, what the document
 * allows is taken and what it forbids refused. `deno task test:schemathesis`; SCHEMATHESIS names the program,
 * SCHEMATHESIS_SEED repeats a run.
 */
import assert from "node:assert/strict";
import { fillIn } from "../../src/http/openapi/examples.ts";
import { runChild } from "../support/child_process.ts";
import { OPERATOR } from "../support/app.ts";
import { exampleRecords } from "../support/example_records.ts";
import { fetchDocument, type Json, operationsOf } from "../support/openapi.ts";
import { ORIGIN, studio } from "../support/studio.ts";

const PROGRAM = Deno.env.get("SCHEMATHESIS") ?? "schemathesis";
const SEED = Deno.env.get("SCHEMATHESIS_SEED") ?? String(Math.floor(Math.random() * 2 ** 31));
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "negative_data_rejection",
  "positive_data_acceptance",
];

/** What a schema can't say. Every operation may refuse by state (410, 412); these also refuse what fits the schema, with 400. */
const REFUSES: Record<string, string> = {
  "POST /api/webhooks/stripe": "the signature is one over the body",
  "GET /api/classes": "`to` comes after `from`, by 60 days at most",
  "POST /api/manage/blackouts": "`endsAt` comes after `startsAt`",
  "POST /api/classes/{id}/book":
    "the addresses are of the request's Origin; a pack or a gift card pays, not both; no card has expired",
  "POST /api/customer/signin-link": "the origin is of the key's allowlist",
  "POST /api/packages/start": "the pack is on sale",
  "POST /api/gift-cards/redeem": "a commit needs an appointmentId, and a balance",
  "POST /api/manage/gift-cards/redeem": "as at the public call",
  "POST /api/waitlist/{id}/leave": "one of the two tokens is given",
  "POST /api/manage/webhook-endpoints": "the address is one to which we may send",
  "PATCH /api/manage/webhook-endpoints/{id}": "the same",
  "POST /api/manage/classes/{id}/enrollments": "one client is named, and each way to pay needs its own field",
  "PATCH /api/manage/clients/{id}": "an email is not removed",
  "POST /api/manage/clients/{id}/merge": "the two are not one",
  "POST /api/tip/start": "the visit takes tips",
};

const AS_OPERATOR = ["PATCH /api/manage/api-keys/{id}"];

/** Asked without a bearer token: a wrong one would be a guess at the operator's, and after ten not even the right one is looked at. */
const WITHOUT_TOKEN = "POST /api/manage/providers/{handle}/owner-token";

/** Only Stripe reaches the one; the other would end the token with which the rest is asked. */
const UNREACHED = ["POST /api/webhooks/stripe", WITHOUT_TOKEN];

const isInstalled = await runChild(PROGRAM, ["--version"]).then(() => true, (error) => {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  if (Deno.env.get("CI") === "true") throw new Error("schemathesis is not installed, and CI needs it.");
  console.log("Skipped: schemathesis is not installed (pip install schemathesis).");
  return false;
});

/** The document with records of the studio in its examples, so that each operation is reached. */
function withRecords(document: Json, values: Record<string, string>): Json {
  for (const { spec } of operationsOf(document)) {
    const example = fillIn(spec["x-example"] ?? {}, values);
    for (const parameter of spec.parameters ?? []) {
      const value = (parameter.in === "path" ? example.params : example.query)?.[parameter.name];
      if (value !== undefined) parameter.example = value;
    }
    if (example.body !== undefined) spec.requestBody.content["application/json"].example = example.body;
  }
  return document;
}

function configOf(document: Json): string {
  const allowed = ["2xx", "3xx", "401", "403", "404", "409", "410", "412", "5xx"];
  // A cursor is opaque: only one that a list gave is taken.
  const lists = operationsOf(document).filter(({ spec }) =>
    spec.parameters?.some((one: Json) => one.name === "cursor")
  );
  const refusing = [...Object.keys(REFUSES), ...lists.map(({ method, path }) => `${method} ${path}`)];
  return [
    `checks.positive_data_acceptance.expected-statuses = ${JSON.stringify(allowed)}`,
    `checks.negative_data_rejection.expected-statuses = ["4xx"]`,
    // Headers and query parameters that nobody knows are no mistake.
    "generation.allow-extra-parameters = false",
    "[[operations]]",
    `include-path = "/api/manage/providers"`,
    `headers = { authorization = "Bearer ${OPERATOR}" }`,
    ...AS_OPERATOR.flatMap((operation) => [
      "[[operations]]",
      `include-name = "${operation}"`,
      `headers = { authorization = "Bearer ${OPERATOR}" }`,
    ]),
    "[[operations]]",
    `include-name = "${WITHOUT_TOKEN}"`,
    `headers = { authorization = "Basic b3BlcmF0b3I6" }`,
    ...refusing.flatMap((operation) => [
      "[[operations]]",
      `include-name = "${operation}"`,
      `checks.positive_data_acceptance.expected-statuses = ${JSON.stringify([...allowed, "400"])}`,
    ]),
  ].join("\n");
}

/** How often each operation answered with each status, from the HAR report. */
async function statuses(directory: string, document: Json): Promise<Map<string, Map<number, number>>> {
  const operations = operationsOf(document).map(({ method, path }) => ({
    name: `${method} ${path}`,
    method,
    pattern: new RegExp(`^${path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]*")}$`),
  }));
  const counts = new Map(operations.map(({ name }) => [name, new Map<number, number>()]));
  for await (const { name } of Deno.readDir(directory)) {
    const { log } = JSON.parse(await Deno.readTextFile(`${directory}/${name}`));
    for (const { request, response } of log.entries) {
      const { pathname } = new URL(request.url);
      const of = operations.find((one) => one.method === request.method && one.pattern.test(pathname));
      const times = of && counts.get(of.name)!;
      times?.set(response.status, (times.get(response.status) ?? 0) + 1);
    }
  }
  return counts;
}

Deno.test({
  name: `the server answers as its document says (SCHEMATHESIS_SEED=${SEED})`,
  ignore: !isInstalled,
}, async () => {
  await using t = await studio();
  const { values } = await exampleRecords(t);
  const document = withRecords(await fetchDocument(t), values);
  const [schema, config, reports] = ["openapi.json", "schemathesis.toml", "reports"].map((one) =>
    `${t.directory}/${one}`
  );
  await Deno.writeTextFile(schema, JSON.stringify(document));
  await Deno.writeTextFile(config, configOf(document));
  const headers = [`x-alera-key:${t.studio.key}`, `origin:${ORIGIN}`, `authorization:Bearer ${t.studio.ownerToken}`];
  const { code, out, err } = await runChild(PROGRAM, [
    ...["--config-file", config],
    "run",
    schema,
    ...["--url", t.url],
    ...headers.flatMap((header) => ["--header", header]),
    ...["--checks", CHECKS.join(",")],
    ...["--phases", "examples,coverage,fuzzing,stateful"],
    ...["--max-examples", "8"],
    ...["--seed", SEED],
    ...["--report", "har", "--report-dir", reports],
    "--continue-on-failure",
    "--no-color",
  ], { deadline: 900_000, cwd: t.directory });
  const counts = await statuses(reports, document);
  console.log(JSON.stringify({
    SCHEMATHESIS_SEED: SEED,
    statuses: Object.fromEntries([...counts].map(([name, times]) => [name, Object.fromEntries(times)])),
  }));
  assert.equal(code, 0, `${out}${err}`);
  const unreached = [...counts].filter(([, times]) => ![...times.keys()].some((status) => status < 300));
  assert.deepEqual(unreached.map(([name]) => name).sort(), UNREACHED.toSorted());
});
