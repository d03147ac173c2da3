/** Saving the note on a client. */
import { z } from "@hono/zod-openapi";
import { note } from "../../schemas/basics.ts";
import { saveClientNote } from "../../workflows/clients/save_client_note.ts";
import { check } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { showClient } from "./client.tsx";

const noteForm = z.object({ note: note(500) });

/** POST: saves it. */
export async function saveNote(call: PageContext): Promise<Response> {
  const { values, errors } = check(noteForm, { note: call.form.raw("note").replaceAll("\r\n", "\n") });
  if (errors) return await showClient(call, errors);
  await saveClientNote(call.ctx, call.provider.id, call.id, values.note);
  return redirect(`/console/clients/${call.id}`, "noted");
}
