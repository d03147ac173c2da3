/** The fields that the input schemas are made of. The OpenAPI document is made from the same ones. */
import { z } from "@hono/zod-openapi";
import { isTimeZone, parseDate } from "../domain/time.ts";
import * as patterns from "./patterns.ts";

// deno-lint-ignore no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
// deno-lint-ignore no-control-regex
const CONTROL_BUT_LINES = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** At most so many characters; one outside the basic plane, as an emoji is, counts once. */
const atMost = (max: number) => (text: string, at: z.RefinementCtx) => {
  if (text.length > max && [...text].length > max) {
    at.addIssue({ code: "custom", message: `At most ${max} characters.` });
  }
};

const oneLine = (max: number) =>
  z.string().trim().min(1, "Must not be empty.").superRefine(atMost(max))
    .refine((text) => !CONTROL.test(text), "Must not hold control characters.")
    .refine((text) => text.isWellFormed(), "Must be well-formed Unicode.")
    .openapi({ pattern: patterns.oneLine(max), description: `At most ${max} characters.` });

/** A name: trimmed, 1–120 characters, no control characters. */
export const name = () => oneLine(120);

/** A short text of one line. */
export const label = (max = 120) => oneLine(max);

/** A note or message: line breaks allowed, no other control characters. Empty counts as none. */
export const note = (max = 500) =>
  z.string().trim().superRefine(atMost(max)).refine(
    (text) => !CONTROL_BUT_LINES.test(text),
    "Must not hold control characters other than line breaks.",
  )
    .refine((text) => text.isWellFormed(), "Must be well-formed Unicode.")
    .openapi({ pattern: patterns.lines(max), description: `At most ${max} characters.` });

/** Trimmed and lower-cased. */
export const email = () =>
  z.string().trim().toLowerCase().max(254).pipe(z.email("Must be an email address.")).openapi({
    pattern: patterns.EMAIL,
    description: "An email address.",
  });

/** Reduced to its digits, 10 to 15 of them. */
export const phone = () =>
  z.string().max(64).transform((text) => text.replace(/\D/g, ""))
    .refine((digits) => digits.length >= 10, "Add the area code: a phone number has at least 10 digits.")
    .refine((digits) => digits.length <= 15, "A phone number has at most 15 digits.")
    .openapi({ pattern: patterns.PHONE, description: "10 to 15 digits, in any notation." });

/** ISO 8601 with `Z` or an offset; becomes UTC with milliseconds. */
export const instant = () =>
  z.iso.datetime({ offset: true, message: "Must be an ISO 8601 time with Z or an offset." })
    .transform((text) => new Date(text)).refine((at) => {
      const year = at.getUTCFullYear();
      return year >= 1970 && year <= 9998;
    }, "Must be a time between the years 1970 and 9998.").transform((at) => at.toISOString())
    .openapi({ format: "date-time", pattern: patterns.INSTANT });

/** A calendar date of the studio. */
export const date = () =>
  z.string().refine((text) => parseDate(text) !== null, "Must be a real date, YYYY-MM-DD.").openapi({ format: "date" });

/** The studio's time zone, by its IANA name. */
export const timezone = () =>
  z.string().max(64).refine(isTimeZone, "Must be an IANA time zone, such as America/Chicago.").openapi({
    example: "America/Chicago",
    description: "An IANA time zone. Older names of these are taken too.",
    enum: ["UTC", ...Intl.supportedValuesOf("timeZone").filter((one) => one !== "UTC")],
  });

/** 0, or at least 50: Stripe's minimum. */
export const price = () =>
  z.int().min(0).max(99_999_999).refine((cents) => cents === 0 || cents >= 50, "Must be 0 or at least 50 cents.")
    .openapi({ description: "Cents; 0, or at least 50.", anyOf: [{ enum: [0] }, { minimum: 50 }] });

/** Text that is looked up as it is: an id, a handle, a reference. The database takes neither NUL nor half a surrogate pair. */
export const reference = (max: number) =>
  z.string().min(1, "Must not be empty.").max(max).refine(
    (text) => !CONTROL.test(text) && text.isWellFormed(),
    "Must not hold control characters.",
  ).openapi({ pattern: patterns.REFERENCE });

/** An id in a path or a body. Whether it exists is for the look-up to say: 404, not 400. */
export const id = () => reference(200);

/** The token of a signed-in customer, where nothing depends on it but whose record changes. */
export const customerToken = () =>
  optional(z.string()).openapi({
    description:
      "Of the customer with this email: then their own name and phone change to these. Without it they stay.",
  });

/** A studio's handle to look up. */
export const handle = () => reference(100);

/**
 * Null and blank count as absent: forms send empty fields. The document shows the schema of the field itself, and these.
 * @param pattern the field's own, where it takes no blank
 */
export function optional<T extends z.ZodType>(schema: T, pattern?: string) {
  const field = z.preprocess(
    (value) => value === null || typeof value === "string" && value.trim() === "" ? undefined : value,
    schema.optional(),
  );
  if (schema instanceof z.ZodEnum) return field.openapi({ enum: [...schema.options, "", null] });
  return pattern === undefined ? field : field.openapi({ minLength: 0, pattern: patterns.orBlank(pattern) });
}

/** The path of one record: `/…/{id}`. */
export const byId = z.object({ id: id() });

/** Which part of a list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).openapi({ description: "Maximum number of items." }),
  cursor: z.string().max(1000).optional().openapi({ description: "`nextCursor` of the previous page." }),
});
