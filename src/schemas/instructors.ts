import { z } from "@hono/zod-openapi";
import { name } from "./basics.ts";

export const instructor = z.object({ name: name() });
