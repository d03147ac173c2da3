import { z } from "@hono/zod-openapi";
import { email, handle, optional } from "./basics.ts";

/** A customer's request for a sign-in link. */
export const signInLink = z.object({
  email: email(),
  handle: handle(),
  customerSiteOrigin: optional(z.string().max(300)).openapi({
    description: "Defaults to the request's Origin; must be in the key's allowlist.",
  }),
});
