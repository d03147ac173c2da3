import { MINUTE } from "../domain/time.ts";
import { noteKeysUsed } from "../workflows/account/api_keys.ts";
import type { Job } from "./job.ts";

/** Stores when API keys were last used: once a minute, and not at every request. @param takeUsedKeys ids since the last call */
export function noteUsedKeysJob(takeUsedKeys: () => string[]): Job {
  return {
    name: "note_used_keys",
    every: MINUTE,
    pause: 0,
    run: (ctx) => noteKeysUsed(ctx, takeUsedKeys()).then(() => 0),
  };
}
