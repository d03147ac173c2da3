import { deliverEvents, finishEventDeliveries } from "../workflows/events/deliver_events.ts";
import type { Job } from "./job.ts";

/** Of the time that a stopping process has, ms. */
const PATIENCE = 4_000;

/** Sends events to webhook endpoints. */
export const deliverEventsJob: Job = {
  name: "deliver_events",
  wokenBy: "webhooks",
  every: 1_000,
  pause: 5,
  run: deliverEvents,
  finish: (ctx) => finishEventDeliveries(ctx, PATIENCE),
};
