import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";

export const packageView = z.object({
  id: z.string(),
  packageTypeName: z.string(),
  sessionsRemaining: z.int(),
  sessionsTotal: z.int(),
  expiresAt: instant.nullable(),
}).openapi("ClientPackage", {
  example: {
    id: "pkg-61aa",
    packageTypeName: "5-Class Pack",
    sessionsRemaining: 4,
    sessionsTotal: 5,
    expiresAt: "2026-11-10T00:00:00.000Z",
  },
});
