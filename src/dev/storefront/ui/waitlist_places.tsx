import type { CustomerSummary } from "@alera/client";
import { formatMoment, formatTime } from "../format.ts";
import { TimeSpan } from "./time_span.tsx";

type Place = CustomerSummary["waitlist"][number];

/** Where a customer waits, and the seats that are kept for them until they pay. */
export function WaitlistPlaces({ places }: { places: Place[] }) {
  if (places.length === 0) return null;
  return (
    <section class="section" aria-labelledby="waiting">
      <h2 id="waiting">Waitlists</h2>
      <ul role="list">{places.map((one) => <Waiting one={one} />)}</ul>
    </section>
  );
}

function Waiting({ one: { id, position, offer, class: of } }: { one: Place }) {
  const which = <span class="visually-hidden">: {of.name}, {formatTime(of.scheduledAt)}</span>;
  return (
    <li class="offer plain">
      <div>
        <h3>{of.name}</h3>
        <span class="sub">
          <TimeSpan of={of} />
        </span>
        <span class="sub">
          {offer ? `A seat is yours if you pay by ${formatMoment(offer.expiresAt)}` : `Number ${position}`}
        </span>
      </div>
      <div class="actions">
        {offer && <a class="button primary" href={offer.checkoutUrl}>Pay and take the seat{which}</a>}
        <a class="button danger" href={`/waitlist/leave/${id}`}>Leave…{which}</a>
      </div>
    </li>
  );
}
