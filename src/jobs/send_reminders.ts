import { MINUTE } from "../domain/time.ts";
import { sendReminders } from "../workflows/notifications/send_reminders.ts";
import type { Job } from "./job.ts";

/** Reminds clients of their classes. */
export const sendRemindersJob: Job = { name: "send_reminders", every: MINUTE, pause: 50, run: sendReminders };
