import { deliverMessages } from "../workflows/notifications/deliver_messages.ts";
import type { Job } from "./job.ts";

/** Sends the mails and texts of the outbox. */
export const deliverMessagesJob: Job = {
  name: "deliver_messages",
  wokenBy: "outbox",
  every: 1_000,
  pause: 15,
  run: deliverMessages,
};
