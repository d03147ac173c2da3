/**
 * In automatic mode no seat is open while somebody waits for it: not after any commit, wherever the process ends, and not only once the
 * jobs have run. `FAULT_SEED` begins elsewhere. The control shows that the question is a real one.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { MINUTE } from "../../src/domain/time.ts";
import { happen, type Happening, happening } from "./commands.ts";
import type { Control } from "./controls.ts";
import { FaultWorld } from "./fault_world.ts";
import { findings } from "./findings.ts";
import { Promises } from "./promises.ts";

const SEED = Number(Deno.env.get("FAULT_SEED") ?? 7);
// The doctor is asked after every deed: a quarter of the runs takes as long as the model.
const RUNS = Math.ceil(Number(Deno.env.get("FAULT_RUNS") ?? 24) / 4);

const OFTEN = [
  "book",
  "wait",
  "wait",
  "cancel",
  "pay",
  "events",
  "work",
  "pass",
  "stripeFault",
  "processEnds",
] as const;
const happenings = fc.array(happening([...OFTEN], true), { minLength: 60, maxLength: 100, size: "max" });
const answers: Record<string, number> = {};
const met = new Set<string>();
let [offered, restarts] = [0, 0];

/** The first open seat that somebody waited for, or what was wrong at the end; null when all is well. */
async function run(deeds: Happening[], control: Control | null = null): Promise<string | null> {
  await using world = await FaultWorld.open(control);
  await world.studio.manage("PATCH", "provider", { waitlistMode: "automatic" });
  await world.t.pass(11 * MINUTE); // from now on the change of settings excuses nothing
  const promises = new Promises();
  const idle = async () => (await world.t.doctor()).find((line) => /expected offered/.test(line));
  for (const deed of deeds) {
    await happen(world, promises, deed);
    const found = await idle();
    for (const one of world.met) met.add(one);
    if (found) return `${found}, after ${deed[0]}`;
  }
  const entries = await world.studio.books("waitlist_entries");
  offered += entries.filter((one) => one.promoted_at).length;
  restarts += world.restarts;
  for (const [answer, times] of Object.entries(promises.answers)) answers[answer] = (answers[answer] ?? 0) + times;
  await world.settle();
  return (await findings(world, promises))[0] ?? null;
}

Deno.test(`no seat is open while somebody waits for it, after any commit (FAULT_SEED=${SEED})`, async () => {
  await fc.assert(fc.asyncProperty(happenings, async (deeds) => assert.equal(await run(deeds), null)), {
    seed: SEED,
    numRuns: RUNS,
    endOnFailure: true,
  });
  console.log(JSON.stringify({ offered, restarts, answers }));
  assert.ok(offered > 0 && restarts > 0, "nothing was offered, or the process never ended");
});

Deno.test("control: seats that are not offered in the write that frees them are noticed", async () => {
  const control: Control = {
    guard: "seats are offered in the write that frees them",
    seed: SEED,
    often: [...OFTEN],
    rewrite: { "status = 'Waiting' ORDER BY place": "status = 'none' ORDER BY place" },
  };
  const found: (string | null)[] = [];
  await fc.check(
    fc.asyncProperty(happenings, async (deeds) => {
      found.push(await run(deeds, control));
      return found.at(-1) === null;
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
  assert.match(found.at(-1) ?? "all was well", /expected offered/);
  assert.ok(met.size > 0, "nothing was taken away");
});
