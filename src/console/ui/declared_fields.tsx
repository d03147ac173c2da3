/** Fields that are declared once: how each is shown, and how what was typed is read. */
import type { z } from "@hono/zod-openapi";
import type { Child } from "hono/jsx";
import { amountText, readAmount, readWhole } from "./amounts.ts";
import { Checkbox, Field } from "./field.tsx";
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

/** One line of text. */
export function text(attributes: Attributes): DeclaredField {
  return {
    show: (form, name) => <Field form={form} name={name} maxlength={120} autocomplete="off" {...attributes} />,
    read: ({ form }, name) => form.text(name),
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
