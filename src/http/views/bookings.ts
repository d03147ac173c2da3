import { z } from "@hono/zod-openapi";
import type { Booking } from "../../workflows/bookings/booking.ts";
import { instant } from "./basics.ts";

export const bookingView = z.object({
  enrollmentId: z.string(),
  checkoutUrl: z.string().nullable().openapi({ description: "Send the customer there to pay. Null: nothing to pay." }),
  checkoutSessionId: z.string().nullable(),
  cancelToken: z.string().openapi({ description: "For the customer's own cancel link." }),
  classSession: z.object({ id: z.string(), nameSnapshot: z.string(), scheduledAt: instant, durationMin: z.int() }),
}).openapi("Booking", {
  example: {
    enrollmentId: "enr-9d8f",
    checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
    checkoutSessionId: "cs_test_a1b2",
    cancelToken: "djF8ZW5yL",
    classSession: {
      id: "class-7a2c",
      nameSnapshot: "Pilates Class",
      scheduledAt: "2026-05-18T11:00:00.000Z",
      durationMin: 50,
    },
  },
});

export const cancellationView = z.object({
  ok: z.literal(true),
  cancelledAt: instant,
  lateCancel: z.boolean(),
  cancelWindowHours: z.int(),
  refundedCents: z.int(),
  refundId: z.string().nullable(),
  creditReturned: z.boolean(),
}).openapi("Cancelled", {
  example: {
    ok: true,
    cancelledAt: "2026-05-14T22:10:00.000Z",
    lateCancel: false,
    cancelWindowHours: 24,
    refundedCents: 2000,
    refundId: "re_3Qx1",
    creditReturned: false,
  },
});

/** The response of `book`. */
export function bookingShape(booking: Booking) {
  const { id, nameSnapshot, scheduledAt, durationMin } = booking.session;
  return {
    enrollmentId: booking.enrollmentId,
    checkoutUrl: booking.checkoutUrl,
    checkoutSessionId: booking.checkoutSessionId,
    cancelToken: booking.cancelToken,
    classSession: { id, nameSnapshot, scheduledAt, durationMin },
  };
}
