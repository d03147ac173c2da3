/** The studio's note on a client. */
import { z } from "@hono/zod-openapi";
import type { Client } from "../../domain/clients.ts";
import { note } from "../../schemas/basics.ts";
import { saveClientNote } from "../../workflows/clients/save_client_note.ts";
import { Fields, lines, readFields } from "../ui/declared_fields.tsx";
import { Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Section } from "../ui/section.tsx";

const fields = {
  note: lines({
    label: "What you and your instructors should know",
    hint: "Never shown to the client. It stands beside the name on rosters. Up to 500 characters.",
  }),
};

export function Note({ call, client }: { call: PageContext; client: Client }) {
  return (
    <Section id="note-heading" title="Note">
      <Form call={call} action={`/console/clients/${client.id}/note`}>
        <Fields form={{ call, stored: { note: client.note } }} fields={fields} />
        <button class="button" type="submit">Save note</button>
      </Form>
    </Section>
  );
}

/** POST: saves it. */
export async function saveNote(call: PageContext): Promise<Response> {
  const values = readFields(call, z.object({ note: note(500) }), fields);
  await saveClientNote(call.ctx, call.provider.id, call.id, values.note);
  return redirect(`/console/clients/${call.id}`, "noted");
}
