import { z } from "@hono/zod-openapi";

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
