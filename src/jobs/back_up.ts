import { MINUTE } from "../domain/time.ts";
import type { Backups } from "../ports/backups.ts";
import { backUp } from "../workflows/maintenance/back_up.ts";
import type { Job } from "./job.ts";

/** Backs the database up when the newest backup is old enough. One that fails is tried again at the next pass. */
export function backUpJob(backups: Backups): Job {
  return {
    name: "back_up",
    every: 5 * MINUTE,
    pause: 5 * MINUTE,
    async run(ctx) {
      await backUp(backups, ctx);
      return 0;
    },
  };
}
