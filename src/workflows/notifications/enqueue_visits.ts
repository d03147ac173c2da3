/** Mails about an appointment. */
import type { Tx } from "../../db/database.ts";
import type { Appointment } from "../../domain/appointments.ts";
import type { Context } from "../context.ts";
import { siteFor } from "./customer_links.ts";
import { enqueueToClient } from "./enqueue_mail.ts";

/** Thanks for the visit, with a link for a tip where the service takes tips. */
export async function enqueuePostVisit(
  ctx: Context,
  tx: Tx,
  appointment: Appointment,
  tipToken: string,
  now: string,
): Promise<void> {
  const { id: subjectId, serviceName, scheduledAt, tipsEnabled } = appointment;
  const site = await siteFor(ctx, tx, appointment.providerId, null);
  const tip = tipsEnabled ? { tipUrl: `${site}/tip#${tipToken}`, tipToken } : { tipUrl: null, tipToken: null };
  const mail = { kind: "post_visit", subjectId, siteOrigin: site } as const;
  await enqueueToClient(tx, appointment, mail, (name) => ({ name, serviceName, scheduledAt, ...tip }), now);
}
