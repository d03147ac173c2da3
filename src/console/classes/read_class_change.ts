/** What was typed for a class that is edited. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { Instructor } from "../../domain/staff.ts";
import { classChange } from "../../schemas/classes.ts";
import type { ClassChange } from "../../workflows/classes/change_class.ts";
import { previewSeriesChange } from "../../workflows/classes/preview_series.ts";
import { findConflicts } from "../../workflows/classes/find_conflicts.ts";
import { readTyped } from "../ui/declared_fields.tsx";
import { check, type Errors, FILL_IN } from "../ui/form_errors.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { describeClockChange, describeConflicts } from "./describe_conflicts.ts";
import { readStart, readTime } from "../ui/local_time.ts";
import { figures, noteField, readInstructor } from "./class_fields.tsx";

/** Seats that are booked or held. */
export const takenSeats = (session: ClassSession): number => session.enrolledCount + session.heldCount;

/** Beside a number of seats that is too low. */
export const describeTooFew = (taken: number): string =>
  `${pluralize(taken, "seat is", "seats are")} taken or held already, so it can’t be fewer than ${taken}.`;

const typed = { ...figures({ price: "" }), ...noteField };

/** What differs from the stored class. @throws Refusal */
export function readClassChange(call: PageContext, session: ClassSession, instructors: Instructor[]): ClassChange {
  const found: Errors = {};
  const { instant } = readStart(call, found);
  const { price, ...fields } = readTyped(call, typed, found);
  const next = {
    ...fields,
    priceCents: price,
    scheduledAt: isMoved(call, session) ? instant ?? session.scheduledAt : session.scheduledAt,
    instructorId: instructors.length ? readInstructor(call, instructors, found) : session.instructorId,
  };
  for (const name of ["durationMin", "capacity", "price"]) if (call.form.text(name) === "") found[name] = FILL_IN;
  const taken = takenSeats(session);
  if (typeof next.capacity === "number" && next.capacity < taken) found.capacity = describeTooFew(taken);
  const values = check(classChange, next, found);
  const differs = ([name, value]: [string, unknown]) => value !== session[name as keyof ClassSession];
  return Object.fromEntries(Object.entries({ ...values, publicNote: values.publicNote || null }).filter(differs));
}

/** What still shows the old time was not moved, whatever the clocks did and whatever its seconds are. */
function isMoved({ form, format }: PageContext, { scheduledAt }: ClassSession): boolean {
  return form.text("date") !== format.dateOf(scheduledAt) || readTime(form) !== format.clockOf(scheduledAt);
}

/** The conflicts of a change, and a key that says what was checked: sent again, it confirms the change. */
export async function checkChange(
  call: PageContext,
  session: ClassSession,
  change: ClassChange,
): Promise<{ warnings: string[]; checked: string }> {
  const { ctx, provider, format, form } = call;
  if (change.scheduledAt === undefined && change.durationMin === undefined && !change.instructorId) {
    return { warnings: [], checked: "" };
  }
  const { scheduledAt: at, durationMin, instructorId } = { ...session, ...change };
  const [conflict] = await findConflicts(ctx, provider.id, [{ at, durationMin, instructorId }], [session.id]);
  const warnings = [
    ...describeConflicts(format, conflict),
    ...(isMoved(call, session) ? describeClockChange(format, readTime(form), readStart(call, {})) : []),
  ];
  return { warnings, checked: [at, durationMin, instructorId, ...warnings].join(" ") };
}

/** The same of a change of this class and those that follow it in its series. */
export async function checkSeriesChange(
  call: PageContext,
  session: ClassSession,
  change: ClassChange,
): Promise<{ warnings: string[]; checked: string }> {
  if (change.scheduledAt === undefined && change.durationMin === undefined && !change.instructorId) {
    return { warnings: [], checked: "" };
  }
  const { ctx, provider, format } = call;
  const planned = await previewSeriesChange(ctx, provider.id, session.id, change);
  const warnings = planned.flatMap(({ scheduledAt, conflict }) =>
    describeConflicts(format, conflict).map((line) => `${format.dateTime(scheduledAt)}: ${line}`)
  );
  return { warnings, checked: ["following", ...planned.map((one) => one.scheduledAt), ...warnings].join(" ") };
}
