/** The instructors: their list with the form for a new one, and each renamed. */
import { notFound } from "../../domain/errors.ts";
import { findInstructor } from "../../domain/staff.ts";
import { instructor } from "../../schemas/instructors.ts";
import { addInstructor, changeInstructorName } from "../../workflows/catalog/instructors.ts";
import { allInstructors } from "../../workflows/catalog/list_catalog.ts";
import { Fields, readFields, text } from "../ui/declared_fields.tsx";
import { Empty } from "../ui/empty.tsx";
import { Form, FormActions } from "../ui/form.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { settingsPage } from "../ui/settings_page.tsx";
import { recordForm } from "./record_form.tsx";

const INSTRUCTORS = "/console/settings/instructors";
const fields = { name: text({ label: "Name" }) };

export const instructors: FormHandler = {
  async page(call) {
    const all = await allInstructors(call.ctx, call.provider.id);
    return settingsPage(
      call,
      "instructors",
      {
        intro: "Who teaches. Clients see the name beside the class and in their mails.",
        flash: { made: "Added. Choose them when you create or edit a class.", saved: "Renamed, in every class." },
      },
      all.length === 0 && <Empty what="Nobody yet. A class needs no instructor, but clients like to know." />,
      all.length > 0 && (
        <Rows>
          {all.map(({ id, name }) => (
            <Row
              name={name}
              href={`${INSTRUCTORS}/${id}`}
              actions={<RowLink href={`${INSTRUCTORS}/${id}`} label="Rename" of={name} />}
            />
          ))}
        </Rows>
      ),
      <Section id="add" title="Add an instructor">
        <Form call={call}>
          <Fields form={{ call, stored: {} }} fields={fields} />
          <FormActions submit="Add instructor" />
        </Form>
      </Section>,
    );
  },
  async submit(call) {
    const { name } = readFields(call, instructor, fields);
    await call.once(() => addInstructor(call.ctx, call.provider.id, name));
    return redirect(INSTRUCTORS, "made");
  },
};

export const instructorForm = recordForm({
  list: "instructors",
  noun: "instructor",
  schema: instructor,
  fields: () => fields,
  async find({ ctx, provider, id }) {
    const stored = await findInstructor(ctx.db, provider.id, id);
    if (!stored) throw notFound("Instructor");
    return stored;
  },
  intro: [undefined, "The new name shows in every class, past ones too."],
  save: "Rename",
  change: ({ ctx, provider, id }, { name }) => changeInstructorName(ctx, provider.id, id, name),
});
