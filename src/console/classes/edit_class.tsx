/** Editing a class. Conflicts are shown before it is saved. */
import { classOver, getClass } from "../../domain/class_sessions.ts";
import { DomainError } from "../../domain/errors.ts";
import { allInstructors } from "../../workflows/catalog/list_catalog.ts";
import { changeClass } from "../../workflows/classes/change_class.ts";
import { changeSeries, type SeriesConflict } from "../../workflows/classes/change_series.ts";
import { listFollowers } from "../../workflows/classes/preview_series.ts";
import { type ClassView, viewClass } from "../../workflows/classes/view_class.ts";
import { Notice } from "../ui/flash.tsx";
import { Fields, select } from "../ui/declared_fields.tsx";
import { Refusal } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import { people, pluralize } from "../ui/format.ts";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { DateAndTime, figures, InstructorField, noteField } from "./class_fields.tsx";
import { classPath } from "./class_path.ts";
import { checkChange, checkSeriesChange, describeTooFew, readClassChange, takenSeats } from "./read_class_change.ts";

export const editClassForm: FormHandler = {
  page: (call) => showForm(call),
  /** Saves it, with conflicts only once they were shown. */
  async submit(call) {
    const { ctx, provider, form, id } = call;
    const { session } = await viewEditable(call);
    const change = readClassChange(call, session, await allInstructors(ctx, provider.id));
    const path = classPath(id);
    if (Object.keys(change).length === 0) return redirect(path, "saved");
    const following = form.raw("apply") === "following";
    const { warnings, checked } = await (following ? checkSeriesChange : checkChange)(call, session, change);
    if (warnings.length && form.raw("checked") !== checked) return await showForm(call, warnings, checked);
    try {
      await (following ? changeSeries : changeClass)(ctx, provider.id, id, change);
    } catch (error) {
      if (error instanceof DomainError && error.code === "series_conflict") {
        throw new Refusal({ capacity: await describeFullClasses(call, error.hints.conflicts as SeriesConflict[]) });
      }
      if (!(error instanceof DomainError) || error.code !== "capacity_too_low") throw error;
      throw new Refusal({ capacity: describeTooFew(Number(error.hints.seatsTaken)) });
    }
    return redirect(path, change.scheduledAt !== undefined && takenSeats(session) > 0 ? "moved" : "saved");
  },
};

/** Beside a number of seats that is too low for some of a series. */
async function describeFullClasses(
  { ctx, provider, format }: PageContext,
  conflicts: SeriesConflict[],
): Promise<string> {
  const classes = await Promise.all(conflicts.map((one) => getClass(ctx.db, provider.id, one.classId)));
  const dates = classes.map((one) => format.dateTime(one.scheduledAt)).join("; ");
  return `Nothing was changed: more seats than that are taken or held on ${dates}.`;
}

/** @throws DomainError not_found, 410 (cancelled, completed) */
async function viewEditable({ ctx, provider, id }: PageContext): Promise<ClassView> {
  const view = await viewClass(ctx, provider.id, id);
  const { status } = view.session;
  if (status !== "Scheduled") {
    throw classOver(status);
  }
  return view;
}

/** @param checked what the warnings are about; sent again, it confirms the change */
async function showForm(call: PageContext, warnings: string[] = [], checked = ""): Promise<Response> {
  const { ctx, provider, format } = call;
  const view = await viewEditable(call);
  const { session } = view;
  const instructors = await allInstructors(ctx, provider.id);
  const followers = await listFollowers(ctx, provider.id, session.id);
  const path = classPath(session.id);
  const when = format.dateTime(session.scheduledAt);
  const taken = takenSeats(session);
  const form = {
    call,
    stored: {
      ...session,
      date: format.dateOf(session.scheduledAt),
      time: format.clockOf(session.scheduledAt),
      price: session.priceCents,
      apply: "this",
    },
  };
  const { price, ...size } = figures({
    price: "0 for free. For new bookings; whoever has booked keeps the price they saw.",
    capacity: taken ? `${pluralize(taken, "seat is", "seats are")} taken or held.` : undefined,
  });
  return formPage(
    call,
    {
      title: `Edit ${session.nameSnapshot}, ${when}`,
      heading: "Edit class",
      tab: "schedule",
      narrow: true,
      back: { href: path, label: session.nameSnapshot },
      intro: `${session.nameSnapshot}, ${when}`,
      submit: warnings.length ? "Save anyway" : "Save",
      cancel: { href: path, label: "Keep as it was" },
    },
    warnings.length > 0 && <NotSavedYet warnings={warnings} />,
    <input type="hidden" name="checked" value={checked} />,
    <DateAndTime form={form} />,
    <p class="hint">{describeNotified(view, followers.length > 0)}</p>,
    followers.length > 0 && (
      <Fields
        form={form}
        fields={{
          apply: select({
            label: "What changes",
            options: [
              { value: "this", label: "Only this class" },
              {
                value: "following",
                label: `This and those that follow: ${followers.length + 1} classes`,
              },
            ],
            hint: "A new time moves each by as much. Everybody gets one email about all their classes.",
          }),
        }}
      />
    ),
    <InstructorField form={form} instructors={instructors} />,
    <div class="pair">
      <Fields form={form} fields={size} />
    </div>,
    <Fields form={form} fields={{ price, ...noteField }} />,
  );
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

/** @param series others follow it, and may be changed with it */
function describeNotified({ seated, holds }: ClassView, series: boolean): string {
  const count = seated.filter((one) => one.status === "Confirmed").length + holds.length;
  if (count) return `A new date or time is mailed to ${people(count)} booked or paying. They keep their seats.`;
  return series
    ? "Nobody is booked in this class, so nobody is notified if it alone gets a new date or time."
    : "Nobody is booked, so nobody is notified of a new date or time.";
}
