/** Fields that are declared once: how each is shown, and how what was typed is read. */
import type { z } from "@hono/zod-openapi";
import type { Child } from "hono/jsx";
import { amountText, readAmount, readWhole } from "./amounts.ts";
import { Checkbox, Field, SelectField, TextField } from "./field.tsx";
import type { FormState } from "./form.tsx";
import { check, type Checked, type Errors } from "./form_errors.ts";
import type { PageContext } from "./page_context.ts";

interface DeclaredField {
  show(form: FormState, name: string): Child;
  /** What is wrong with it goes to `errors`. */
  read(call: PageContext, name: string, errors: Errors): unknown;
}

export type DeclaredFields = Record<string, DeclaredField>;

interface Attributes {
  label: string;
  hint?: string;
  [attribute: string]: unknown;
}

/** One line of text. @param empty the value of an empty field */
export function text({ empty, ...attributes }: Attributes & { empty?: null }): DeclaredField {
  return {
    show: (form, name) => (
      <Field form={form} name={name} maxlength={120} autocomplete="off" {...attributes as Attributes} />
    ),
    read: ({ form }, name) => form.text(name) || (empty === null ? null : ""),
  };
}

/** Several lines of text, null when there are none. */
export function lines(attributes: Attributes): DeclaredField {
  return {
    show: (form, name) => <TextField form={form} name={name} {...attributes} />,
    read: ({ form }, name) => form.text(name).replaceAll("\r\n", "\n") || null,
  };
}

/** One of a list. What is no option can't be shown as chosen: then the stored one is. */
export function select(attributes: Attributes & { options: { value: string; label: string }[] }): DeclaredField {
  return {
    show: (form, name) => {
      const sent = form.call.form.raw(name);
      const value = attributes.options.some((one) => one.value === sent) ? sent : String(form.stored[name] ?? "");
      return <SelectField form={form} name={name} value={value} {...attributes} />;
    },
    read: ({ form }, name) => form.text(name),
  };
}

/** Shown, but not to be changed: whatever is sent instead is ignored. */
export function fixed(
  { label, shown, hint, value }: { label: string; shown: Child; hint: string; value?: string },
): DeclaredField {
  return {
    show: () => (
      <dl class="fixed">
        <dt>{label}</dt>
        <dd>{shown}</dd>
        <dd class="hint">{hint}</dd>
      </dl>
    ),
    read: () => value,
  };
}

/** A whole number. @param empty the value of an empty field */
export function whole(
  { least, most, example, empty, ...attributes }: Attributes & {
    least?: number;
    most: number;
    example: string;
    empty?: null;
  },
): DeclaredField {
  return {
    show: (form, name) => (
      <Field form={form} name={name} inputmode="numeric" autocomplete="off" {...attributes as Attributes} />
    ),
    read: (call, name, errors) => readWhole(call, name, errors, { least, most, example }) ?? empty,
  };
}

/** Money in the studio's currency, in cents. @param free whether 0 is an amount */
export function amount({ free, ...attributes }: Attributes & { free: boolean }): DeclaredField {
  return {
    show: (form, name) => {
      const { currency } = form.call.provider;
      const cents = form.stored[name] as number | undefined;
      const stored = { ...form.stored, [name]: cents === undefined ? "" : amountText(cents, currency) };
      return (
        <Field
          form={{ ...form, stored }}
          name={name}
          inputmode="decimal"
          autocomplete="off"
          {...attributes as Attributes}
        />
      );
    },
    read: (call, name, errors) => readAmount(call, name, errors, free),
  };
}

/** Yes or no. */
export function checkbox(attributes: Attributes): DeclaredField {
  return {
    show: ({ call, stored }, name) => (
      <Checkbox
        name={name}
        checked={call.form.has("once") ? call.form.has(name) : Boolean(stored[name])}
        {...attributes}
      />
    ),
    read: ({ form }, name) => form.has(name),
  };
}

/** The declared fields, in their order. */
export function Fields({ form, fields }: { form: FormState; fields: DeclaredFields }) {
  return <>{Object.entries(fields).map(([name, field]) => field.show(form, name))}</>;
}

/** Reads the declared fields of a submitted form and checks them against a schema. */
export function readFields<T extends z.ZodType>(
  call: PageContext,
  schema: T,
  fields: DeclaredFields,
): Checked<z.output<T>> {
  const errors: Errors = {};
  const values = Object.entries(fields).map(([name, field]) => [name, field.read(call, name, errors)]);
  return check(schema, Object.fromEntries(values), errors);
}
