/** A new closure. */
import { parseDate } from "../../domain/time.ts";
import { addBlackout } from "../../workflows/catalog/blackouts.ts";
import { classesWithin } from "../../workflows/catalog/list_catalog.ts";
import type { ManagedClass } from "../../domain/class_lists.ts";
import { Choice, Field } from "../ui/field.tsx";
import { formPage } from "../ui/form_page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below } from "../ui/settings_page.tsx";
import { readClosure } from "./read_closure.ts";
import { ScheduledClasses } from "./scheduled_classes.tsx";

export const closureForm: FormHandler = {
  page: (call) => showForm(call),
  /** Creates it, after showing the classes that stay on the schedule. */
  async submit(call) {
    const { ctx, provider, form } = call;
    const closure = readClosure(call);
    const classes = await classesWithin(ctx, provider.id, closure.startsAt, closure.endsAt);
    const seen = `${closure.startsAt} ${closure.endsAt} ${classes.length}`;
    if (classes.length && form.text("seen") !== seen) return showForm(call, classes, seen);
    await call.once(() => addBlackout(ctx, provider.id, closure));
    return redirect("/console/settings/closures", "made");
  },
};

/**
 * @param classes on the schedule within the closure
 * @param seen identifies the closure and the classes that the owner was shown
 */
function showForm(call: PageContext, classes?: ManagedClass[], seen?: string): Response {
  const date = call.query.get("date") ?? "";
  const form = { call, stored: { from: parseDate(date) === null ? "" : date } };
  const hours = call.form.text("length") === "hours";
  const kept = classes?.length === 1 ? "the class" : `the ${classes?.length} classes`;
  return formPage(
    call,
    {
      ...below("closures"),
      title: "New closure",
      above: classes && <ScheduledClasses call={call} classes={classes} />,
      formClass: "stack settings-form closure-form",
      submit: classes ? `Create closure, keep ${kept}` : "Create closure",
      cancel: { href: "/console/settings/closures", label: "Not now" },
    },
    seen && <input type="hidden" name="seen" value={seen} />,
    <Field
      form={form}
      name="label"
      label="What clients read"
      hint="Such as: Closed for Memorial Day."
      maxlength={120}
      autocomplete="off"
    />,
    <fieldset class="field">
      <legend>How long</legend>
      <Choice type="radio" name="length" value="days" label="Whole days" checked={!hours} />
      <Choice type="radio" name="length" value="hours" label="Some hours" checked={hours} />
    </fieldset>,
    <div class="moments">
      <Field form={form} name="from" label="First day" type="date" />
      <div class="hours-only">
        <Field form={form} name="fromTime" label="From" type="time" />
      </div>
      <Field form={form} name="to" label="Last day" hint="Empty: the same day." type="date" />
      <div class="hours-only">
        <Field form={form} name="toTime" label="Until" type="time" />
      </div>
    </div>,
    <p class="hint">Times are {call.format.place} time.</p>,
  );
}
