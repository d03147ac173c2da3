import { z } from "@hono/zod-openapi";
import { originMistake } from "../domain/origins.ts";
import { label, optional } from "./basics.ts";
import { ORIGIN } from "./patterns.ts";

/** Exactly `scheme://host[:port]`; http for this machine only. */
export const origin = () =>
  z.string().max(300).superRefine((text, at) => {
    const wrong = originMistake(text);
    if (wrong) at.addIssue({ code: "custom", message: wrong });
  }).openapi({ example: "https://your-site.com", pattern: ORIGIN });

export const apiKey = z.object({
  label: label(),
  allowedOrigins: z.array(origin()).min(1).max(20),
  kind: optional(z.enum(["secret", "publishable"])).openapi({
    default: "secret",
    description: "`publishable`: one that a browser may hold. It can read and start, and never changes its kind.",
  }),
});

/** Requests a minute. */
export const keyQuota = z.object({
  quota: z.int().min(0).max(100_000).nullable().openapi({
    description: "Requests a minute over all routes; 0: any number; null: the server's default.",
  }),
});
