/** How a client is addressed, written to and rung up. */
import { text } from "./declared_fields.tsx";
import { formatPhone, phoneHref } from "./format.ts";

/** `Jane` of `Jane Doe`; the whole name where its first word is none, as in `Dr. Doe`. */
export function firstName(name: string): string {
  const [first] = name.split(/\s+/);
  return first.length > 1 && !first.endsWith(".") ? first : name;
}

/** The fields of a client. @param label of the name */
export const contactFields = (label: string, emailHint: string) => ({
  name: text({ label, required: true }),
  email: text({
    label: "Email",
    type: "email",
    inputmode: "email",
    maxlength: 254,
    hint: emailHint,
    invalid: "An address looks like this: name@example.com.",
  }),
  phone: text({ label: "Phone", type: "tel", inputmode: "tel" }),
});

/** What is stored of a client, as they show it. */
export const contactOf = ({ name, email, phone }: { name: string; email: string | null; phone: string | null }) => ({
  name,
  email,
  phone: phone && formatPhone(phone),
});

/** Email and phone, each a link. */
export function Contact({ client }: { client: { email: string | null; phone: string | null } }) {
  return (
    <p class="contact">
      {client.email && <a href={`mailto:${encodeURIComponent(client.email).replace("%40", "@")}`}>{client.email}</a>}
      {client.phone && <a href={phoneHref(client.phone)}>{formatPhone(client.phone)}</a>}
    </p>
  );
}
