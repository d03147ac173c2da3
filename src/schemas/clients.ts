import { z } from "@hono/zod-openapi";
import { customerToken, email, id, name, note, optional, phone, reference } from "./basics.ts";
import { EMAIL, lines, orBlank, PHONE, REFERENCE } from "./patterns.ts";

/** A client, as a customer or the owner enters one. */
export const client = z.object({ name: name(), email: email(), phone: phone() });

/** A client that the owner adds, who may have no email or phone. */
export const newClient = z.object({
  name: name(),
  email: optional(email(), EMAIL),
  phone: optional(phone(), PHONE),
  note: optional(note(2000)),
});

/** Null and blank remove what is there, as an owner's form does with a field left empty. */
const removable = <T extends z.ZodType>(field: T, pattern: string) =>
  z.preprocess((value) => typeof value === "string" && value.trim() === "" ? null : value, field.nullable().optional())
    .openapi({ minLength: 0, pattern: orBlank(pattern) });

/** What is left out stays. */
export const clientChange = z.object({
  name: name().optional(),
  email: removable(email(), EMAIL).openapi({ description: "It can be changed or added, not removed." }),
  phone: removable(phone(), PHONE),
  note: removable(note(2000), lines(2000)),
});

/** The record that another is merged into. */
export const clientMerge = z.object({ intoClientId: id() });

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
