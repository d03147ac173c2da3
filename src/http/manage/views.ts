/** What owners get, as zod schemas for the document. */
import { z } from "@hono/zod-openapi";
import {
  blackoutView,
  classFields,
  customerEnrollmentView,
  exampleClass,
  feedUrl,
  instant,
  packageView,
} from "../public/views.ts";

/** `{ items, nextCursor }` */
export function pageOf(item: z.ZodType) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: "Null: this was the last page.", example: null }),
  });
}

export const providerView = z.object({
  id: z.string(),
  handle: z.string(),
  displayName: z.string(),
  email: z.string(),
  timezone: z.string(),
  currency: z.string(),
  bio: z.string().nullable(),
  avatarKey: z.string().nullable(),
  cancelWindowHours: z.int(),
  giftCardValidDays: z.int().nullable(),
  stripe: z.object({
    accountId: z.string().nullable(),
    chargesEnabled: z.boolean(),
    payoutsEnabled: z.boolean(),
    detailsSubmitted: z.boolean(),
  }),
  createdAt: instant,
}).openapi("Provider", {
  example: {
    id: "prov-2f6e",
    handle: "sculpt-co",
    displayName: "Sculpt Pilates Co.",
    email: "owner@example.com",
    timezone: "America/Chicago",
    currency: "usd",
    bio: "Reformer Pilates on Main Street.",
    avatarKey: null,
    cancelWindowHours: 24,
    giftCardValidDays: null,
    stripe: { accountId: "acct_1Qx", chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true },
    createdAt: "2026-05-01T09:00:00.000Z",
  },
});

export const keyCreatedView = z.object({
  id: z.string(),
  key: z.string().openapi({ description: "Shown once." }),
  prefix: z.string(),
  label: z.string(),
  allowedOrigins: z.array(z.string()),
  createdAt: instant,
}).openapi("ApiKeyCreated", {
  example: {
    id: "key-77b0",
    key: "alr_sclp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    prefix: "alr_sclp_xxxx",
    label: "Website",
    allowedOrigins: ["https://your-site.com"],
    createdAt: "2026-05-01T09:00:00.000Z",
  },
});
export const keyView = z.object({
  id: z.string(),
  prefix: z.string(),
  label: z.string(),
  allowedOrigins: z.array(z.string()),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
}).openapi("ApiKey", {
  example: {
    id: "key-77b0",
    prefix: "alr_sclp_xxxx",
    label: "Website",
    allowedOrigins: ["https://your-site.com"],
    createdAt: "2026-05-01T09:00:00.000Z",
    lastUsedAt: "2026-05-18T10:59:02.118Z",
    revokedAt: null,
  },
});

export const instructorView = z.object({ id: z.string(), name: z.string() }).openapi("Instructor", {
  example: { id: "ins-4b1d", name: "Sarah Lee" },
});
export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  durationMin: z.int(),
  priceCents: z.int(),
  capacity: z.int(),
  cancelWindowHours: z.int().nullable().openapi({ description: "Null: the provider's." }),
  tipsEnabled: z.boolean(),
}).openapi("Service", {
  example: {
    id: "svc-90c3",
    name: "Pilates Class",
    durationMin: 50,
    priceCents: 2000,
    capacity: 6,
    cancelWindowHours: null,
    tipsEnabled: true,
  },
});

export const exampleManagedClass = {
  ...exampleClass,
  instructor: { id: "ins-4b1d", name: "Sarah Lee" },
  status: "Scheduled",
  serviceId: "svc-90c3",
  heldCount: 0,
  waitingCount: 0,
  createdAt: "2026-05-01T09:00:00.000Z",
  updatedAt: "2026-05-01T09:00:00.000Z",
};
export const managedClassView = classFields.extend({
  // Not `.nullable()`: in the document that would be a reference which still refuses null.
  instructor: z.union([instructorView, z.null()]),
  status: z.enum(["Scheduled", "Cancelled", "Completed"]),
  serviceId: z.string(),
  heldCount: z.int(),
  waitingCount: z.int(),
  createdAt: instant,
  updatedAt: instant,
}).openapi("ManagedClass", { example: exampleManagedClass });

