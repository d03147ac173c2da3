import { cancellationPolicy } from "../cancellation.ts";
import { addDays, closuresOn, dateOf, formatDay, formatPrice, formatShortDay } from "../format.ts";
import { STUDIO } from "../site.ts";
import type { Pack, Schedule } from "../api.ts";
import { ClassOffer } from "../ui/class_offer.tsx";
import { Page } from "../ui/page.tsx";

/** How many days a page of the schedule shows. */
export const SHOWN_DAYS = 14;

/** How far ahead it can be turned. */
export const FARTHEST_DAYS = 364;

interface ClassesProps {
  schedule: Schedule;
  from: string;
  today: string;
  packs: Pack[];
  /** The studio's. */
  cancelWindowHours: number;
}

export function ClassesPage({ schedule, from, today, packs, cancelWindowHours }: ClassesProps) {
  const days = Array.from({ length: SHOWN_DAYS }, (_, n) => addDays(from, n)).map((date) => ({
    date,
    offered: schedule.classes.filter((one) => dateOf(one.scheduledAt) === date),
    closures: closuresOn(date, schedule.blackouts),
  }));
  const isEmpty = days.every(({ offered, closures }) => offered.length + closures.length === 0);
  const before = addDays(from, -SHOWN_DAYS);
  const after = addDays(from, SHOWN_DAYS);
  return (
    <Page title="Classes" current="/" lead>
      <div class="split">
        <section aria-labelledby="classes">
          <h2 id="classes" class="visually-hidden">Classes</h2>
          <nav class="strip" aria-label="Days" hidden={isEmpty}>
            {days.map(({ date, offered, closures }) => {
              const { weekday, day } = formatShortDay(date);
              const closed = closures.some((one) => one.allDay);
              return (
                <a
                  href={`#d-${date}`}
                  class={closed ? "closed" : offered.length === 0 ? "none" : undefined}
                  aria-current={date === today ? "date" : undefined}
                >
                  {weekday}
                  <b>{day}</b>
                  {closed && <span class="visually-hidden">closed</span>}
                </a>
              );
            })}
          </nav>
          {isEmpty && <p class="nothing">There are no classes in these two weeks yet.</p>}
          {!isEmpty && days.map(({ date, offered, closures }) => (
            <section aria-labelledby={`d-${date}`}>
              <h2 class="dayhead" id={`d-${date}`}>{formatDay(date, today)}</h2>
              {closures.map((one) => <p class="nothing">{one.label}</p>)}
              {offered.length > 0 && <ul role="list">{offered.map((one) => <ClassOffer one={one} />)}</ul>}
              {offered.length === 0 && closures.length === 0 && (
                <p class="nothing">{date === today ? "No more classes today." : "No classes."}</p>
              )}
            </section>
          ))}
          <nav class="actions turn" aria-label="Other weeks">
            {from > today && (
              <a class="button" href={before <= today ? "/" : `/?from=${before}`}>‹ Previous two weeks</a>
            )}
            {after <= addDays(today, FARTHEST_DAYS) && <a class="button" href={`/?from=${after}`}>Next two weeks ›</a>}
          </nav>
          <p class="hint">Times are {STUDIO.city} time.</p>
        </section>
        <aside class="aside" aria-label="Good to know">
          {packs.length > 0 && (
            <section>
              <h2>Come more often</h2>
              <p>{packs.map((pack) => `${pack.name}, ${formatPrice(pack.priceCents)}`).join("; ")}.</p>
              <p>
                <a href="/packs">Buy a pack</a>
              </p>
            </section>
          )}
          <section>
            <h2>Booked already?</h2>
            <p>See what you have booked, cancel, or put it all into your calendar.</p>
            <p>
              <a href="/me">My bookings</a>
            </p>
          </section>
          <section>
            <h2>If you can’t come</h2>
            <p>{cancellationPolicy(cancelWindowHours)}</p>
          </section>
        </aside>
      </div>
    </Page>
  );
}
