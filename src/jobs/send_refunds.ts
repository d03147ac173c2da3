import { reconcileRefunds } from "../workflows/payments/reconcile_refunds.ts";
import type { Job } from "./job.ts";

/** Sends refunds to Stripe, and asks what became of those in doubt. */
export const sendRefundsJob: Job = {
  name: "send_refunds",
  wokenBy: "refunds",
  every: 2_000,
  pause: 15,
  run: reconcileRefunds,
};
