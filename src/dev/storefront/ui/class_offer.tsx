import type { Class } from "@alera/client";
import { describeSeats, formatPrice, formatTime } from "../format.ts";

interface OfferProps {
  one: Class;
  current?: boolean;
}

/** A class with what it takes to decide, and one button. */
export function ClassOffer({ one, current }: OfferProps) {
  const facts = [one.instructor?.name, `${one.durationMin} minutes`, formatPrice(one.priceCents)].filter(Boolean).join(
    ", ",
  );
  const at = formatTime(one.scheduledAt);
  return (
    <li class="offer" aria-current={current ? "true" : undefined}>
      <time datetime={one.scheduledAt}>{at}</time>
      <div>
        <h3>{one.nameSnapshot}</h3>
        <span class="sub">{facts}</span>
        {one.publicNote && <span class="sub">{one.publicNote}</span>}
        <span class="sub">
          <span class={one.seatsLeft > 0 && one.seatsLeft <= 3 ? "few" : undefined}>
            {describeSeats(one.seatsLeft)}
          </span>
        </span>
      </div>
      <a class={one.seatsLeft > 0 ? "button primary" : "button"} href={`/classes/${one.id}/book`}>
        {one.seatsLeft > 0 ? "Book" : "Join waitlist"}
        <span class="visually-hidden">: {one.nameSnapshot}, {at}</span>
      </a>
    </li>
  );
}
