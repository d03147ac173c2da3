/** One class in the week, and a closure of some hours. */
import { MINUTE, ms } from "../../domain/time.ts";
import type { ManagedClass } from "../../domain/class_lists.ts";
import type { PageContext } from "../ui/page_context.ts";
import { openSeats, SeatMeter, type Seats } from "../ui/seat_meter.tsx";
import type { Closure } from "./days.ts";

/** A class's seats as the seat meter draws them. */
export function seatsOf(of: ManagedClass): Seats {
  return { capacity: of.capacity, booked: of.enrolledCount, held: of.heldCount, waiting: of.waitingCount };
}

export function Session({ call, of, next }: { call: PageContext; of: ManagedClass; next: boolean }) {
  const { format, nowMs } = call;
  const seats = seatsOf(of);
  const over = of.status === "Completed" || ms(of.scheduledAt) + of.durationMin * MINUTE <= nowMs;
  const cancelled = of.status === "Cancelled";
  const open = openSeats(seats);
  return (
    <a
      class={["session", cancelled && "cancelled", over && "over", next && "next"].filter(Boolean).join(" ")}
      href={`/console/classes/${of.id}`}
    >
      <time datetime={of.scheduledAt}>{format.time(of.scheduledAt)}</time>
      <span class="name">{of.nameSnapshot}</span>
      {of.instructor && <Instructor name={of.instructor.name} />}
      {cancelled
        ? (
          <span class="count">
            <span>Cancelled</span>
          </span>
        )
        : (
          <>
            <SeatMeter seats={seats} />
            <span class="count">
              <span>{seats.booked} of {seats.capacity}</span>
              {seats.held > 0 && <span>{seats.held} held</span>}
              {open === 0 && <span class={over ? undefined : "full"}>Full</span>}
              {open > 0 && seats.waiting > 0 && !over
                ? <span class="attention">{open} open, {seats.waiting} waiting</span>
                : seats.waiting > 0
                ? <span>{seats.waiting} waiting</span>
                : null}
            </span>
          </>
        )}
    </a>
  );
}

/** Where the lane is narrow the eye reads the first name only. */
function Instructor({ name }: { name: string }) {
  const [first, ...last] = name.split(" ");
  return (
    <span class="with">
      {first}
      {last.length > 0 && (
        <>
          {" "}
          <span class="last">{last.join(" ")}</span>
        </>
      )}
    </span>
  );
}

export function ClosedHours({ call, of }: { call: PageContext; of: Closure }) {
  const { format } = call;
  const at = (instant: string) => of.allDay ? format.shortDate(instant) : format.time(instant);
  return (
    <p class="closure">
      {of.label}
      <span class="sub">Closed {at(of.startsAt)} to {at(of.endsAt)}</span>
    </p>
  );
}
