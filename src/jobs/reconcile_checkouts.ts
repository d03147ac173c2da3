import { reconcileCheckouts } from "../workflows/payments/reconcile_checkouts.ts";
import type { Job } from "./job.ts";

/** Asks Stripe about checkouts past their time, so that a lost webhook loses nothing. */
export const reconcileCheckoutsJob: Job = {
  name: "reconcile_checkouts",
  wokenBy: "checkouts",
  every: 2_000,
  pause: 15,
  run: reconcileCheckouts,
};
