import { z } from "@hono/zod-openapi";
import { name, price } from "./basics.ts";

export const service = z.object({
  name: name(),
  durationMin: z.int().min(1).max(24 * 60),
  priceCents: price(),
  capacity: z.int().min(1).max(10_000),
  cancelWindowHours: z.int().min(0).max(24 * 365).nullable(),
  tipsEnabled: z.boolean(),
});

export const newService = service.extend({
  capacity: service.shape.capacity.default(1),
  cancelWindowHours: service.shape.cancelWindowHours.default(null),
  tipsEnabled: service.shape.tipsEnabled.default(true),
});

export const serviceChange = service.partial();
