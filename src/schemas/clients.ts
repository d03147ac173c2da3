import { z } from "@hono/zod-openapi";
import { customerToken, email, name, optional, phone, reference } from "./basics.ts";
import { REFERENCE } from "./patterns.ts";

/** A client, as a customer or the owner enters one. */
export const client = z.object({ name: name(), email: email(), phone: phone() });

/** A client who joins a waitlist. */
export const waitlistClient = z.object({ ...client.shape, customerToken: customerToken() });

/** A client who leaves one: by the token of the entry, or their own. */
export const leaving = z.object({
  leaveToken: optional(z.string()),
  customerToken: optional(z.string()).openapi({ description: "Instead: of the customer who waits." }),
}).superRefine(({ leaveToken, customerToken }, at) => {
  if (leaveToken === undefined && customerToken === undefined) {
    at.addIssue({ code: "custom", path: ["leaveToken"], message: "Is required, or customerToken is." });
  }
});

/** What clients are searched by. */
export const clientSearch = optional(reference(120), REFERENCE);
