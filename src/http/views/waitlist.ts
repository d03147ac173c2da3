import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { clientFields, exampleClient } from "./clients.ts";

export const waitlistView = z.object({
  waitlistEntryId: z.string(),
  position: z.int().openapi({ description: "Position among the waiting clients, from 1." }),
  alreadyOnWaitlist: z.boolean(),
  leaveToken: z.string().openapi({ description: "For the customer's own link to leave the waitlist." }),
}).openapi("WaitlistJoined", {
  example: { waitlistEntryId: "wl-3c1b", position: 2, alreadyOnWaitlist: false, leaveToken: "d2wtdjF8d2wtM2MxYg" },
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

export const waitlistStoryView = z.object({
  id: z.string(),
  client: clientFields,
  position: z.int().nullable().openapi({ description: "Among those waiting, from 1; null for those who do not wait." }),
  status: z.enum(["waiting", "offered", "lapsed", "booked", "left", "closed"]),
  joinedAt: instant,
  offeredAt: instant.nullable(),
  lapsedAt: instant.nullable(),
  bookedAt: instant.nullable(),
  leftAt: instant.nullable(),
}).openapi("WaitlistStory", {
  example: {
    id: "wl-3c1b",
    client: exampleClient,
    position: 1,
    status: "waiting",
    joinedAt: "2026-05-14T08:12:00.000Z",
    offeredAt: null,
    lapsedAt: null,
    bookedAt: null,
    leftAt: null,
  },
});
