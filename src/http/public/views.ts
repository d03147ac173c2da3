/** What goes out, as zod schemas for the document. Fields may be added, never renamed or removed. */
import { z } from "@hono/zod-openapi";

export const instant = z.string().openapi({ format: "date-time", example: "2026-05-18T11:00:00.000Z" });

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
export const classView = classFields.extend({ instructor: instructorView }).openapi("Class", {
  example: { ...exampleClass, instructor: { id: "ins-4b1d", name: "Sarah Lee" } },
});
export const blackoutView = z.object({
  id: z.string(),
  label: z.string(),
  startsAt: instant,
  endsAt: instant,
  allDay: z.boolean(),
  kind: z.string(),
}).openapi("Blackout", {
  example: {
    id: "bo-51f0",
    label: "Studio closed for Memorial Day",
    startsAt: "2026-05-25T00:00:00.000Z",
    endsAt: "2026-05-27T00:00:00.000Z",
    allDay: true,
    kind: "holiday",
  },
});
export const classDetailView = z.object({
  class: classFields,
  provider: z.object({
    displayName: z.string(),
    handle: z.string(),
    avatarKey: z.string().nullable(),
    bio: z.string().nullable(),
    timezone: z.string(),
  }),
}).openapi("ClassDetail", {
  example: {
    class: exampleClass,
    provider: {
      displayName: "Cynthia",
      handle: "sculpt-co",
      avatarKey: "providers/cynthia.jpg",
      bio: null,
      timezone: "America/Chicago",
    },
  },
});

export const bookingView = z.object({
  enrollmentId: z.string(),
  checkoutUrl: z.string().nullable().openapi({ description: "Send the customer there to pay; null: nothing to pay." }),
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

export const waitlistView = z.object({
  waitlistEntryId: z.string(),
  position: z.int().openapi({ description: "Among those who wait, from 1." }),
  alreadyOnWaitlist: z.boolean(),
}).openapi("WaitlistJoined", {
  example: { waitlistEntryId: "wl-3c1b", position: 2, alreadyOnWaitlist: false },
});

export const cancelView = z.object({
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

const exampleCheckout = {
  checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
  checkoutSessionId: "cs_test_a1b2",
};
export const checkoutView = z.object({ ok: z.literal(true), checkoutUrl: z.string(), checkoutSessionId: z.string() })
  .openapi("Checkout", { example: { ok: true, ...exampleCheckout } });
export const tipCheckoutView = z.object({ checkoutUrl: z.string(), checkoutSessionId: z.string() })
  .openapi("TipCheckout", { example: exampleCheckout });

export const redemptionView = z.object({
  ok: z.literal(true),
  debitCents: z.int(),
  balanceCents: z.int(),
  balanceRemainingCents: z.int(),
  alreadyRedeemed: z.literal(true).optional(),
}).openapi("Redemption", {
  example: { ok: true, debitCents: 2000, balanceCents: 10000, balanceRemainingCents: 8000 },
});

export const feedUrl = z.string().openapi({
  example: "https://book.example.com/api/cal/abc123.ics",
  description: "A calendar to subscribe to. Whoever has the address can read it.",
});

export const packageView = z.object({
  id: z.string(),
  packageTypeName: z.string(),
  sessionsRemaining: z.int(),
  sessionsTotal: z.int(),
  expiresAt: instant.nullable(),
}).openapi("ClientPackage", {
  example: {
    id: "pkg-61aa",
    packageTypeName: "5-Class Pack",
    sessionsRemaining: 4,
    sessionsTotal: 5,
    expiresAt: "2026-11-10T00:00:00.000Z",
  },
});

/** A customer's booking, as the customer and the owner's view of a client show it. */
export const customerEnrollmentView = z.object({
  id: z.string(),
  status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Completed", "NoShow"]),
  bookedAt: instant,
  cancelToken: z.string(),
  checkoutUrl: z.string().nullable().openapi({ description: "While the seat is held: where to pay." }),
  class: z.object({ id: z.string(), name: z.string(), scheduledAt: instant, durationMin: z.int() }),
}).openapi("CustomerEnrollment", {
  example: {
    id: "enr-9d8f",
    status: "Confirmed",
    bookedAt: "2026-05-13T20:33:25.624Z",
    cancelToken: "djF8ZW5yL",
    checkoutUrl: null,
    class: { id: "class-7a2c", name: "Pilates Class", scheduledAt: "2026-05-15T12:00:00.000Z", durationMin: 50 },
  },
});

export const customerView = z.object({
  client: z.object({
    id: z.string().openapi({ example: "cli-08d2" }),
    name: z.string().openapi({ example: "Jane Doe" }),
    email: z.string().openapi({ example: "jane.doe@example.com" }),
  }),
  studio: z.object({
    handle: z.string().openapi({ example: "sculpt-co" }),
    displayName: z.string().openapi({ example: "Sculpt Pilates Co." }),
    timezone: z.string().openapi({ example: "America/Chicago" }),
  }),
  calendarFeedUrl: feedUrl,
  enrollments: z.array(customerEnrollmentView),
  packages: z.array(packageView),
}).openapi("CustomerSummary");
