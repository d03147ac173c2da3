import type { Class } from "@alera/client";
import { dateOf, describeSeats, formatMoney } from "../format.ts";
import { BookForm, type BookFormProps } from "./book_form.tsx";
import { WaitlistForm } from "./waitlist_form.tsx";
import { STUDIO } from "../site.ts";
import { ClassOffer } from "../ui/class_offer.tsx";
import { Facts } from "../ui/facts.tsx";
import { Page } from "../ui/page.tsx";
import { TimeSpan } from "../ui/time_span.tsx";

interface BookProps extends BookFormProps {
  /** What else there is on its day. */
  sameDay: Class[];
}

export function BookPage(props: BookProps) {
  const { one, sameDay } = props;
  const others = sameDay.filter((other) => other.id !== one.id);
  const full = one.seatsLeft === 0;
  return (
    <Page title={`${full ? "Join the waitlist" : "Book"}: ${one.nameSnapshot}`} current="/">
      <div class="split booking">
        <div class="about">
          <p>
            <a class="back" href={`/#d-${dateOf(one.scheduledAt)}`}>‹ All classes</a>
          </p>
          <h1>{one.nameSnapshot}</h1>
          <Facts
            rows={[
              ["When", <TimeSpan of={one} />],
              ["With", one.instructor?.name],
              ["Price", one.priceCents === 0 ? "Free" : formatMoney(one.priceCents)],
              ["Seats", describeSeats(one.seatsLeft)],
            ]}
          />
          {one.publicNote && <p class="note">{one.publicNote}</p>}
          <p class="hint">Times are {STUDIO.city} time.</p>
        </div>
        {full ? <WaitlistForm one={one} form={props.form} /> : <BookForm {...props} />}
        {others.length > 0 && (
          <section class="also" aria-labelledby="also">
            <h2 id="also">Also on this day</h2>
            <ul role="list">{others.map((other) => <ClassOffer one={other} />)}</ul>
          </section>
        )}
      </div>
    </Page>
  );
}
