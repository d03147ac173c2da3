/** What goes out, as zod schemas for the document. Fields may be added, never renamed or removed. */
import { z } from "@hono/zod-openapi";

const instant = z.string().openapi({ format: "date-time", example: "2026-05-18T11:00:00.000Z" });

export const exampleClass = {
  id: "class-7a2c",
  scheduledAt: "2026-05-18T11:00:00.000Z",
  nameSnapshot: "Pilates Class",
  durationMin: 50,
  priceCents: 2000,
  capacity: 6,
  enrolledCount: 4,
  seatsLeft: 2,
  publicNote: null,
};

export const classFields = z.object({
  id: z.string(),
  scheduledAt: instant,
  nameSnapshot: z.string(),
  durationMin: z.int(),
  priceCents: z.int(),
  capacity: z.int(),
  enrolledCount: z.int(),
  seatsLeft: z.int(),
  publicNote: z.string().nullable(),
});
const instructorView = z.object({ id: z.string(), name: z.string() }).nullable();
export const classView = classFields.extend({ instructor: instructorView }).openapi("Class");
export const blackoutView = z.object({
  id: z.string(),
  label: z.string(),
  startsAt: instant,
  endsAt: instant,
  allDay: z.boolean(),
  kind: z.string(),
}).openapi("Blackout");
export const classDetailView = z.object({
  class: classFields,
  provider: z.object({
    displayName: z.string(),
    handle: z.string(),
    avatarKey: z.string().nullable(),
    bio: z.string().nullable(),
    timezone: z.string(),
  }),
}).openapi("ClassDetail");

export const bookingView = z.object({
  enrollmentId: z.string(),
  checkoutUrl: z.string().nullable(),
  checkoutSessionId: z.string().nullable(),
  cancelToken: z.string(),
  classSession: z.object({ id: z.string(), nameSnapshot: z.string(), scheduledAt: instant, durationMin: z.int() }),
}).openapi("Booking");

export const waitlistView = z.object({
  waitlistEntryId: z.string(),
  position: z.int().openapi({ description: "Among those who wait, from 1." }),
  alreadyOnWaitlist: z.boolean(),
}).openapi("WaitlistJoined");

export const cancelView = z.object({
  ok: z.literal(true),
  cancelledAt: instant,
  lateCancel: z.boolean(),
  cancelWindowHours: z.int(),
  refundedCents: z.int(),
  refundId: z.string().nullable(),
  creditReturned: z.boolean(),
}).openapi("Cancelled");

export const checkoutView = z.object({ ok: z.literal(true), checkoutUrl: z.string(), checkoutSessionId: z.string() })
  .openapi("Checkout");
export const tipCheckoutView = z.object({ checkoutUrl: z.string(), checkoutSessionId: z.string() }).openapi(
  "TipCheckout",
);

export const redemptionView = z.object({
  ok: z.literal(true),
  debitCents: z.int(),
  balanceCents: z.int(),
  balanceRemainingCents: z.int(),
  alreadyRedeemed: z.literal(true).optional(),
}).openapi("Redemption");

export const packageView = z.object({
  id: z.string(),
  packageTypeName: z.string(),
  sessionsRemaining: z.int(),
  sessionsTotal: z.int(),
  expiresAt: instant.nullable(),
}).openapi("ClientPackage");

export const customerView = z.object({
  client: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  studio: z.object({ handle: z.string(), displayName: z.string(), timezone: z.string() }),
  calendarFeedUrl: z.string(),
  enrollments: z.array(z.object({
    id: z.string(),
    status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Completed", "NoShow"]),
    bookedAt: instant,
    cancelToken: z.string(),
    checkoutUrl: z.string().nullable(),
    class: z.object({ id: z.string(), name: z.string(), scheduledAt: instant, durationMin: z.int() }),
  })),
  packages: z.array(packageView),
}).openapi("CustomerSummary");
