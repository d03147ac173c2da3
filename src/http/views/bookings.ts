import { z } from "@hono/zod-openapi";
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Booking } from "../../workflows/bookings/booking.ts";
import type { CancellationPreview } from "../../workflows/bookings/preview_cancellation.ts";
import type { Rescheduled } from "../../workflows/bookings/reschedule.ts";
import { instant } from "./basics.ts";
import { paidWith } from "./customer.ts";

const classSession = z.object({
  id: z.string(),
  nameSnapshot: z.string(),
  scheduledAt: instant,
  durationMin: z.int(),
});

const exampleSession = {
  id: "class-7a2c",
  nameSnapshot: "Pilates Class",
  scheduledAt: "2026-05-18T11:00:00.000Z",
  durationMin: 50,
};

export const bookingView = z.object({
  enrollmentId: z.string(),
  checkoutUrl: z.string().nullable().openapi({ description: "Send the customer there to pay. Null: nothing to pay." }),
  checkoutSessionId: z.string().nullable(),
  cancelToken: z.string().openapi({ description: "For the customer's own cancel link." }),
  classSession,
}).openapi("Booking", {
  example: {
    enrollmentId: "enr-9d8f",
    checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
    checkoutSessionId: "cs_test_a1b2",
    cancelToken: "djF8ZW5yL",
    classSession: exampleSession,
  },
});

export const exampleCancelled = {
  ok: true,
  cancelledAt: "2026-05-14T22:10:00.000Z",
  lateCancel: false,
  cancelWindowHours: 24,
  refundedCents: 2000,
  refundId: "re_3Qx1",
  creditReturned: false,
};

export const cancellationView = z.object({
  ok: z.literal(true),
  cancelledAt: instant,
  lateCancel: z.boolean(),
  cancelWindowHours: z.int(),
  refundedCents: z.int(),
  refundId: z.string().nullable(),
  creditReturned: z.boolean(),
}).openapi("Cancelled", { example: exampleCancelled });

const previewFields = {
  lateCancel: z.boolean(),
  cancelWindowHours: z.int(),
  refundableUntil: instant.openapi({ description: "A cancellation up to then is not late." }),
  refundCents: z.int().openapi({ description: "What is paid back, to the card or the gift card." }),
  currency: z.string(),
  creditReturned: z.boolean(),
  giftCardCents: z.int().openapi({ description: "What of it the gift card gets back." }),
  paidWith: paidWith.nullable().openapi({ description: "Null while unpaid." }),
};

export const cancellationPreviewView = z.object({
  ok: z.literal(true),
  preview: z.literal(true),
  ...previewFields,
  classSession,
}).openapi("CancellationPreview", {
  example: {
    ok: true,
    preview: true,
    lateCancel: false,
    cancelWindowHours: 24,
    refundableUntil: "2026-05-17T11:00:00.000Z",
    refundCents: 2000,
    currency: "usd",
    creditReturned: false,
    giftCardCents: 0,
    paidWith: "card",
    classSession: exampleSession,
  },
});

/** The response of a cancellation that is only asked about. */
export function cancellationPreviewShape({ session, ...terms }: CancellationPreview) {
  return { ok: true, preview: true, ...terms, classSession: classSessionShape(session) };
}

const exampleRescheduled = {
  ok: true,
  enrollmentId: "enr-9d8f",
  cancelToken: "djF8ZW5yL",
  classSession: exampleSession,
  cancelWindowHours: 24,
  refundableUntil: "2026-05-17T11:00:00.000Z",
};

const rescheduleFields = {
  enrollmentId: z.string(),
  classSession,
  cancelWindowHours: z.int(),
  refundableUntil: instant.openapi({ description: "A cancellation of the new class up to then is not late." }),
};

export const rescheduledView = z.object({
  ok: z.literal(true),
  cancelToken: z.string().openapi({ description: "For the new class. The old one works too, while it lasts." }),
  ...rescheduleFields,
}).openapi("Rescheduled", { example: exampleRescheduled });

const { cancelToken: _, ...exampleReschedulePreview } = exampleRescheduled;

export const reschedulePreviewView = z.object({
  ok: z.literal(true),
  preview: z.literal(true),
  ...rescheduleFields,
}).openapi("ReschedulePreview", { example: { ...exampleReschedulePreview, preview: true } });

/** The response of a move, or of one that is only asked about. */
export function rescheduledShape({ session, cancelToken, ...terms }: Rescheduled) {
  const made = cancelToken === null ? { preview: true } : { cancelToken };
  return { ok: true, ...made, ...terms, classSession: classSessionShape(session) };
}

/** The response of `book`. */
export function bookingShape(booking: Booking) {
  return {
    enrollmentId: booking.enrollmentId,
    checkoutUrl: booking.checkoutUrl,
    checkoutSessionId: booking.checkoutSessionId,
    cancelToken: booking.cancelToken,
    classSession: classSessionShape(booking.session),
  };
}

function classSessionShape({ id, nameSnapshot, scheduledAt, durationMin }: ClassSession) {
  return { id, nameSnapshot, scheduledAt, durationMin };
}
