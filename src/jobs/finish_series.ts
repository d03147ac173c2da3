import { finishSeriesChanges } from "../workflows/classes/finish_series.ts";
import type { Job } from "./job.ts";

/** Closes the classes of a series that was cancelled, and mails the clients of one that was changed. */
export const finishSeriesJob: Job = {
  name: "finish_series",
  wokenBy: "series",
  every: 5_000,
  pause: 15,
  run: finishSeriesChanges,
};
