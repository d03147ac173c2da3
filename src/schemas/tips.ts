import { z } from "@hono/zod-openapi";

export const tip = z.object({
  token: z.string().min(1),
  amountCents: z.int().min(100, "At least 100 ($1).").max(100_000, "At most 100000 ($1,000)."),
});
