/** A page that is one form. */
import type { Child } from "hono/jsx";
import { type DeclaredFields, Fields } from "./declared_fields.tsx";
import { Form, FormActions, FormError } from "./form.tsx";
import { type PageOptions, showPage } from "./page.tsx";
import type { PageContext } from "./page_context.ts";
import type { Link } from "./page_head.tsx";

export interface FormPageOptions extends PageOptions {
  action: string;
  /** Between head and form. */
  above?: Child;
  /** Either declared fields, or … */
  fields?: DeclaredFields;
  /** … the content of the form. */
  children?: Child;
  stored?: object;
  submit: string;
  cancel?: Link;
  formClass?: string;
}

/** Shows the form with what is stored, or what was typed and what is wrong with it. */
export function formPage(call: PageContext, options: FormPageOptions): Response {
  const { action, above, fields, children, stored, submit, cancel, formClass, errors, ...page } = options;
  return showPage(
    call,
    { ...page, status: page.status ?? (errors ? 400 : 200) },
    <>
      {above}
      <Form call={call} action={action} class={formClass}>
        <FormError errors={errors} />
        {fields ? <Fields form={{ call, stored: { ...stored }, errors }} fields={fields} /> : null}
        {children}
        <FormActions submit={submit} cancel={cancel} />
      </Form>
    </>,
  );
}
