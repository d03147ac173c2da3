/** The roster of a class: whoever has or had a seat, and empty lines to write on when it is printed. */
import { iso } from "../../domain/time.ts";
import { checkInOpensAt } from "../../workflows/classes/check_in.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import { Empty } from "../ui/empty.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { Row, Rows } from "../ui/row.tsx";
import { openSeats } from "../ui/seat_meter.tsx";
import { classPath } from "./class_path.ts";
import { isOver, seatsOf } from "./class_state.ts";
import { describeCancellation } from "./describe_cancellation.ts";
import { RosterEnd } from "./roster_end.tsx";
import { ROSTER, RosterRow } from "./roster_row.tsx";

/** More empty lines than this don't help on paper. */
const MOST_EMPTY_LINES = 12;

interface Props {
  call: PageContext;
  view: ClassView;
}

export function Roster({ call, view }: Props) {
  const { session, seated, gone } = view;
  const cancelled = session.status === "Cancelled";
  const checksIn = !cancelled && iso(call.nowMs) >= checkInOpensAt(session.scheduledAt, call.provider.timezone);
  const here = seated.filter((one) => one.checkedInAt !== null).length;
  const nobody = seated.length + gone.length === 0;
  const emptyLines = cancelled ? 0 : Math.min(MOST_EMPTY_LINES, openSeats(seatsOf(view)) + view.holds.length);
  return (
    <section class="section" id={ROSTER} aria-labelledby="roster">
      <div class="section-head">
        <h2 id="roster">Roster</h2>
        {checksIn && seated.length > 0 && <p class="muted small no-print">{here} of {seated.length} here</p>}
        {session.status === "Scheduled" && !isOver(call, view) && (
          <a class="small no-print" href={`${classPath(session.id)}/book-in`}>Book somebody in</a>
        )}
      </div>
      {nobody && (
        <div class={emptyLines ? "no-print" : undefined}>
          <Nobody call={call} view={view} />
        </div>
      )}
      {nobody && emptyLines === 0 ? null : (
        <Rows class={nobody ? "roster print-only" : "roster"}>
          {seated.map((one) => <RosterRow call={call} view={view} booking={one} checksIn={checksIn} />)}
          {gone.map((one) => (
            <Row
              class="gone"
              id={`b-${one.id}`}
              name={one.client.name}
              href={`/console/clients/${one.client.id}`}
              lines={[describeCancellation(call.format, one)]}
            />
          ))}
          {Array.from({ length: emptyLines }, () => (
            <li class="person print-only">
              <span></span>
            </li>
          ))}
        </Rows>
      )}
      <RosterEnd call={call} view={view} />
    </section>
  );
}

function Nobody({ call, view }: Props) {
  if (view.session.status === "Cancelled") return <Empty what="Nobody had booked." />;
  if (isOver(call, view)) return <Empty what="Nobody came." />;
  return <Empty what="Nobody has booked yet." how="Whoever books on your site stands here, by name." />;
}
