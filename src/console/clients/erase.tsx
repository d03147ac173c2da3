/** Erasing a client. */
import type { Client } from "../../domain/clients.ts";
import { eraseClient } from "../../workflows/clients/erase_client.ts";
import { findErasureConflicts } from "../../workflows/clients/find_erasure_conflicts.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import { firstName } from "../ui/contact.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Section } from "../ui/section.tsx";
import { Conflicts } from "./erasure_conflicts.tsx";

export function Erase({ client }: { client: Client }) {
  return (
    <Section id="erase" title="Erase">
      <div class="stack">
        <p>Removes what you know of {firstName(client.name)} from your records. The books stay.</p>
        <a class="button danger" href={`/console/clients/${client.id}/erase`} data-dialog>Erase…</a>
      </div>
    </Section>
  );
}

/** Asks, or says what has to be done first. */
export const eraseForm: FormHandler = {
  async page(call) {
    const conflicts = await findErasureConflicts(call.ctx, call.provider.id, call.id);
    const { id, name } = conflicts.client;
    return confirmPage(
      call,
      {
        title: `Erase ${name}`,
        tab: "clients",
        narrow: true,
        question: conflicts.any ? `${name} can’t be erased yet` : `Erase ${name}?`,
        confirm: conflicts.any ? null : `Erase ${name}`,
        keep: { href: `/console/clients/${id}`, label: "Keep client" },
      },
      conflicts.any ? <Conflicts call={call} conflicts={conflicts} /> : <Consequence name={name} />,
    );
  },
  async submit({ ctx, provider, id, once }) {
    await once(() => eraseClient(ctx, provider.id, id).then(() => true));
    return redirect("/console/clients", "erased");
  },
};

function Consequence({ name }: { name: string }) {
  const first = firstName(name);
  return (
    <>
      <p>
        <strong>Goes:</strong> name, email, phone, your note, the calendar feed and sign-in links,{" "}
        {first}’s places on waitlists, and what was written in mails, gift cards and cancellations. Open payment pages
        are closed.
      </p>
      <p>
        <strong>Stays:</strong>{" "}
        bookings, payments, refunds, packs and gift cards as numbers in your books, under “Erased client”. Stripe keeps
        its own records.
      </p>
      <p>{first} is not notified. This can’t be undone.</p>
    </>
  );
}
