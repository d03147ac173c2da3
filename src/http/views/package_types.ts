import { z } from "@hono/zod-openapi";

export const packageTypeView = z.object({
  id: z.string(),
  name: z.string(),
  sessionsTotal: z.int(),
  priceCents: z.int(),
  validDays: z.int().nullable(),
  active: z.boolean(),
}).openapi("PackageType", {
  example: { id: "pkg-33e1", name: "5-Class Pack", sessionsTotal: 5, priceCents: 9000, validDays: 180, active: true },
});
