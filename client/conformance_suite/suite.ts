/** Runs checks one after another. A check is a sentence and what makes it true. */
import type { World } from "./world.ts";

export interface Check {
  area: string;
  name: string;
  /** What it can't do without. */
  needs?: "owner" | "customer";
  run(world: World): Promise<void>;
}

export interface Result {
  area: string;
  name: string;
  state: "passed" | "failed" | "skipped";
  /** Why it failed, or was skipped. */
  says?: string;
}

/** The checks of one area. */
export function area(area: string, checks: Record<string, Check["run"]>, needs?: Check["needs"]): Check[] {
  return Object.entries(checks).map(([name, run]) => ({ area, name, needs, run }));
}

export async function runChecks(world: World, checks: Check[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const { area, name, needs, run } of checks) {
    if (needs === "owner" && !world.options.ownerToken || needs === "customer" && !world.options.customerToken) {
      results.push({ area, name, state: "skipped", says: `needs --${needs}-token` });
      continue;
    }
    const says = await run(world).then(
      () => undefined,
      (error) => error instanceof Error ? error.message : String(error),
    );
    results.push(says === undefined ? { area, name, state: "passed" } : { area, name, state: "failed", says });
  }
  return results;
}

/** @throws Error with both, when they differ */
export function equal(what: string, actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

export function ok(what: string, is: unknown): void {
  if (!is) throw new Error(`not so: ${what}`);
}
