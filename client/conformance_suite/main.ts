/** `deno run -A client/conformance …`: see --help. */
import { BOOKING } from "./checks/booking.ts";
import { CONVENTIONS } from "./checks/conventions.ts";
import { CREDENTIALS } from "./checks/credentials.ts";
import { LIMITS } from "./checks/limits.ts";
import { MONEY } from "./checks/money.ts";
import { READS } from "./checks/reads.ts";
import { WAITLIST } from "./checks/waitlist.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { type Result, runChecks } from "./suite.ts";
import { World } from "./world.ts";

const CHECKS = [...CONVENTIONS, ...CREDENTIALS, ...READS, ...BOOKING, ...WAITLIST, ...MONEY, ...LIMITS];

function table(results: Result[]): string {
  const lines = results.map(({ area, name, state, says }) =>
    `${{ passed: "ok  ", failed: "FAIL", skipped: "skip" }[state]}  ${area.padEnd(12)} ${name}${
      says ? `\n        ${says}` : ""
    }`
  );
  const count = (state: Result["state"]) => results.filter((one) => one.state === state).length;
  return `${lines.join("\n")}\n\n${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
}

async function run(options: Options): Promise<number> {
  const world = new World(options);
  const first = await world.call("GET", `/api/provider?handle=${encodeURIComponent(options.handle)}`);
  if (first.status !== 200) throw new Error(`the key is not let in: ${first.status} ${JSON.stringify(first.body)}`);
  const results = await runChecks(world, CHECKS);
  console.log(options.json ? JSON.stringify({ results }, null, 2) : table(results));
  return results.some(({ state }) => state === "failed") ? 1 : 0;
}

if (Deno.args.includes("--help")) {
  console.log(HELP);
} else {
  try {
    Deno.exitCode = await run(readOptions(Deno.args));
  } catch (error) {
    console.error(`conformance: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 2;
  }
}
