/** The seats of a class, drawn and described. */

export interface Seats {
  capacity: number;
  booked: number;
  held: number;
  waiting: number;
}

/** More seats than this are drawn in proportion: a mark each would be thinner than a line. */
const MOST_MARKS = 24;
const MOST_WAITING = 5;

/** One mark per seat, solid, outlined or open, and dots that wait; described beside it by `describeSeats`. */
export function SeatMeter({ seats, large }: { seats: Seats; large?: boolean }) {
  const marks = Math.min(seats.capacity, MOST_MARKS);
  // In proportion where a mark is more than a seat, but whatever there is one of is drawn: full looks full, and nothing else does.
  const part = (count: number) => count === 0 ? 0 : Math.max(1, Math.round(count * marks / seats.capacity));
  const open = part(openSeats(seats));
  const held = part(seats.held);
  const booked = marks - open - held;
  const many = (count: number, of: string | undefined) =>
    Array.from({ length: Math.max(0, count) }, () => <i class={of}></i>);
  return (
    <span class={large ? "fill large" : "fill"} aria-hidden="true">
      {many(booked, "booked")}
      {many(held, "held")}
      {many(open, undefined)}
      {Array.from({ length: Math.min(seats.waiting, MOST_WAITING) }, () => <b></b>)}
    </span>
  );
}

/** Seats nobody has or holds. */
export function openSeats(seats: Seats): number {
  return Math.max(0, seats.capacity - seats.booked - seats.held);
}

/** `8 booked, 1 held, 1 open, 3 waiting` */
export function describeSeats(seats: Seats): string {
  const open = openSeats(seats);
  return [
    `${seats.booked} booked`,
    seats.held ? `${seats.held} held` : "",
    open ? `${open} open` : "full",
    seats.waiting ? `${seats.waiting} waiting` : "",
  ].filter(Boolean).join(", ");
}
