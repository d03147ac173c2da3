import { HOUR } from "../domain/time.ts";
import { purgeExpired } from "../workflows/maintenance/purge_expired.ts";
import type { Job } from "./job.ts";

/** Deletes what has served its time, some hundred rows at a time. */
export const purgeExpiredJob: Job = { name: "purge_expired", every: HOUR, pause: 50, run: purgeExpired };
