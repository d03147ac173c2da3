/** One instructor, renamed. */
import { notFound } from "../../domain/errors.ts";
import { findInstructor } from "../../domain/staff.ts";
import { instructor } from "../../schemas/instructors.ts";
import { changeInstructorName } from "../../workflows/catalog/instructors.ts";
import { readFields, text } from "../ui/declared_fields.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";

const INSTRUCTORS = "/console/settings/instructors";
const fields = { name: text({ label: "Name" }) };

/** GET: the form. */
export const instructorPage = (call: PageContext) => showForm(call);

/** POST: renames. */
export async function renameInstructor(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const { values, errors } = readFields(call, instructor, fields);
  if (errors) return await showForm(call, errors);
  await changeInstructorName(ctx, provider.id, id, values.name);
  return redirect(INSTRUCTORS, "saved");
}

async function showForm(call: PageContext, errors?: Errors): Promise<Response> {
  const stored = await findInstructor(call.ctx.db, call.provider.id, call.id);
  if (!stored) throw notFound("Instructor");
  return formPage(call, {
    ...IN_SETTINGS,
    title: stored.name,
    back: { href: INSTRUCTORS, label: "Instructors" },
    intro: "The new name shows in every class, past ones too.",
    action: `${INSTRUCTORS}/${stored.id}`,
    fields,
    stored,
    errors,
    submit: "Rename",
    cancel: { href: INSTRUCTORS, label: "Leave it as it is" },
  });
}
