/**
 * schemathesis asks the running server what its own document promises: no 5xx, and every answer as described.
 * `deno task test:schemathesis`; SCHEMATHESIS names the program, SCHEMATHESIS_SEED repeats a run.
 */
import assert from "node:assert/strict";
import { startServer } from "../journeys/server.ts";
import { runChild } from "../support/child_process.ts";

const PROGRAM = Deno.env.get("SCHEMATHESIS") ?? "schemathesis";
const SEED = Deno.env.get("SCHEMATHESIS_SEED") ?? String(Math.floor(Math.random() * 2 ** 31));
const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
];

const isInstalled = await runChild(PROGRAM, ["--version"]).then(() => true, (error) => {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
  if (Deno.env.get("CI") === "true") throw new Error("schemathesis is not installed, and CI needs it.");
  console.log("Skipped: schemathesis is not installed (pip install schemathesis).");
  return false;
});

/** How many answers of the run were of each status, from its HAR report. */
async function statuses(directory: string): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  for await (const { name } of Deno.readDir(directory)) {
    const { log } = JSON.parse(await Deno.readTextFile(`${directory}/${name}`));
    for (const { response } of log.entries) counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
  }
  return counts;
}

Deno.test({
  name: `the server answers as its document says (SCHEMATHESIS_SEED=${SEED})`,
  ignore: !isInstalled,
}, async () => {
  await using server = await startServer();
  const url = server.url.replace("localhost", "127.0.0.1");
  const reports = `${server.directory}/reports`;
  const { key, origin, ownerToken } = server.demo;
  const headers = [`x-alera-key:${key}`, `origin:${origin}`, `authorization:Bearer ${ownerToken}`];
  const { code, out, err } = await runChild(PROGRAM, [
    "run",
    `${url}/openapi.json`,
    ...["--url", url],
    ...headers.flatMap((header) => ["--header", header]),
    ...["--checks", CHECKS.join(",")],
    ...["--phases", "examples,coverage,fuzzing"],
    ...["--max-examples", "15"],
    ...["--seed", SEED],
    ...["--report", "har", "--report-dir", reports],
    "--continue-on-failure",
    "--no-color",
  ], { deadline: 240_000, cwd: server.directory });
  assert.equal(code, 0, `${out}${err}`);
  // With a wrong key every answer would be a documented 401, and the run would prove nothing.
  const counts = await statuses(reports);
  const successes = [200, 201, 204].reduce((sum, status) => sum + (counts.get(status) ?? 0), 0);
  assert.ok(successes > 100, JSON.stringify([...counts]));
  console.log(JSON.stringify({ SCHEMATHESIS_SEED: SEED, statuses: Object.fromEntries(counts) }));
});
