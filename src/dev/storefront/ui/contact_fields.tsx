import type { Form } from "../form.ts";
import { Field } from "./field.tsx";

/** Name, email and phone. */
export function ContactFields({ form, phoneOptional }: { form: Form; phoneOptional?: boolean }) {
  return (
    <>
      <Field form={form} name="name" label="Name" autocomplete="name" />
      <Field form={form} name="email" label="Email" type="email" autocomplete="email" />
      <Field form={form} name="phone" label="Phone" type="tel" autocomplete="tel" optional={phoneOptional} />
    </>
  );
}
