import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { instructorView } from "./instructors.ts";

const exampleClass = {
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

const classFields = z.object({
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

const siteFields = classFields.extend({
  currency: z.string(),
  cancelWindowHours: z.int().openapi({
    description: "A cancellation at least so many hours before the class gives the money, or the credit, back.",
  }),
  waitlistCount: z.int().openapi({ description: "How many wait for a seat." }),
  location: z.string().nullable().openapi({ description: "The studio's address." }),
  instructor: z.object({ id: z.string(), name: z.string() }).nullable(),
});

const exampleOnSite = {
  ...exampleClass,
  currency: "usd",
  cancelWindowHours: 24,
  waitlistCount: 0,
  location: "12 Main Street, Chicago",
  instructor: { id: "ins-4b1d", name: "Sarah Lee" },
};

export const classView = siteFields.openapi("Class", { example: exampleOnSite });

export const classDetailView = z.object({
  class: siteFields,
  provider: z.object({
    displayName: z.string(),
    handle: z.string(),
    avatarKey: z.string().nullable(),
    bio: z.string().nullable(),
    timezone: z.string(),
  }),
}).openapi("ClassDetail", {
  example: {
    class: exampleOnSite,
    provider: {
      displayName: "Cynthia",
      handle: "sculpt-co",
      avatarKey: "providers/cynthia.jpg",
      bio: null,
      timezone: "America/Chicago",
    },
  },
});

export const exampleManagedClass = {
  ...exampleClass,
  instructor: { id: "ins-4b1d", name: "Sarah Lee" },
  status: "Scheduled",
  serviceId: "svc-90c3",
  seriesId: null,
  heldCount: 0,
  waitingCount: 0,
  createdAt: "2026-05-01T09:00:00.000Z",
  updatedAt: "2026-05-01T09:00:00.000Z",
};

export const managedClassView = classFields.extend({
  // Not `.nullable()`: the document would show a reference that still refuses null.
  instructor: z.union([instructorView, z.null()]),
  status: z.enum(["Scheduled", "Cancelled", "Completed"]),
  serviceId: z.string(),
  seriesId: z.string().nullable().openapi({ description: "Shared by classes that were scheduled weekly, together." }),
  heldCount: z.int(),
  waitingCount: z.int(),
  createdAt: instant,
  updatedAt: instant,
}).openapi("ManagedClass", { example: exampleManagedClass });

export const classCancelledView = z.object({
  refundedCount: z.int().openapi({ description: "Card payments refunded so far." }),
  refundFailures: z.int().openapi({
    description: "Card payments that could not be refunded yet; they are retried.",
  }),
  creditedCount: z.int(),
  cancelledCount: z.int(),
}).openapi("ClassCancelled", {
  example: { refundedCount: 3, refundFailures: 0, creditedCount: 1, cancelledCount: 4 },
});
