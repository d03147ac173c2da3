/** How a client is addressed, written to and rung up. */
import type { Errors } from "./form_errors.ts";
import { formatPhone, phoneHref } from "./format.ts";

/** `Jane` of `Jane Doe`; the whole name where its first word is none, as in `Dr. Doe`. */
export function firstName(name: string): string {
  const [first] = name.split(/\s+/);
  return first.length > 1 && !first.endsWith(".") ? first : name;
}

/** Errors of a name, an email and a phone in words for people. */
export function contactErrors(errors: Errors): Errors {
  return errors.email?.startsWith("Must be")
    ? { ...errors, email: "An address looks like this: name@example.com." }
    : errors;
}

/** Email and phone, each a link. */
export function Contact({ client }: { client: { email: string | null; phone: string | null } }) {
  return (
    <p class="contact">
      {client.email
        ? <a href={`mailto:${encodeURIComponent(client.email).replace("%40", "@")}`}>{client.email}</a>
        : null}
      {client.phone ? <a href={phoneHref(client.phone)}>{formatPhone(client.phone)}</a> : null}
    </p>
  );
}
