/** Editing a class. Conflicts are shown before it is saved. */
import { DomainError } from "../../domain/errors.ts";
import type { Instructor } from "../../domain/staff.ts";
import { allInstructors } from "../../workflows/catalog/list_catalog.ts";
import { changeClass } from "../../workflows/classes/change_class.ts";
import { type ClassView, viewClass } from "../../workflows/classes/view_class.ts";
import { amountText } from "../ui/amounts.ts";
import { Notice } from "../ui/flash.tsx";
import type { FormState } from "../ui/form.tsx";
import type { Errors } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import { people, pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { DateAndTime, InstructorField, LengthField, NoteField, PriceField, SeatsField } from "./class_fields.tsx";
import { classPath } from "./class_path.ts";
import { checkChange, describeTooFew, readClassChange, takenSeats } from "./read_class_change.ts";

/** GET: the form. */
export async function editClassPage(call: PageContext): Promise<Response> {
  return showForm(call, await viewEditable(call), await listInstructors(call));
}

/** POST: saves it, with conflicts only once they were shown. */
export async function editClass(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const view = await viewEditable(call);
  const instructors = await listInstructors(call);
  const { change, errors } = readClassChange(call, view.session, instructors);
  if (errors) return showForm(call, view, instructors, { errors });
  const path = classPath(id);
  if (Object.keys(change).length === 0) return redirect(path, "saved");
  const { warnings, checked } = await checkChange(call, view.session, change);
  if (warnings.length && form.raw("checked") !== checked) {
    return showForm(call, view, instructors, { warnings, checked });
  }
  try {
    await changeClass(ctx, provider.id, id, change);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "conflict") throw error;
    const errors = { capacity: describeTooFew(Number(error.hints.seatsTaken)) };
    return showForm(call, await viewEditable(call), instructors, { errors });
  }
  return redirect(path, change.scheduledAt !== undefined && takenSeats(view.session) > 0 ? "moved" : "saved");
}

const listInstructors = ({ ctx, provider }: PageContext) => allInstructors(ctx, provider.id);

/** @throws DomainError not_found, gone (cancelled, completed) */
async function viewEditable({ ctx, provider, id }: PageContext): Promise<ClassView> {
  const view = await viewClass(ctx, provider.id, id);
  const { status } = view.session;
  if (status !== "Scheduled") {
    throw new DomainError("gone", `This class is ${status.toLowerCase()} and can’t be changed any more.`);
  }
  return view;
}

interface Refused {
  errors?: Errors;
  warnings?: string[];
  checked?: string;
}

function showForm(call: PageContext, view: ClassView, instructors: Instructor[], refused: Refused = {}): Response {
  const { format, provider } = call;
  const { session } = view;
  const { errors, warnings = [], checked = "" } = refused;
  const path = classPath(session.id);
  const when = format.dateTime(session.scheduledAt);
  const taken = takenSeats(session);
  const form: FormState = {
    call,
    stored: {
      ...session,
      date: format.dateOf(session.scheduledAt),
      time: format.clockOf(session.scheduledAt),
      price: amountText(session.priceCents, provider.currency),
    },
    errors,
  };
  return formPage(call, {
    title: `Edit ${session.nameSnapshot}, ${when}`,
    heading: "Edit class",
    tab: "schedule",
    narrow: true,
    back: { href: path, label: session.nameSnapshot },
    intro: `${session.nameSnapshot}, ${when}`,
    action: `${path}/edit`,
    errors,
    children: (
      <>
        {warnings.length ? <NotSavedYet warnings={warnings} /> : null}
        <input type="hidden" name="checked" value={checked} />
        <DateAndTime form={form} />
        <p class="hint">{describeNotified(view)}</p>
        <InstructorField form={form} instructors={instructors} />
        <div class="pair">
          <LengthField form={form} />
          <SeatsField
            form={form}
            hint={taken ? `${pluralize(taken, "seat is", "seats are")} taken or held.` : undefined}
          />
        </div>
        <PriceField form={form} hint="0 for free. For new bookings; whoever has booked keeps the price they saw." />
        <NoteField form={form} />
      </>
    ),
    submit: warnings.length ? "Save anyway" : "Save",
    cancel: { href: path, label: "Keep as it was" },
  });
}

function NotSavedYet({ warnings }: { warnings: string[] }) {
  return (
    <Notice kind="attention">
      <p>
        <strong>Nothing is saved yet.</strong>
      </p>
      {warnings.map((line) => <p>{line}</p>)}
    </Notice>
  );
}

function describeNotified({ seated, holds }: ClassView): string {
  const count = seated.filter((one) => one.status === "Confirmed").length + holds.length;
  return count
    ? `A new date or time is mailed to ${people(count)} booked or paying. They keep their seats.`
    : "Nobody is booked, so nobody is notified of a new date or time.";
}
