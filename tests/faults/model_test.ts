/**
 * Anything can happen in any order, and the process can end anywhere: when the dust has settled, every promise that was answered is
 * kept, the doctor finds nothing, and Stripe's books say what ours say. `FAULT_SEED` repeats a run, `FAULT_RUNS` says how many.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { happen, type Happening, happening } from "./commands.ts";
import { FAILPOINTS } from "./failpoints.ts";
import { FaultWorld } from "./fault_world.ts";
import { findings } from "./findings.ts";
import { Promises } from "./promises.ts";

const SEED = Number(Deno.env.get("FAULT_SEED") ?? Math.floor(Math.random() * 2 ** 31));
const RUNS = Number(Deno.env.get("FAULT_RUNS") ?? 20);
const LONGEST = Number(Deno.env.get("FAULT_LENGTH") ?? 120);

const passed: Record<string, number> = {};
const answers: Record<string, number> = {};
let restarts = 0;

async function run(happenings: Happening[]): Promise<void> {
  await using world = await FaultWorld.open();
  const promises = new Promises();
  for (const one of happenings) await happen(world, promises, one);
  await world.settle();
  assert.deepEqual(await findings(world, promises), []);
  for (const [point, times] of Object.entries(world.passed)) passed[point] = (passed[point] ?? 0) + times;
  for (const [answer, times] of Object.entries(promises.answers)) answers[answer] = (answers[answer] ?? 0) + times;
  restarts += world.restarts;
}

Deno.test(`random operations, faults, clock jumps and restarts keep every promise (FAULT_SEED=${SEED})`, async () => {
  const runs = fc.array(happening(), { minLength: 20, maxLength: LONGEST, size: "max" });
  await fc.assert(fc.asyncProperty(runs, run), {
    seed: SEED,
    numRuns: RUNS,
    // FAULT_SHRINK=1 looks for the shortest run that fails, which takes minutes.
    endOnFailure: !Deno.env.get("FAULT_SHRINK"),
    interruptAfterTimeLimit: 480_000,
    markInterruptAsFailure: false,
  });
  console.log(JSON.stringify({ FAULT_SEED: SEED, restarts, answers, passed }));
  for (const point of FAILPOINTS) if (!/text/.test(point)) assert.ok(passed[point] > 0, `${point} was never passed`);
  for (const what of ["book 200", "book 409", "cancel 200", "redeem 200"]) assert.ok(answers[what] > 0, what);
  assert.ok(restarts > 0, "the process never ended");
});
