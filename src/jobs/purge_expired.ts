import { HOUR } from "../domain/time.ts";
import { purgeExpired } from "../workflows/maintenance/purge_expired.ts";
import type { Job } from "./job.ts";

/** Deletes what has served its time. */
export const purgeExpiredJob: Job = {
  name: "purge_expired",
  every: HOUR,
  pause: 0,
  run: (ctx) => purgeExpired(ctx).then(() => 0),
};
