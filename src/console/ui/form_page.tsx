/** A page that is one form. */
import type { Child } from "hono/jsx";
import { type DeclaredFields, Fields } from "./declared_fields.tsx";
import { Form, FormActions } from "./form.tsx";
import { type PageOptions, showPage } from "./page.tsx";
import type { PageContext } from "./page_context.ts";
import type { Link } from "./page_head.tsx";

export interface FormPageOptions extends PageOptions {
  fields?: DeclaredFields;
  stored?: object;
  submit: string;
  cancel?: Link;
  formClass?: string;
  /** Between head and form. */
  above?: Child;
}

/** Shows the form with what is stored, or what was typed and what is wrong with it. @param more content of the form */
export function formPage(call: PageContext, options: FormPageOptions, ...more: Child[]): Response {
  const { above, fields = {}, stored, submit, cancel, formClass } = options;
  return showPage(
    call,
    options,
    above,
    <Form call={call} class={formClass}>
      <Fields form={{ call, stored: { ...stored } }} fields={fields} />
      {more}
      <FormActions submit={submit} cancel={cancel} />
    </Form>,
  );
}