const exampleClient = { id: "cli-08d2", name: "Jane Doe", email: "jane.doe@example.com", phone: "5555550142" };
const clientView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
export const exampleEnrollment = {
  id: "enr-9d8f",
  status: "Confirmed",
  bookedAt: "2026-05-13T20:33:25.624Z",
  classId: "class-7a2c",
  client: exampleClient,
};
export const enrollmentView = z.object({
  id: z.string(),
  status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Expired", "Completed", "NoShow"]),
  bookedAt: instant,
  classId: z.string(),
  client: clientView,
}).openapi("Enrollment", { example: exampleEnrollment });
const exampleSeat = {
  ...exampleEnrollment,
  priceCents: 2000,
  paidWith: "card",
  expiresAt: null,
  cancelledAt: null,
  lateCancel: null,
};
const seatView = enrollmentView.extend({
  priceCents: z.int(),
  paidWith: z.enum(["free", "card", "credit"]).nullable().openapi({ description: "Null: not paid yet." }),
  expiresAt: instant.nullable().openapi({
    description: "When a hold ends; null of a hold: the bank is working on its payment.",
  }),
  cancelledAt: instant.nullable(),
  lateCancel: z.boolean().nullable(),
}).openapi("RosterEnrollment", { example: exampleSeat });
export const rosterView = z.object({
  class: managedClassView,
  enrollments: z.array(seatView),
  holds: z.array(seatView),
  waitlist: z.array(
    z.object({ id: z.string(), joinedAt: instant, position: z.int(), client: clientView }).openapi("WaitlistEntry", {
      example: { id: "wl-3c1b", joinedAt: "2026-05-14T08:12:00.000Z", position: 1, client: exampleClient },
    }),
  ),
}).openapi("Roster");
export const classCancelledView = z.object({
  refundedCount: z.int().openapi({ description: "Card payments given back so far." }),
  refundFailures: z.int().openapi({
    description: "Card payments that could not be given back yet; they are tried again.",
  }),
  creditedCount: z.int(),
  cancelledCount: z.int(),
}).openapi("ClassCancelled", {
  example: { refundedCount: 3, refundFailures: 0, creditedCount: 1, cancelledCount: 4 },
});
export const promotionView = z.object({
  enrollmentId: z.string(),
  status: z.string(),
  checkoutUrl: z.string().nullable(),
}).openapi("Promotion", {
  example: {
    enrollmentId: "enr-9d8f",
    status: "PendingPayment",
    checkoutUrl: "https://checkout.stripe.com/c/pay/cs_test_a1b2",
  },
});

export const blackoutItem = blackoutView;
export const packageTypeView = z.object({
  id: z.string(),
  name: z.string(),
  sessionsTotal: z.int(),
  priceCents: z.int(),
  validDays: z.int().nullable(),
  active: z.boolean(),
}).openapi("PackageType", {
  example: { id: "pkg-33e1", name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, validDays: 180, active: true },
});
export const exampleAppointment = {
  id: "appt-5d20",
  serviceId: "svc-90c3",
  serviceName: "Pilates Class",
  scheduledAt: "2026-05-18T15:00:00.000Z",
  status: "Scheduled",
  client: exampleClient,
  tipAmountCents: null,
  tipChargeId: null,
  tipCapturedAt: null,
};
export const appointmentView = z.object({
  id: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  scheduledAt: instant,
  status: z.enum(["Scheduled", "Completed", "Cancelled"]),
  client: clientView,
  tipAmountCents: z.int().nullable(),
  tipChargeId: z.string().nullable(),
  tipCapturedAt: instant.nullable(),
}).openapi("Appointment", { example: exampleAppointment });
export const clientItem = clientView.extend({ createdAt: instant }).openapi("Client", {
  example: { ...exampleClient, createdAt: "2026-05-13T20:33:25.624Z" },
});
export const clientDetail = clientItem.extend({
  enrollments: z.array(customerEnrollmentView),
  packages: z.array(packageView),
  calendarFeedUrl: feedUrl,
}).openapi("ClientDetail", { example: undefined });
export const giftCardItem = z.object({
  id: z.string(),
  codeLast4: z.string(),
  initialCents: z.int(),
  balanceCents: z.int(),
  currency: z.string(),
  purchaserName: z.string(),
  purchaserEmail: z.string().nullable(),
  recipientName: z.string().nullable(),
  recipientEmail: z.string().nullable(),
  expiresAt: instant.nullable(),
  createdAt: instant,
}).openapi("GiftCard", {
  example: {
    id: "gc-1e9b",
    codeLast4: "7890",
    initialCents: 10000,
    balanceCents: 8000,
    currency: "usd",
    purchaserName: "Jane Doe",
    purchaserEmail: "jane.doe@example.com",
    recipientName: "Sam Smith",
    recipientEmail: "sam@example.com",
    expiresAt: null,
    createdAt: "2026-05-02T16:20:00.000Z",
  },
});
export const giftCardDetail = giftCardItem.extend({
  redemptions: z.array(
    z.object({ id: z.string(), appointmentId: z.string(), debitCents: z.int(), createdAt: instant }).openapi("Debit", {
      example: {
        id: "debit-4410",
        appointmentId: "visit-1042",
        debitCents: 2000,
        createdAt: "2026-05-18T11:02:00.000Z",
      },
    }),
  ),
}).openapi("GiftCardDetail", { example: undefined });
export const stripeView = z.object({
  accountId: z.string().nullable(),
  chargesEnabled: z.boolean(),
  payoutsEnabled: z.boolean(),
  detailsSubmitted: z.boolean(),
}).openapi("StripeState", {
  example: { accountId: "acct_1Qx", chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true },
});
