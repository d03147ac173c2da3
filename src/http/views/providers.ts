import { z } from "@hono/zod-openapi";
import type { Provider } from "../../domain/providers.ts";
import { instant } from "./basics.ts";
import { stripeFields } from "./stripe.ts";

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
  address: z.string().nullable(),
  reminderHours: z.int().nullable(),
  waitlistMode: z.enum(["manual", "automatic"]),
  waitlistOfferMinutes: z.int(),
  waitlistCutoffHours: z.int(),
  waitlistUsesPacks: z.boolean(),
  stripe: z.object(stripeFields),
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
    address: "12 Main Street, Chicago",
    reminderHours: null,
    waitlistMode: "manual",
    waitlistOfferMinutes: 60,
    waitlistCutoffHours: 2,
    waitlistUsesPacks: false,
    stripe: { accountId: "acct_1Qx", chargesEnabled: true, payoutsEnabled: true, detailsSubmitted: true },
    createdAt: "2026-05-01T09:00:00.000Z",
  },
});

/** A provider as its owner sees it: the Stripe state is an object of its own. */
export function providerShape(provider: Provider) {
  const { stripeAccountId, chargesEnabled, payoutsEnabled, detailsSubmitted, updatedAt: _, ...rest } = provider;
  return { ...rest, stripe: { accountId: stripeAccountId, chargesEnabled, payoutsEnabled, detailsSubmitted } };
}
