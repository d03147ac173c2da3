/** The link to a client's own page on the studio's site. */
import type { Client } from "../../domain/clients.ts";
import { sendSigninLinkByOwner } from "../../workflows/clients/sign_in_link.ts";
import { firstName } from "../ui/contact.tsx";
import { Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Section } from "../ui/section.tsx";

export function SigninLink({ call, client }: { call: PageContext; client: Client }) {
  return (
    <Section id="signin-link" title="Sign-in link">
      <Form call={call} action={`/console/clients/${client.id}/signin-link`}>
        <p>
          Opens {firstName(client.name)}’s own page on your site: bookings, packs, calendar. It works for 30 days.
        </p>
        <button class="button" type="submit">Mail the link</button>
      </Form>
    </Section>
  );
}

/** POST: mails it. */
export async function mailSigninLink({ ctx, provider, id, once }: PageContext): Promise<Response> {
  await once(() => sendSigninLinkByOwner(ctx, provider.id, id).then(() => true));
  return redirect(`/console/clients/${id}`, "mailed");
}
