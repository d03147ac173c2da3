import { z } from "@hono/zod-openapi";

export const studioView = z.object({
  provider: z.object({
    id: z.string(),
    handle: z.string(),
    displayName: z.string(),
    bio: z.string().nullable(),
    avatarKey: z.string().nullable(),
    timezone: z.string(),
    currency: z.string(),
    address: z.string().nullable(),
    cancelWindowHours: z.int().openapi({ description: "The studio's; a class may have its own." }),
    holdMinutes: z.int().openapi({ description: "How long a seat is held while its customer pays." }),
    canTakePayments: z.boolean().openapi({
      description: "False: its Stripe account is not complete. Free classes and class packs already bought still work.",
    }),
    giftCards: z.object({ minCents: z.int(), maxCents: z.int() }),
  }),
}).openapi("Studio", {
  example: {
    provider: {
      id: "prov-2f6e",
      handle: "sculpt-co",
      displayName: "Sculpt Pilates Co.",
      bio: "Reformer Pilates on Main Street.",
      avatarKey: null,
      timezone: "America/Chicago",
      currency: "usd",
      address: "12 Main Street, Chicago",
      cancelWindowHours: 24,
      holdMinutes: 30,
      canTakePayments: true,
      giftCards: { minCents: 1000, maxCents: 500000 },
    },
  },
});

export const packageTypesView = z.object({
  packageTypes: z.array(z.object({
    id: z.string(),
    name: z.string(),
    sessionsTotal: z.int(),
    priceCents: z.int(),
    currency: z.string(),
    validDays: z.int().nullable().openapi({ description: "Days from the purchase; null: it never expires." }),
  })),
}).openapi("PackageTypesOnSale", {
  example: {
    packageTypes: [{
      id: "pkg-33e1",
      name: "5-Class Pack",
      sessionsTotal: 5,
      priceCents: 9000,
      currency: "usd",
      validDays: 180,
    }],
  },
});
