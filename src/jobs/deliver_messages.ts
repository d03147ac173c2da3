import { LANES } from "../domain/outbox.ts";
import { deliverMessages, finishDeliveries } from "../workflows/notifications/deliver_messages.ts";
import type { Job } from "./job.ts";

/** Of the time that a stopping process has, ms. */
const PATIENCE = 4_000;

/** Send the mails and texts of the outbox, each lane by itself. */
export const deliveryJobs: Job[] = LANES.map((lane) => ({
  name: `deliver_${lane}`,
  wokenBy: "outbox",
  every: 1_000,
  pause: 15,
  run: (ctx) => deliverMessages(ctx, lane),
  finish: (ctx) => finishDeliveries(ctx, lane, PATIENCE),
}));
