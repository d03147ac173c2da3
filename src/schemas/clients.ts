import { z } from "@hono/zod-openapi";
import { customerToken, email, name, optional, phone, reference } from "./basics.ts";
import { REFERENCE } from "./patterns.ts";

/** A client, as a customer or the owner enters one. */
export const client = z.object({ name: name(), email: email(), phone: phone() });

/** A client who joins a waitlist. */
export const waitlistClient = z.object({ ...client.shape, customerToken: customerToken() });

/** What clients are searched by. */
export const clientSearch = optional(reference(120), REFERENCE);
