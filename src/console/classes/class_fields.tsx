/** The fields that a new and an edited class share. */
import type { Instructor } from "../../domain/staff.ts";
import { amount, Fields, input, lines, select, whole } from "../ui/declared_fields.tsx";
import type { FormState } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";

/** Each undefined when it is left empty. */
export const figures = (hints: { durationMin?: string; price: string; capacity?: string }) => ({
  durationMin: whole({ label: "Length in minutes", most: 24 * 60, example: "50", hint: hints.durationMin }),
  price: amount({ free: true, hint: hints.price }),
  capacity: whole({ label: "Seats", most: 10_000, example: "10", hint: hints.capacity }),
});

export const noteField = {
  publicNote: lines({
    label: (
      <>
        Note for clients <span class="muted">(optional)</span>
      </>
    ),
    hint: "Stands beside the class on your site: what to bring, which door is open.",
  }),
};

export function DateAndTime({ form }: { form: FormState }) {
  const fields = {
    date: input({ label: "Date", type: "date" }),
    time: input({ label: "Time", type: "time", hint: `On the clock in ${form.call.format.place}.` }),
  };
  return (
    <div class="pair">
      <Fields form={form} fields={fields} />
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
  const options = [
    { value: "", label: "Nobody named" },
    ...instructors.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return <Fields form={form} fields={{ instructorId: select({ label: "Instructor", options }) }} />;
}

/** The chosen instructor's id, null when nobody is named. */
export function readInstructor({ form }: PageContext, instructors: Instructor[], errors: Errors): string | null {
  const id = form.text("instructorId");
  if (id && !instructors.some((one) => one.id === id)) errors.instructorId = "Choose somebody from the list.";
  return id || null;
}
