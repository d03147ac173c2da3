/** The studio's note on a client. */
import type { Client } from "../../domain/clients.ts";
import { TextField } from "../ui/field.tsx";
import { Form } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Section } from "../ui/section.tsx";

export function Note({ call, client, errors }: { call: PageContext; client: Client; errors?: Errors }) {
  return (
    <Section id="note-heading" title="Note">
      <Form call={call} action={`/console/clients/${client.id}/note`}>
        <TextField
          form={{ call, stored: { note: client.note }, errors }}
          name="note"
          label="What you and your instructors should know"
          hint="Never shown to the client. It stands beside the name on rosters. Up to 500 characters."
        />
        <button class="button" type="submit">Save note</button>
      </Form>
    </Section>
  );
}
