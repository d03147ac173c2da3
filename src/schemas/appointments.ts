import { z } from "@hono/zod-openapi";
import { id, instant } from "./basics.ts";
import { client } from "./clients.ts";

export const newAppointment = z.object({ serviceId: id(), scheduledAt: instant(), client });
