/** What pages about a client share: how one is called, written to and rung up, and how lists of them go on. */
import type { Mistakes } from "./forms.ts";
import { phoneHref, phoneWords } from "./words.ts";

/** `Jane` of `Jane Doe`; the whole name where its first word is none, as in `Dr. Doe`. */
export function firstName(name: string): string {
  const [first] = name.split(/\s+/);
  return first.length > 1 && !first.endsWith(".") ? first : name;
}

/** Mistakes of a name, an email and a phone, as a person at a form is told them. */
export function plainly(mistakes: Mistakes): Mistakes {
  return mistakes.email?.startsWith("Must be")
    ? { ...mistakes, email: "An address looks like this: name@example.com." }
    : mistakes;
}

/** Mail and phone, each a link. */
export function Contact({ client }: { client: { email: string | null; phone: string | null } }) {
  return (
    <p class="contact">
      {client.email
        ? <a href={`mailto:${encodeURIComponent(client.email).replace("%40", "@")}`}>{client.email}</a>
        : null}
      {client.phone ? <a href={phoneHref(client.phone)}>{phoneWords(client.phone)}</a> : null}
    </p>
  );
}

/** To the next page of a list, and back to its beginning. */
export function Pages({ first, next }: { first: string | null; next: string | null }) {
  if (!first && !next) return null;
  return (
    <nav class="actions pages" aria-label="Pages">
      {next ? <a class="button" href={next} rel="next">Next page</a> : null}
      {first ? <a class="button quiet" href={first}>First page</a> : null}
    </nav>
  );
}
