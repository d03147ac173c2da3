import type { Form } from "../form.ts";
import type { Child } from "hono/jsx";

interface FieldProps {
  form: Form;
  name: string;
  label: string;
  type?: string;
  autocomplete?: string;
  inputmode?: "decimal" | "text";
  hint?: Child;
  /** "unsaid": which choice it belongs to says so. */
  optional?: boolean | "unsaid";
  lines?: boolean;
}

export function Field({ form, name, label, type = "text", hint, optional, lines, ...more }: FieldProps) {
  const error = form.errors[name];
  const shared = {
    id: name,
    name,
    class: "input",
    required: !optional,
    "aria-invalid": error ? "true" as const : undefined,
    "aria-describedby": [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ") || undefined,
    // Without script too: after a form, the first wrong field has the focus.
    autofocus: error !== undefined && name === Object.keys(form.errors)[0],
    ...more,
  };
  return (
    <div class="field">
      <label for={name}>
        {optional === true ? `${label} ` : label}
        {optional === true && <span class="muted">(optional)</span>}
      </label>
      {lines
        ? <textarea {...shared} rows={4} maxlength={500}>{form.values[name] ?? ""}</textarea>
        : <input {...shared} type={type} value={form.values[name] ?? ""} />}
      {error && <p class="error" id={`${name}-error`}>{error}</p>}
      {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
    </div>
  );
}
