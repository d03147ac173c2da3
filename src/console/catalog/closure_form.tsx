/** A new closure. */
import { parseDate } from "../../domain/time.ts";
import { addBlackout } from "../../workflows/catalog/blackouts.ts";
import { classesWithin } from "../../workflows/catalog/list_catalog.ts";
import type { ManagedClass } from "../../domain/class_lists.ts";
import { Field, Radio } from "../ui/field.tsx";
import type { Errors } from "../ui/form_errors.ts";
import type { FormState } from "../ui/form.tsx";
import { formPage } from "../ui/form_page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";
import { readClosure } from "./read_closure.ts";
import { ScheduledClasses } from "./scheduled_classes.tsx";

const CLOSURES = "/console/settings/closures";

interface Shown {
  errors?: Errors;
  /** Classes on the schedule within the closure. */
  classes?: ManagedClass[];
  /** Identifies the closure and the classes that the owner was shown. */
  seen?: string;
}

/** GET: the form. */
export const newClosurePage = (call: PageContext) => showForm(call);

/** POST: creates it, after showing the classes that stay on the schedule. */
export async function saveClosure(call: PageContext): Promise<Response> {
  const { ctx, provider, form } = call;
  const { values, errors } = readClosure(call);
  if (errors) return showForm(call, { errors });
  const classes = await classesWithin(ctx, provider.id, values.startsAt, values.endsAt);
  const seen = `${values.startsAt} ${values.endsAt} ${classes.length}`;
  if (classes.length && form.text("seen") !== seen) return showForm(call, { classes, seen });
  await call.once(() => addBlackout(ctx, provider.id, values));
  return redirect(CLOSURES, "made");
}

function showForm(call: PageContext, { errors, classes, seen }: Shown = {}): Response {
  const date = call.query.get("date") ?? "";
  const form = { call, stored: { from: parseDate(date) === null ? "" : date }, errors };
  const kept = classes?.length === 1 ? "the class" : `the ${classes?.length} classes`;
  return formPage(call, {
    ...IN_SETTINGS,
    title: "New closure",
    back: { href: CLOSURES, label: "Closures" },
    above: classes && <ScheduledClasses call={call} classes={classes} />,
    action: `${CLOSURES}/new`,
    formClass: "stack settings-form closure-form",
    errors,
    children: (
      <>
        {seen ? <input type="hidden" name="seen" value={seen} /> : null}
        <ClosureFields form={form} />
      </>
    ),
    submit: classes ? `Create closure, keep ${kept}` : "Create closure",
    cancel: { href: CLOSURES, label: "Not now" },
  });
}

function ClosureFields({ form }: { form: FormState }) {
  const hours = form.call.form.text("length") === "hours";
  return (
    <>
      <Field
        form={form}
        name="label"
        label="What clients read"
        hint="Such as: Closed for Memorial Day."
        maxlength={120}
        autocomplete="off"
      />
      <fieldset class="field">
        <legend>How long</legend>
        <Radio name="length" value="days" label="Whole days" checked={!hours} />
        <Radio name="length" value="hours" label="Some hours" checked={hours} />
      </fieldset>
      <div class="moments">
        <Field form={form} name="from" label="First day" type="date" />
        <div class="hours-only">
          <Field form={form} name="fromTime" label="From" type="time" />
        </div>
        <Field form={form} name="to" label="Last day" hint="Empty: the same day." type="date" />
        <div class="hours-only">
          <Field form={form} name="toTime" label="Until" type="time" />
        </div>
      </div>
      <p class="hint">Times are {form.call.format.place} time.</p>
    </>
  );
}
