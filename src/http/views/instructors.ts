import { z } from "@hono/zod-openapi";

export const instructorView = z.object({ id: z.string(), name: z.string() }).openapi("Instructor", {
  example: { id: "ins-4b1d", name: "Sarah Lee" },
});
