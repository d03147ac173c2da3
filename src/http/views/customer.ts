import { z } from "@hono/zod-openapi";
import type { CustomerSummary } from "../../workflows/clients/customer_summary.ts";
import { instant } from "./basics.ts";
import { packageView } from "./packages.ts";

export const calendarFeedUrl = z.string().openapi({
  example: "https://book.example.com/api/cal/abc123.ics",
  description: "A calendar to subscribe to. Whoever has the address can read it.",
});

/** A customer's booking, as the customer and the owner see it. */
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
  calendarFeedUrl,
  enrollments: z.array(customerEnrollmentView),
  packages: z.array(packageView),
}).openapi("CustomerSummary");

/** The response of `customer/me`. */
export function summaryShape(of: CustomerSummary) {
  return {
    client: { id: of.client.id, name: of.client.name, email: of.client.email },
    studio: { handle: of.provider.handle, displayName: of.provider.displayName, timezone: of.provider.timezone },
    calendarFeedUrl: of.calendarFeedUrl,
    enrollments: enrollmentShapes(of),
    packages: packageShapes(of),
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
