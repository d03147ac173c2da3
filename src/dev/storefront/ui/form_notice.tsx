import type { Form } from "../form.ts";

export function FormNotice({ form }: { form: Form }) {
  return form.notice
    ? (
      <p class="notice bad" role="alert" tabindex={-1} autofocus={Object.keys(form.errors).length === 0}>
        {form.notice}
      </p>
    )
    : null;
}
