import { z } from "@hono/zod-openapi";
import { pageQuery } from "./basics.ts";

/** Which refunds of a studio. */
export const refundQuery = pageQuery.extend({
  state: z.enum(["intent", "pending", "succeeded", "failed", "owed"]).optional().openapi({
    description: "`owed`: something is left for the owner to pay.",
  }),
});
