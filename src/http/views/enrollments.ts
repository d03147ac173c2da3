import { z } from "@hono/zod-openapi";
import { instant } from "./basics.ts";
import { clientFields, exampleClient } from "./clients.ts";

export const exampleEnrollment = {
  id: "enr-9d8f",
  status: "Confirmed",
  bookedAt: "2026-05-13T20:33:25.624Z",
  classId: "class-7a2c",
  client: exampleClient,
};

export const enrollmentView = z.object({
  id: z.string(),
  status: z.enum(["PendingPayment", "Confirmed", "Cancelled", "Expired", "Completed", "NoShow"]),
  bookedAt: instant,
  classId: z.string(),
  client: clientFields,
}).openapi("Enrollment", { example: exampleEnrollment });
