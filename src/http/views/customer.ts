import { z } from "@hono/zod-openapi";
import { freeCancellationEnd } from "../../domain/cancellations.ts";
import type { CustomerSummary } from "../../workflows/clients/customer_summary.ts";
import { instant } from "./basics.ts";
import { packageView } from "./packages.ts";

export const calendarFeedUrl = z.string().openapi({
  example: "https://book.example.com/api/cal/abc123.ics",
  description: "A calendar to subscribe to. Whoever has the address can read it.",
});

/** What paid for a booking. */
export const paidWith = z.enum(["free", "card", "credit", "gift_card", "offline"]);

/** What was paid for it, whichever way. */
export const paidCents = z.int().openapi({ description: "0 for a credit, and while unpaid." });

/** A customer's booking, as the customer and the owner see it. */
export const customerEnrollmentView = z.object({
  id: z.string(),
  status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Completed", "NoShow"]),
  bookedAt: instant,
  cancelToken: z.string(),
  checkoutUrl: z.string().nullable().openapi({ description: "While the seat is held: where to pay." }),
  priceCents: z.int(),
  currency: z.string(),
  paidWith: paidWith.nullable().openapi({ description: "Null while unpaid." }),
  paidCents,
  refundedCents: z.int(),
  cancelWindowHours: z.int(),
  refundableUntil: instant.openapi({ description: "A cancellation up to then gives the money, or the credit, back." }),
  class: z.object({ id: z.string(), name: z.string(), scheduledAt: instant, durationMin: z.int() }),
}).openapi("CustomerEnrollment", {
  example: {
    id: "enr-9d8f",
    status: "Confirmed",
    bookedAt: "2026-05-13T20:33:25.624Z",
    cancelToken: "djF8ZW5yL",
    checkoutUrl: null,
    priceCents: 2000,
    currency: "usd",
    paidWith: "card",
    paidCents: 2000,
    refundedCents: 0,
    cancelWindowHours: 24,
    refundableUntil: "2026-05-14T12:00:00.000Z",
    class: { id: "class-7a2c", name: "Pilates Class", scheduledAt: "2026-05-15T12:00:00.000Z", durationMin: 50 },
  },
});

export const customerView = z.object({
  client: z.object({
    id: z.string().openapi({ example: "cli-08d2" }),
    name: z.string().openapi({ example: "Jane Doe" }),
    email: z.string().openapi({ example: "jane.doe@example.com" }),
    phone: z.string().nullable().openapi({ example: "5555550142" }),
  }),
  studio: z.object({
    handle: z.string().openapi({ example: "sculpt-co" }),
    displayName: z.string().openapi({ example: "Sculpt Pilates Co." }),
    timezone: z.string().openapi({ example: "America/Chicago" }),
  }),
  calendarFeedUrl,
  enrollments: z.array(customerEnrollmentView),
  packages: z.array(packageView),
  waitlist: z.array(z.object({
    id: z.string().openapi({ example: "wl-3c1b" }),
    position: z.int(),
    joinedAt: instant,
    leaveToken: z.string(),
    offer: z.object({ expiresAt: instant, checkoutUrl: z.string() }).nullable().openapi({
      description: "A seat that is kept for this customer until then; null while they wait.",
      example: null,
    }),
    class: z.object({ id: z.string(), name: z.string(), scheduledAt: instant, durationMin: z.int() }),
  })),
}).openapi("CustomerSummary");

/** The response of `customer/me`. */
export function summaryShape(of: CustomerSummary) {
  return {
    client: { id: of.client.id, name: of.client.name, email: of.client.email, phone: of.client.phone },
    studio: { handle: of.provider.handle, displayName: of.provider.displayName, timezone: of.provider.timezone },
    calendarFeedUrl: of.calendarFeedUrl,
    enrollments: enrollmentShapes(of),
    packages: packageShapes(of),
    waitlist: of.waitlist.map((one) => ({
      id: one.id,
      position: one.position,
      joinedAt: one.joinedAt,
      leaveToken: one.leaveToken,
      offer: one.offeredUntil !== null && one.checkoutUrl !== null
        ? { expiresAt: one.offeredUntil, checkoutUrl: one.checkoutUrl }
        : null,
      class: { id: one.classId, name: one.className, scheduledAt: one.scheduledAt, durationMin: one.durationMin },
    })),
  };
}

/** The bookings, as the customer and the owner see them. */
export function enrollmentShapes(of: CustomerSummary) {
  return of.enrollments.map((one) => ({
    id: one.id,
    status: one.status,
    bookedAt: one.bookedAt,
    cancelToken: one.cancelToken,
    checkoutUrl: one.checkoutUrl,
    priceCents: one.priceCents,
    currency: of.provider.currency,
    paidWith: one.paidWith,
    paidCents: one.paidCents,
    refundedCents: one.refundedCents,
    cancelWindowHours: one.cancelWindowHours,
    refundableUntil: freeCancellationEnd(one),
    class: { id: one.classId, name: one.className, scheduledAt: one.scheduledAt, durationMin: one.durationMin },
  }));
}

/** The class packs, as the customer and the owner see them. */
export function packageShapes(of: CustomerSummary) {
  return of.packages.map(({ id, packageTypeName, sessionsRemaining, sessionsTotal, expiresAt }) => ({
    id,
    packageTypeName,
    sessionsRemaining,
    sessionsTotal,
    expiresAt,
  }));
}
