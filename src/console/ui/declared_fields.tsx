/** Fields that are declared once: how each is shown, and how what was typed is read. */
import type { z } from "@hono/zod-openapi";
import type { Child } from "hono/jsx";
import { amountText, readAmount, readWhole } from "./amounts.ts";
import { Choice, Field, SelectField, TextField } from "./field.tsx";
import type { FormState } from "./form.tsx";
import { check, type Errors, FILL_IN, Refusal } from "./form_errors.ts";
import type { PageContext } from "./page_context.ts";

interface DeclaredField<T = unknown> {
  show(form: FormState, name: string): Child;
  /** What is wrong with it goes to `errors`. */
  read(call: PageContext, name: string, errors: Errors): T;
  /** What a person reads in place of what the schema says of a value it refuses. */
  invalid?: string;
}

export type DeclaredFields = Record<string, DeclaredField>;

interface Attributes {
  label: Child;
  hint?: Child;
  invalid?: string;
  [attribute: string]: unknown;
}

/** An input of any type. */
export const input = ({ invalid, ...attributes }: Attributes): DeclaredField<string> => ({
  show: (form, name) => <Field form={form} name={name} {...attributes as Attributes} />,
  read: ({ form }, name) => form.text(name),
  invalid,
});

/** One line of text. */
export const text = (attributes: Attributes) => input({ maxlength: 120, autocomplete: "off", ...attributes });

/** The same, null when it is empty. */
export const optionalText = (attributes: Attributes): DeclaredField<string | null> => ({
  ...text(attributes),
  read: ({ form }, name) => form.text(name) || null,
});

/** Several lines of text, with `\n` line breaks: forms send `\r\n`. */
export const lines = (attributes: Attributes): DeclaredField<string> => ({
  show: (form, name) => <TextField form={form} name={name} {...attributes} />,
  read: ({ form }, name) => form.raw(name).replaceAll("\r\n", "\n"),
});

/** The same, null when there are none. */
export const optionalLines = (attributes: Attributes): DeclaredField<string | null> => {
  const of = lines(attributes);
  return { ...of, read: (...given) => of.read(...given).trim() || null };
};

/** One of a list. What is no option can't be shown as chosen: then the stored one is. */
export const select = (
  { invalid, options, ...attributes }: Attributes & { options: { value: string; label: string }[] },
): DeclaredField<string> => ({
  show: (form, name) => {
    const [sent] = form.call.form.all(name);
    const value = options.some((one) => one.value === sent) ? sent : String(form.stored[name] ?? "");
    return <SelectField form={form} name={name} value={value} options={options} {...attributes as Attributes} />;
  },
  read: ({ form }, name) => form.text(name),
  invalid,
});

/** Shown, but not to be changed: whatever is sent instead is ignored. */
export const fixed = (
  { label, shown, hint, value }: { label: string; shown: Child; hint: string; value?: string },
): DeclaredField => ({
  show: () => (
    <dl class="fixed">
      <dt>{label}</dt>
      <dd>{shown}</dd>
      <dd class="hint">{hint}</dd>
    </dl>
  ),
  read: () => value,
});

/** A whole number. @param empty the value of an empty field */
export const whole = (
  { least, most, example, empty, ...attributes }: Attributes & {
    least?: number;
    most: number;
    example: string;
    empty?: null;
  },
): DeclaredField<number | null | undefined> => ({
  show: (form, name) => (
    <Field form={form} name={name} inputmode="numeric" autocomplete="off" {...attributes as Attributes} />
  ),
  read: (call, name, errors) => readWhole(call, name, errors, { least, most, example }) ?? empty,
});

/** Money in the studio's currency, in cents. @param free whether 0 is an amount */
export const amount = (
  { free, ...attributes }: Omit<Attributes, "label"> & { label?: Child; free: boolean },
): DeclaredField<number | undefined> => ({
  show: ({ call, stored }, name) => {
    const { currency } = call.provider;
    const cents = stored[name] as number | undefined;
    const form = { call, stored: { [name]: cents === undefined ? "" : amountText(cents, currency) } };
    const label = `Price in ${currency.toUpperCase()}`;
    return <Field form={form} name={name} label={label} inputmode="decimal" autocomplete="off" {...attributes} />;
  },
  read: (call, name, errors) => readAmount(call, name, errors, free),
});

/** Yes or no. */
export const checkbox = (attributes: { label: string; hint: string }): DeclaredField<boolean> => ({
  show: ({ call, stored }, name) => (
    <Choice
      type="checkbox"
      name={name}
      checked={call.form.has("once") ? call.form.has(name) : Boolean(stored[name])}
      {...attributes}
    />
  ),
  read: ({ form }, name) => form.has(name),
});

/** The declared fields, in their order. */
export function Fields({ form, fields }: { form: FormState; fields: DeclaredFields }) {
  return <>{Object.entries(fields).map(([name, field]) => field.show(form, name))}</>;
}

/** What was typed into the fields; what is wrong with it goes to `errors`. */
export function readTyped<F extends DeclaredFields>(call: PageContext, fields: F, errors: Errors) {
  const values = Object.entries(fields).map(([name, field]) => [name, field.read(call, name, errors)]);
  return Object.fromEntries(values) as { [K in keyof F]: ReturnType<F[K]["read"]> };
}

/**
 * Reads the declared fields of a submitted form and checks them against a schema.
 * @param others values of the schema that are read in another way
 * @param found what is wrong with those
 * @throws Refusal
 */
export function readFields<T extends z.ZodType>(
  call: PageContext,
  schema: T,
  fields: DeclaredFields,
  others: object = {},
  found: Errors = {},
): z.output<T> {
  const typed = { ...others, ...readTyped(call, fields, found) };
  try {
    return check(schema, typed, found);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const plain = Object.entries(error.errors).map(([name, says]) => [
      name,
      says === FILL_IN || found[name] ? says : fields[name]?.invalid ?? says,
    ]);
    throw new Refusal(Object.fromEntries(plain));
  }
}
