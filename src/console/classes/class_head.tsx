/** The head of a class's page: when, who, how much, and how its seats are. */
import type { ClassSession } from "../../domain/class_sessions.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { pluralize } from "../ui/format.ts";
import type { PageContext } from "../ui/page_context.ts";
import { describeSeats, SeatMeter } from "../ui/seat_meter.tsx";
import { classPath } from "./class_path.ts";
import { describeState, seatsOf } from "./class_state.ts";

export function ClassActions({ session }: { session: ClassSession }) {
  return (
    <>
      <button type="button" class="button" data-print hidden>Print</button>
      {session.status === "Scheduled" && <a class="button" href={`${classPath(session.id)}/edit`}>Edit</a>}
    </>
  );
}

/** @param props `named`: on a page whose heading is not the class's name */
export function ClassHead({ call, view, named }: { call: PageContext; view: ClassView; named?: boolean }) {
  const { format } = call;
  const { session } = view;
  const seats = seatsOf(view);
  const date = format.date(session.scheduledAt);
  const near = format.day(session.scheduledAt).slice(0, -date.length);
  const state = describeState(call, view);
  const facts = [
    session.instructorName,
    session.priceCents ? format.money(session.priceCents) : "Free",
    pluralize(session.capacity, "seat"),
  ];
  return (
    <>
      <p>
        {named && `${session.nameSnapshot}, `}
        {near && <span class="no-print">{near}</span>}
        {date}, <time datetime={session.scheduledAt}>{format.span(session.scheduledAt, session.durationMin)}</time>.
        {state && <strong class="no-print">{` ${state}`}</strong>}
        <br />
        <span class="muted">{facts.filter(Boolean).join(", ")}</span>
      </p>
      {session.status !== "Cancelled" && (
        <div class="seats no-print">
          <SeatMeter seats={seats} large />
          <p class="small muted">{describeSeats(seats)}</p>
        </div>
      )}
      <p class="print-only">Instructor signature ____________________</p>
    </>
  );
}
