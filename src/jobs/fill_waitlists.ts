import { MINUTE } from "../domain/time.ts";
import { fillWaitlists } from "../workflows/bookings/fill_waitlists.ts";
import type { Job } from "./job.ts";

/** Offers open seats of which nobody was told in the write that opened them: after a change of settings, or of the Stripe account. */
export const fillWaitlistsJob: Job = {
  name: "fill_waitlists",
  wokenBy: "waitlists",
  every: MINUTE,
  pause: 50,
  run: fillWaitlists,
};
