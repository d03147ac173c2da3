import type { Form } from "../form.ts";
import { Field } from "./field.tsx";

/** The part of a mailed link after #, which only the browser knows; script fills it in and hides the field. */
export function CodeField({ form }: { form: Form }) {
  return (
    <div data-fragment>
      <Field
        form={{ ...form, values: {} }}
        name="token"
        label="Link from the email"
        autocomplete="off"
        hint="Copy the whole link, or the part after #."
      />
    </div>
  );
}
