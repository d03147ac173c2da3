import { z } from "@hono/zod-openapi";
import { originMistake } from "../domain/origins.ts";
import { label } from "./basics.ts";
import { ORIGIN } from "./patterns.ts";

/** Exactly `scheme://host[:port]`; http for this machine only. */
export const origin = () =>
  z.string().max(300).superRefine((text, at) => {
    const wrong = originMistake(text);
    if (wrong) at.addIssue({ code: "custom", message: wrong });
  }).openapi({ example: "https://your-site.com", pattern: ORIGIN });

export const apiKey = z.object({ label: label(), allowedOrigins: z.array(origin()).min(1).max(20) });
