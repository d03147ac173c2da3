/** Two records of one person become one: the other is searched for, and what will happen stands before the click. */
import { listClients } from "../../domain/client_search.ts";
import { type Client, getClient } from "../../domain/clients.ts";
import { clientSearch } from "../../schemas/clients.ts";
import { mergeClients } from "../../workflows/clients/merge_clients.ts";
import { Form } from "../ui/form.tsx";
import { refuse, reworded } from "../ui/form_errors.ts";
import { formatPhone } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import type { FoundClient } from "./search.ts";

/** So many are listed at most. */
const MOST = 8;

export const mergeForm: FormHandler = {
  async page(call) {
    const client = await getClient(call.ctx.db, call.provider.id, call.id);
    const path = `/console/clients/${client.id}`;
    const { data } = clientSearch.safeParse(call.form.text("q") || (call.query.get("q") ?? client.name));
    const q = data?.trim() ?? "";
    const { itemsJson } = await listClients(call.ctx.db, call.provider.id, q, { limit: MOST + 1 }, "name");
    const others = (JSON.parse(itemsJson) as FoundClient[]).filter((one) => one.id !== client.id).slice(0, MOST);
    return showPage(
      call,
      {
        title: `Merge ${client.name}`,
        tab: "clients",
        narrow: true,
        back: { href: path, label: client.name },
        intro: "For one person who is in your list twice.",
      },
      <form class="search" method="get" action={`${path}/merge`} role="search">
        <label for="q">Who is the same person?</label>
        <div class="line">
          <input class="input" id="q" name="q" type="search" value={q} maxlength={120} autocomplete="off" />
          <button class="button" type="submit">Find</button>
        </div>
      </form>,
      others.length > 0
        ? <Others call={call} client={client} others={others} q={q} />
        : <p>Nobody else found for “{q}”.</p>,
    );
  },
  async submit({ ctx, provider, form, id, once }) {
    const into = form.text("into");
    if (into === "") throw refuse("Choose who the same person is.");
    const merged = await reworded(once(() => mergeClients(ctx, provider.id, id, into)), {
      merge_conflict:
        "Both are booked into, or wait for, the same class. Cancel one of the two bookings first, then merge.",
    });
    return redirect(`/console/clients/${merged.id}`, "merged");
  },
};

function Others(
  { call, client, others, q }: { call: PageContext; client: Client; others: FoundClient[]; q: string },
) {
  return (
    <Form call={call}>
      <input type="hidden" name="q" value={q} />
      <fieldset class="field">
        <legend>Merge {client.name} into</legend>
        <div class="picks">
          {others.map((one) => (
            <label class="choice row">
              <input type="radio" name="into" value={one.id} checked={call.form.text("into") === one.id} />
              <span>{one.name}</span>
              <span class="side">{one.email ?? "No email"}</span>
              <span class="side">{one.phone ? formatPhone(one.phone) : "No phone"}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <p>
        <strong>Moves:</strong>{" "}
        bookings, packs, waitlist places, appointments, gift cards and mails. The chosen client keeps name, email and
        phone, and takes what is missing from {client.name}. Notes are joined.
      </p>
      <p>
        <strong>Ends:</strong>{" "}
        {client.name}’s sign-in links and calendar feed. Links that cancel a booking keep working. This can’t be undone.
      </p>
      <div class="actions">
        <button class="button final" type="submit">Merge {client.name}</button>
        <a class="button quiet" href={`/console/clients/${client.id}`}>Keep both</a>
      </div>
    </Form>
  );
}
