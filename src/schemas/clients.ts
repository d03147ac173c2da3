import { z } from "@hono/zod-openapi";
import { email, name, optional, phone, reference } from "./basics.ts";

/** A client, as a customer or the owner enters one. */
export const client = z.object({ name: name(), email: email(), phone: phone() });

/** What clients are searched by. */
export const clientSearch = optional(reference(120));
