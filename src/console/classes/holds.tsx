/** Who is paying just now. */
import type { Child } from "hono/jsx";
import type { RosterRow } from "../../domain/rosters.ts";
import { ms } from "../../domain/time.ts";
import type { ClassView } from "../../workflows/classes/view_class.ts";
import type { PageContext } from "../ui/page_context.ts";
import { Row, RowLink } from "../ui/row.tsx";
import { RowSection } from "../ui/section.tsx";

export function Holds({ call, view }: { call: PageContext; view: ClassView }) {
  const row = (hold: RosterRow) => (
    <Row
      id={`b-${hold.id}`}
      name={hold.client.name}
      href={`/console/clients/${hold.client.id}`}
      lines={[describeHold(call, hold)]}
    >
      {view.session.status !== "Cancelled" && (
        <RowLink
          href={`/console/bookings/${hold.id}/cancel`}
          label="Release seat…"
          of={`of ${hold.client.name}`}
          dialog
        />
      )}
    </Row>
  );
  return <RowSection id="holds" title="Paying now" rows={view.holds} row={row} />;
}

function describeHold({ format, nowMs }: PageContext, { expiresAt }: RosterRow): Child {
  if (expiresAt === null) return "The bank is working on the payment. The seat is held until it answers.";
  const left = ms(expiresAt) - nowMs;
  if (left <= 0) return "Time is up. The seat opens in a moment.";
  return (
    <>
      Seat held until <time datetime={expiresAt}>{format.time(expiresAt)}</time>,{" "}
      <span data-until={expiresAt}>{format.howLong(left)} left</span>
    </>
  );
}
