/** The list of instructors, and a new one. */
import { instructor } from "../../schemas/instructors.ts";
import * as instructors from "../../workflows/catalog/instructors.ts";
import { allInstructors } from "../../workflows/catalog/list_catalog.ts";
import { Fields, readFields, text } from "../ui/declared_fields.tsx";
import { Empty } from "../ui/empty.tsx";
import { Form, FormActions, FormError } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { Row, RowLink, Rows } from "../ui/row.tsx";
import { Section } from "../ui/section.tsx";
import { settingsPage } from "../ui/settings_page.tsx";

const INSTRUCTORS = "/console/settings/instructors";
const fields = { name: text({ label: "Name" }) };

/** GET: the list. */
export const instructorsPage = (call: PageContext) => showList(call);

/** POST: adds one. */
export async function addInstructor(call: PageContext): Promise<Response> {
  const { ctx, provider } = call;
  const { values, errors } = readFields(call, instructor, fields);
  if (errors) return await showList(call, errors);
  await call.once(() => instructors.addInstructor(ctx, provider.id, values.name));
  return redirect(INSTRUCTORS, "made");
}

async function showList(call: PageContext, errors?: Errors): Promise<Response> {
  const all = await allInstructors(call.ctx, call.provider.id);
  return settingsPage(
    call,
    "instructors",
    {
      intro: "Who teaches. Clients see the name beside the class and in their mails.",
      flash: { made: "Added. Choose them when you create or edit a class.", saved: "Renamed, in every class." },
      status: errors ? 400 : 200,
    },
    <>
      {all.length
        ? (
          <Rows>
            {all.map((one) => (
              <Row
                name={one.name}
                href={`${INSTRUCTORS}/${one.id}`}
                actions={<RowLink href={`${INSTRUCTORS}/${one.id}`} label="Rename" of={one.name} />}
              />
            ))}
          </Rows>
        )
        : <Empty what="Nobody yet. A class needs no instructor, but clients like to know." />}
      <Section id="add" title="Add an instructor">
        <Form call={call} action={INSTRUCTORS}>
          <FormError errors={errors} />
          <Fields form={{ call, stored: {}, errors }} fields={fields} />
          <FormActions submit="Add instructor" />
        </Form>
      </Section>
    </>,
  );
}
