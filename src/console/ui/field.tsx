/** One field of a form: label, input, hint, and right under it what is wrong. */
import type { Child } from "hono/jsx";
import type { FormState } from "./form.tsx";
import type { Errors } from "./form_errors.ts";
import { valueOf } from "./form_input.ts";

export interface FieldProps {
  /** Also the field's id. */
  name: string;
  label: Child;
  hint?: Child;
  /** Gives value and errors, unless they are given here. */
  form?: FormState;
  value?: string;
  errors?: Errors;
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

function parts({ name, label, hint, form, value, errors, ...attributes }: FieldProps) {
  const all = errors ?? form?.errors;
  const error = all?.[name];
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
        <FieldErrors name={name} error={error} />
        {hint ? <p class="hint" id={`${name}-hint`}>{hint}</p> : null}
      </div>
    ),
  };
}

function FieldErrors({ name, error }: { name: string; error?: string }) {
  return error === undefined ? null : <p class="error" id={`${name}-error`}>{error}</p>;
}

interface ChoiceProps {
  name: string;
  label: Child;
  hint?: Child;
  checked?: boolean;
  value?: string;
}

export function Checkbox(props: ChoiceProps) {
  return <Choice type="checkbox" {...props} />;
}

export function Radio(props: ChoiceProps) {
  return <Choice type="radio" {...props} />;
}

function Choice({ type, name, label, hint, checked, value = "on" }: ChoiceProps & { type: "checkbox" | "radio" }) {
  return (
    <label class="choice">
      <input type={type} name={name} value={value} checked={checked ?? false} />
      <span>{label}</span>
      {hint ? <span class="hint">{hint}</span> : null}
    </label>
  );
}
