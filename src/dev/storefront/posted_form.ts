/** Forms as visitors send them, and what the API says to them. */
import { AleraError } from "@alera/client";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Form } from "./form.ts";
import { parseCents } from "./format.ts";

/** The fields of a form, and who filled it in. */
export async function readForm(c: Context) {
  const values: Form["values"] = {};
  for (const [name, value] of Object.entries(await c.req.parseBody().catch(() => ({})))) {
    if (typeof value === "string") values[name] = value.trim();
  }
  const { name = "", email = "", phone = "" } = values;
  return { values, who: { name, email, phone } };
}

/** Where the API's own words would be too dry for a customer. */
const MISSING: Record<string, string> = {
  name: "Enter your name.",
  email: "Enter your email address.",
  phone: "Enter your phone number, with the area code.",
  purchaserName: "Enter your name.",
  purchaserEmail: "Enter your email address.",
  other: "Enter an amount, such as 25.",
  code: "Enter the code of the card.",
  token: "Paste the link from the email.",
};

/** The form's names for fields that the API calls otherwise. */
const FIELDS: Record<string, string> = { amountCents: "other" };

/**
 * What the API refused, beside the fields it is about, with the values as they were entered.
 * @param known what a status means for a field of this form
 * @throws what is no matter of a form: `onError` has a page for it
 */
export function refusedForm(error: unknown, values: Form["values"], known: Record<number, Form["errors"]> = {}): Form {
  if (!(error instanceof AleraError)) throw error;
  const status = statusOf(error);
  const form: Form = { values, errors: { ...known[status] }, status: status as ContentfulStatusCode };
  if (known[status]) return form;
  if ([401, 403, 404, 410].includes(status)) throw error;
  for (const issue of error.issues) {
    const field = FIELDS[issue.path] ?? issue.path;
    const missing = field === "other" ? parseCents(values.other ?? "") === null : !values[field];
    form.errors[field] = missing && MISSING[field] || reworded(issue.message);
  }
  if (Object.keys(form.errors).length === 0) form.notice = forVisitors(error);
  return form;
}

/** Of the page that says so. */
export function statusOf(error: AleraError): number {
  return error.code === "unreachable" ? 502 : error.status;
}

/** What the API said, as the site says it. */
export function forVisitors(error: AleraError): string {
  return error.code === "unreachable" ? UNREACHABLE : reworded(error.message);
}

const UNREACHABLE = "We can’t reach our booking system just now. Try again in a minute: nothing is booked twice.";

/** The API writes for developers, in plain ASCII. */
function reworded(message: string): string {
  if (message === "Must be an email address.") return "Check the address: it looks like jane@example.com.";
  return message.replaceAll("'", "’").replace(/^(At least|At most) \d+ \((.+)\)\.$/, "$1 $2.");
}

/** Cents of the chosen amount, or of one's own; 0 when it is none. */
export function amountOf({ amount, other }: Form["values"]): number {
  return (amount === "other" || !amount ? parseCents(other ?? "") : Number(amount)) ?? 0;
}

/** The token in a pasted link, or the token alone. */
export function afterHash(text: string): string {
  return text.slice(text.lastIndexOf("#") + 1);
}

/** When a mailed link's token is refused. */
export const LINK_UNUSABLE = "This link is incomplete or too old. Copy it from the email again.";
