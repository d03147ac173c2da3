/** The command line in a process of its own, on a database of its own. */
import assert from "node:assert/strict";
import { freePort, SOURCE_COMMAND } from "../journeys/server.ts";
import { runChild } from "./child_process.ts";

export interface Ended {
  code: number;
  out: string;
  err: string;
  /** What it printed, as JSON. */
  // deno-lint-ignore no-explicit-any
  json: any;
}

export interface Shell extends AsyncDisposable {
  directory: string;
  env: Record<string, string>;
  /** Runs `alera …args`. */
  alera(args: string[], env?: Record<string, string>): Promise<Ended>;
}

/** Development, an empty database in a temporary directory, a simulator that meets no other. `env` adds, "" takes away. */
export async function openShell(options: { env?: Record<string, string>; command?: string[] } = {}): Promise<Shell> {
  const directory = await Deno.makeTempDir({ prefix: "alera-cli-" });
  const env = {
    ALERA_ENV: "development",
    ALERA_DATABASE_URL: `file:${directory}/alera.db`,
    ALERA_SIMULATOR_PORT: String(freePort()),
    PORT: String(freePort()),
    ...options.env,
  };
  return {
    directory,
    env,
    alera: (args, more = {}) => run(args, { ...env, ...more }, options.command),
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}

/** Nothing of this process's own environment but what a program needs to run. */
async function run(args: string[], env: Record<string, string>, command = SOURCE_COMMAND): Promise<Ended> {
  const kept = Object.fromEntries(
    ["PATH", "HOME", "DENO_DIR", "TMPDIR", "DENO_TLS_CA_STORE"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const { code, out, err } = await runChild(command[0], [...command.slice(1), ...args], {
    clearEnv: true,
    env: { ...kept, NO_COLOR: "1", ...env },
  });
  let json = null;
  try {
    json = JSON.parse(out);
  } catch { /* not JSON */ }
  return { code, out, err, json };
}

/** It ended with `code`, and said why in one line and no more. */
export function endedWith(ended: Ended, code: number, line: RegExp): void {
  assert.equal(ended.code, code, ended.out + ended.err);
  assert.match(ended.err, /^alera: [^\n]+\n$/);
  assert.match(ended.err, line);
  assert.equal(ended.out, "");
}

/** It did what it should, and complained of nothing. */
export function succeeded(ended: Ended): Ended {
  assert.equal(ended.code, 0, ended.out + ended.err);
  assert.equal(ended.err, "");
  return ended;
}
