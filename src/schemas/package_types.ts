import { z } from "@hono/zod-openapi";
import { name } from "./basics.ts";

/** A class pack on sale. It has no free variant, so its price starts at Stripe's minimum. */
export const packageType = z.object({
  name: name(),
  sessionsTotal: z.int().min(1).max(1000),
  priceCents: z.int().min(50, "At least 50 cents.").max(99_999_999),
  validDays: z.int().min(1).max(3650).nullable(),
  active: z.boolean(),
});

export const newPackageType = packageType.extend({
  validDays: packageType.shape.validDays.default(null),
  active: packageType.shape.active.default(true),
});

export const packageTypeChange = packageType.partial();
