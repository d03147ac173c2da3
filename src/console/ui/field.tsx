/** One field of a form: label, input, hint, and right under it what is wrong. */
import type { Child } from "hono/jsx";
import type { FormState } from "./form.tsx";
import { valueOf } from "./form_input.ts";

export interface FieldProps {
  /** Also the field's id. */
  name: string;
  label: Child;
  hint?: Child;
  /** Gives value and error, unless they are given here. */
  form?: FormState;
  value?: string;
  error?: string;
  /** Of the input, such as `type`, `inputmode`, `autocomplete`, `min`. */
  [attribute: string]: unknown;
}

export function Field(props: FieldProps) {
  const { named, attributes, value, wrap } = parts(props);
  return wrap(<input class="input" {...named} value={value} {...attributes} />);
}

/** Several lines. */
export function TextField(props: FieldProps) {
  const { named, attributes, value, wrap } = parts(props);
  return wrap(<textarea class="input" {...named} rows={3} {...attributes}>{value}</textarea>);
}

/** One of several. */
export function SelectField({ options, ...props }: FieldProps & { options: { value: string; label: string }[] }) {
  const { named, attributes, value, wrap } = parts(props as FieldProps);
  return wrap(
    <select class="input" {...named} {...attributes}>
      {options.map((one) => <option value={one.value} selected={one.value === value}>{one.label}</option>)}
    </select>,
  );
}

function parts(
  { name, label, hint, form, value, error = form?.call.refused?.errors[name], ...attributes }: FieldProps,
) {
  const describedBy = [error !== undefined && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return {
    value: value ?? (form ? valueOf(form.call.form, name, form.stored[name] as string) : ""),
    named: { id: name, name },
    attributes: {
      "aria-invalid": error !== undefined ? "true" : undefined,
      "aria-describedby": describedBy || undefined,
      ...attributes,
    },
    wrap: (input: Child) => (
      <div class="field">
        <label for={name}>{label}</label>
        {input}
        {error !== undefined && <p class="error" id={`${name}-error`}>{error}</p>}
        {hint && <p class="hint" id={`${name}-hint`}>{hint}</p>}
      </div>
    ),
  };
}

interface ChoiceProps {
  type: "checkbox" | "radio";
  name: string;
  label: Child;
  hint?: Child;
  checked: boolean;
  value?: string;
}

/** A box to tick, or one of several to choose. */
export function Choice({ type, name, label, hint, checked, value = "on" }: ChoiceProps) {
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={checked} />
      <span>{label}</span>
      {hint && <span class="hint">{hint}</span>}
    </label>
  );
}
