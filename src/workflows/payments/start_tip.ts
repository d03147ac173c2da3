/** A customer tips after a visit. */
import { findAppointment, getAppointmentOf } from "../../domain/appointments.ts";
import { emailOf, getClient } from "../../domain/clients.ts";
import type { Context } from "../context.ts";
import { DomainError, invalid, notFound, refusedToken } from "../../domain/errors.ts";
import type { OpenCheckout } from "./open_checkout.ts";
import { purchaseExpiry } from "./record_checkout.ts";
import { siteFor } from "../notifications/customer_links.ts";
import { startPurchase } from "./start_purchase.ts";

/** @throws DomainError 403 (token), not_found, invalid_request (not tippable), 409 (tipped), not_onboarded, 502 */
export async function startTip(ctx: Context, token: string, amountCents: number): Promise<OpenCheckout> {
  const verified = ctx.tokens.verify("tip-v1", token, ctx.clock.now());
  if (!verified.ok) {
    throw refusedToken(verified.reason, "The tip token in `token`", "Use the link of the post-visit mail.");
  }
  const visit = await findAppointment(ctx.db, verified.record);
  if (!visit) throw notFound("Appointment");
  return await startPurchase(ctx, visit.providerId, async (tx, provider) => {
    const appointment = await getAppointmentOf(tx, provider.id, visit.id);
    if (appointment.tipCheckoutId) {
      throw new DomainError("already_tipped", "A tip has already been collected for this visit. Thank you.");
    }
    if (appointment.status !== "Completed") {
      throw invalid("token", "This visit can't be tipped: it is not completed.", "not_tippable");
    }
    if (!appointment.tipsEnabled) throw invalid("token", "Tips are not accepted for this service.", "not_tippable");
    const client = await getClient(tx, provider.id, appointment.clientId);
    const site = await siteFor(ctx, tx, provider.id, null);
    return {
      kind: "tip",
      subjectId: appointment.id,
      productName: `Tip, ${appointment.serviceName}`,
      amountCents,
      customerEmail: emailOf(client),
      successUrl: `${site}/tip/thanks`,
      cancelUrl: `${site}/tip/cancelled`,
      expiresAtMs: purchaseExpiry(ctx),
      origin: site,
    };
  });
}
