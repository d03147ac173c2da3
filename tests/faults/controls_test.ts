/**
 * The model has teeth: with a guard switched off, the same happenings and the same questions find a breach, within a few runs.
 * `FAULT_SEED` begins elsewhere.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { happen, happening } from "./commands.ts";
import { type Control, CONTROLS } from "./controls.ts";
import { FaultWorld } from "./fault_world.ts";
import { findings } from "./findings.ts";
import { BrokenPromise, Promises } from "./promises.ts";

const SEED = Deno.env.get("FAULT_SEED");
/** A run is short, for most breaches need little, and they are few: the seeds of the table find theirs in the first. */
const RUNS = 8;
const LENGTH = 60;

/** The control did something else than switching off a guard. */
class BrokenControl extends Error {
  override name = "BrokenControl";
}

/** The first breach of a run; null when all is well. */
async function breach(control: Control, happenings: Parameters<typeof happen>[2][], met: Set<string>) {
  const world = await FaultWorld.open(control);
  try {
    const promises = new Promises();
    for (const one of happenings) await happen(world, promises, one);
    await world.settle();
    // That it is gone is what the control does, and that another guard refuses is no breach.
    const isBreach = (line: string) => !/^(trigger|database:)|constraint failed/.test(line);
    return (await findings(world, promises)).find(isBreach) ?? null;
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof BrokenPromise || /never come to rest/.test(message)) return message;
    throw new BrokenControl(message, { cause: error });
  } finally {
    for (const one of world.met) met.add(one);
    await world[Symbol.asyncDispose]();
  }
}

for (const control of CONTROLS) {
  Deno.test(`control: the model notices when this is off: ${control.guard}`, async () => {
    const seed = Number(SEED ?? control.seed);
    const met = new Set<string>();
    let found: string | null = null;
    const runs = fc.array(happening(control.often, control.only), {
      minLength: LENGTH / 2,
      maxLength: LENGTH,
      size: "max",
    });
    const { numRuns, failed, errorInstance } = await fc.check(
      fc.asyncProperty(runs, async (happenings) => (found = await breach(control, happenings, met)) === null),
      { seed, numRuns: RUNS, endOnFailure: true },
    );
    console.log(JSON.stringify({ seed, runs: numRuns, found }));
    if (errorInstance instanceof BrokenControl) throw errorInstance;
    assert.ok(failed, `no breach in ${RUNS} runs from FAULT_SEED=${seed}`);
    for (const piece of Object.keys(control.rewrite ?? {})) {
      assert.ok(met.has(piece), `no statement had this: ${piece}`);
    }
  });
}
