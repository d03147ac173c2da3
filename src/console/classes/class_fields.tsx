/** The fields that a new and an edited class share: how they are shown. */
import type { Instructor } from "../../domain/staff.ts";
import { Field, SelectField, TextField } from "../ui/field.tsx";
import type { FormState } from "../ui/form.tsx";

export function DateAndTime({ form }: { form: FormState }) {
  return (
    <div class="pair">
      <Field form={form} name="date" label="Date" type="date" />
      <Field form={form} name="time" label="Time" type="time" hint={`On the clock in ${form.call.format.place}.`} />
    </div>
  );
}

export function InstructorField({ form, instructors }: { form: FormState; instructors: Instructor[] }) {
  if (instructors.length === 0) {
    return (
      <p class="hint">
        Who teaches? <a href="/console/settings/instructors">Add your instructors</a> to name them here.
      </p>
    );
  }
  const options = instructors.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <SelectField
      form={form}
      name="instructorId"
      label="Instructor"
      options={[{ value: "", label: "Nobody named" }, ...options]}
    />
  );
}

export function NoteField({ form }: { form: FormState }) {
  return (
    <TextField
      form={form}
      name="publicNote"
      label={
        <>
          Note for clients <span class="muted">(optional)</span>
        </>
      }
      hint="Stands beside the class on your site: what to bring, which door is open."
    />
  );
}

export function LengthField({ form, hint }: { form: FormState; hint?: string }) {
  return <Field form={form} name="durationMin" label="Length in minutes" inputmode="numeric" hint={hint} />;
}

export function SeatsField({ form, hint }: { form: FormState; hint?: string }) {
  return <Field form={form} name="capacity" label="Seats" inputmode="numeric" hint={hint} />;
}

export function PriceField({ form, hint }: { form: FormState; hint: string }) {
  const label = `Price in ${form.call.provider.currency.toUpperCase()}`;
  return <Field form={form} name="price" label={label} inputmode="decimal" hint={hint} />;
}
