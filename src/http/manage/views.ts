/** What owners get, as zod schemas for the document. */
import { z } from "@hono/zod-openapi";
import { classFields, packageView } from "../public/views.ts";

export const instant = z.string().openapi({ format: "date-time", example: "2026-05-18T11:00:00.000Z" });

/** `{ items, nextCursor }` */
export function pageOf(item: z.ZodType) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
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
}).openapi("Provider");

export const keyCreatedView = z.object({
  id: z.string(),
  key: z.string().openapi({ description: "Shown once." }),
  prefix: z.string(),
  label: z.string(),
  allowedOrigins: z.array(z.string()),
  createdAt: instant,
}).openapi("ApiKeyCreated");
export const keyView = z.object({
  id: z.string(),
  prefix: z.string(),
  label: z.string(),
  allowedOrigins: z.array(z.string()),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
}).openapi("ApiKey");

export const instructorView = z.object({ id: z.string(), name: z.string() }).openapi("Instructor");
export const serviceView = z.object({
  id: z.string(),
  name: z.string(),
  durationMin: z.int(),
  priceCents: z.int(),
  capacity: z.int(),
  cancelWindowHours: z.int().nullable().openapi({ description: "Null: the provider's." }),
  tipsEnabled: z.boolean(),
}).openapi("Service");

export const managedClassView = classFields.extend({
  instructor: instructorView.nullable(),
  status: z.enum(["Scheduled", "Cancelled", "Completed"]),
  serviceId: z.string(),
  heldCount: z.int(),
  waitingCount: z.int(),
  createdAt: instant,
  updatedAt: instant,
}).openapi("ManagedClass");

const clientView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
export const enrollmentView = z.object({
  id: z.string(),
  status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Expired", "Completed", "NoShow"]),
  bookedAt: instant,
  classId: z.string(),
  client: clientView,
}).loose().openapi("Enrollment");
export const rosterView = z.object({
  class: managedClassView,
  enrollments: z.array(enrollmentView),
  holds: z.array(enrollmentView.extend({ expiresAt: instant.nullable() })),
  waitlist: z.array(z.object({ id: z.string(), joinedAt: instant, position: z.int(), client: clientView })),
}).openapi("Roster");
export const classCancelledView = z.object({
  refundedCount: z.int().openapi({ description: "Card payments given back so far." }),
  refundFailures: z.int().openapi({
    description: "Card payments that could not be given back yet; they are tried again.",
  }),
  creditedCount: z.int(),
  cancelledCount: z.int(),
}).openapi("ClassCancelled");
export const promotionView = z.object({
  enrollmentId: z.string(),
  status: z.string(),
  checkoutUrl: z.string().nullable(),
}).openapi("Promotion");

export const blackoutItem = z.object({
  id: z.string(),
  label: z.string(),
  startsAt: instant,
  endsAt: instant,
  allDay: z.boolean(),
  kind: z.string(),
});
export const packageTypeView = z.object({
  id: z.string(),
  name: z.string(),
  sessionsTotal: z.int(),
  priceCents: z.int(),
  validDays: z.int().nullable(),
  active: z.boolean(),
}).openapi("PackageType");
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
}).openapi("Appointment");
export const clientItem = clientView.extend({ createdAt: instant }).openapi("Client");
export const clientDetail = clientItem.extend({
  enrollments: z.array(z.object({ id: z.string(), status: z.string() }).loose()),
  packages: z.array(packageView),
  calendarFeedUrl: z.string(),
}).openapi("ClientDetail");
export const giftCardItem = z.object({
  id: z.string(),
  codeLast4: z.string(),
  initialCents: z.int(),
  balanceCents: z.int(),
  currency: z.string(),
  expiresAt: instant.nullable(),
  createdAt: instant,
}).loose().openapi("GiftCard");
export const giftCardDetail = giftCardItem.extend({
  redemptions: z.array(
    z.object({ id: z.string(), appointmentId: z.string(), debitCents: z.int(), createdAt: instant }),
  ),
}).openapi("GiftCardDetail");
export const stripeView = z.object({
  accountId: z.string().nullable(),
  chargesEnabled: z.boolean(),
  payoutsEnabled: z.boolean(),
  detailsSubmitted: z.boolean(),
}).openapi("StripeState");
