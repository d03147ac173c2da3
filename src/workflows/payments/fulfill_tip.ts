/** A paid tip is recorded with its appointment; a second one is refunded. */
import type { Tx } from "../../db/database.ts";
import { appointmentJson, captureTip, findAppointment, setTipCharge } from "../../domain/appointments.ts";
import type { Checkout, Fulfillment } from "../../domain/checkouts.ts";
import { recordEvent } from "../../domain/events.ts";
import { enqueueTipReceived } from "../notifications/enqueue_purchases.ts";
import { refundUnfulfillable } from "./refund_unfulfillable.ts";

/** At most one tip per appointment. */
export async function fulfillTip(
  tx: Tx,
  checkout: Checkout,
  now: string,
): Promise<Fulfillment> {
  const appointment = (await findAppointment(tx, checkout.subjectId!))!;
  if (
    !await captureTip(tx, appointment.id, {
      amountCents: checkout.amountCents,
      checkoutId: checkout.id,
      capturedAt: now,
    })
  ) {
    return await refundUnfulfillable(tx, checkout, null, "duplicate_tip", "tip_already_collected", now);
  }
  if (checkout.paymentIntentId) await setTipCharge(tx, appointment.id, checkout.paymentIntentId); // until the charge is known
  const { providerId, clientId } = appointment;
  const data = await appointmentJson(tx, appointment.id);
  await recordEvent(tx, { providerId, clientId, type: "tip.paid", data }, now);
  await enqueueTipReceived(tx, appointment, checkout.amountCents, now);
  return { kind: "tip", id: appointment.id };
}
