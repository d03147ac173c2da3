/** The pages, in the order in which a customer meets them. */
import { AmountField, Facts, Field, type Form, FormNotice, Message, Offer, Page, Span, WhoFields } from "./parts.tsx";
import type { Cancelled, ClientPackage, Customer, Enrollment, ListedClass, Schedule, WaitlistEntry } from "./shapes.ts";
import { GIFTS, type Pack, STUDIO, TIPS } from "./site.ts";
import {
  addDays,
  classes,
  clock,
  closuresOn,
  dateOf,
  dayName,
  fullDate,
  HOUR,
  hours,
  money,
  price,
  seats,
  shortDay,
  when,
} from "./words.ts";

/** How many days a page of the schedule shows. */
export const SHOWN_DAYS = 14;
/** How far ahead it can be turned. */
export const FARTHEST_DAYS = 364;

// ---------------------------------------------------------------- classes

interface ClassesProps {
  schedule: Schedule;
  from: string;
  today: string;
  packs: Pack[];
}

export function ClassesPage({ schedule, from, today, packs }: ClassesProps) {
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
              const { weekday, day } = shortDay(date);
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
              <h2 class="dayhead" id={`d-${date}`}>{dayName(date, today)}</h2>
              {closures.map((one) => <p class="nothing">{one.label}</p>)}
              {offered.length > 0 && <ul role="list">{offered.map((one) => <Offer one={one} />)}</ul>}
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
              <p>{packs.map((pack) => `${pack.name}, ${price(pack.priceCents)}`).join("; ")}.</p>
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
            <p>{cancelRule()}</p>
          </section>
        </aside>
      </div>
    </Page>
  );
}

/** The rule, when nothing is known about the booking. */
function cancelRule(): string {
  return `Cancel ${
    hours(STUDIO.cancelWindowHours)
  } or more before the class, and what you paid comes back: money to your card, or the class to your pack. Later, it doesn’t.`;
}

/** Until when a cancellation gives back what was paid. */
function lastMoment(scheduledAt: string): number {
  return Date.parse(scheduledAt) - STUDIO.cancelWindowHours * HOUR;
}

interface BookProps {
  one: ListedClass;
  /** What else there is on its day. */
  sameDay: ListedClass[];
  form: Form;
  now: number;
  holdMinutes: number;
  /** Null: not signed in. */
  packs: ClientPackage[] | null;
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
              ["When", <Span of={one} />],
              ["With", one.instructor?.name],
              ["Price", one.priceCents === 0 ? "Free" : money(one.priceCents)],
              ["Seats", seats(one.seatsLeft)],
            ]}
          />
          {one.publicNote && <p class="note">{one.publicNote}</p>}
          <p class="hint">Times are {STUDIO.city} time.</p>
        </div>
        {full ? <WaitlistForm {...props} /> : <BookForm {...props} />}
        {others.length > 0 && (
          <section class="also" aria-labelledby="also">
            <h2 id="also">Also on this day</h2>
            <ul role="list">{others.map((other) => <Offer one={other} />)}</ul>
          </section>
        )}
      </div>
    </Page>
  );
}

function BookForm({ one, form, now, holdMinutes, packs }: BookProps) {
  const free = one.priceCents === 0;
  const usable = packs?.filter((pack) => pack.sessionsRemaining > 0) ?? null;
  const pay = form.values.pay || "card";
  return (
    <section class="panel" aria-labelledby="book">
      <h2 id="book">Book your seat</h2>
      <form method="post" action={`/classes/${one.id}/book`} novalidate>
        <FormNotice form={form} />
        <WhoFields form={form} />
        {!free && (
          <fieldset class="field" aria-describedby={form.errors.pay ? "pay-error" : undefined}>
            <legend>Pay with</legend>
            <label class="choice">
              <input type="radio" name="pay" value="card" checked={pay === "card"} />
              <span>Card, {money(one.priceCents)}</span>
            </label>
            {usable?.map((pack) => (
              <label class="choice">
                <input type="radio" name="pay" value={pack.id} checked={pay === pack.id} />
                <span>A class from my {pack.packageTypeName}</span>
                <span class="hint">{classes(pack.sessionsRemaining)} left</span>
              </label>
            ))}
            {usable === null && (
              <label class="choice">
                <input type="radio" name="pay" value="pack" checked={pay === "pack"} />
                <span>A class from my pack</span>
                <span class="hint">We’ll email you a link to sign in first.</span>
              </label>
            )}
            {form.errors.pay && <p class="error" id="pay-error">{form.errors.pay}</p>}
          </fieldset>
        )}
        <button class="button primary" type="submit">
          {free ? "Book, free" : (
            <>
              <span class="with-card">Continue to payment, {money(one.priceCents)}</span>
              <span class="with-pack">{usable ? "Book with a class from my pack" : "Mail me a link to sign in"}</span>
            </>
          )}
        </button>
        <p class="hint">
          <span class="with-card">{bookingRule(one, now, holdMinutes)}</span>
          {!free && <span class="with-pack">{packRule(one, now)}</span>}
        </p>
      </form>
    </section>
  );
}

function bookingRule(one: ListedClass, now: number, holdMinutes: number): string {
  if (one.priceCents === 0) return "Can’t come after all? Cancel, so that someone else gets your seat.";
  const until = lastMoment(one.scheduledAt);
  const comesBack = now <= until
    ? `Cancel before ${when(until)} and the ${money(one.priceCents)} comes back; later, it doesn’t.`
    : `It is less than ${hours(STUDIO.cancelWindowHours)} to the class: if you cancel now, nothing comes back.`;
  return `The seat is yours for ${holdMinutes} minutes while you pay. ${comesBack}`;
}

function packRule(one: ListedClass, now: number): string {
  const until = lastMoment(one.scheduledAt);
  return now <= until
    ? `Cancel before ${when(until)} and the class goes back into your pack; later, it doesn’t.`
    : `It is less than ${
      hours(STUDIO.cancelWindowHours)
    } to the class: if you cancel now, it doesn’t go back into your pack.`;
}

function WaitlistForm({ one, form }: BookProps) {
  return (
    <section class="panel" aria-labelledby="book">
      <h2 id="book">This class is full</h2>
      <p>Join the waitlist, and we mail you if a seat is yours. You pay nothing for waiting.</p>
      <form method="post" action={`/classes/${one.id}/waitlist`} novalidate>
        <FormNotice form={form} />
        <WhoFields form={form} />
        <button class="button primary" type="submit">Join waitlist</button>
      </form>
    </section>
  );
}

export function WaitingPage({ entry, one }: { entry: WaitlistEntry; one: ListedClass | null }) {
  return (
    <Message title={`You’re number ${entry.position} on the waitlist.`} current="/">
      {entry.alreadyOnWaitlist && <p>You were on it already: your place is kept.</p>}
      <Of one={one} />
      <p>
        You pay nothing for waiting. If a seat opens and it’s yours, we mail you; until then there is nothing to do.
      </p>
      <p>
        <a href="/">See other classes</a>
      </p>
    </Message>
  );
}

// ---------------------------------------------------------------- what happened

/** Of which class: known when the address names it. */
function Of({ one }: { one: ListedClass | null }) {
  return one
    ? (
      <p>
        {one.nameSnapshot}, <time datetime={one.scheduledAt}>{when(one.scheduledAt)}</time> ({STUDIO.city} time).
      </p>
    )
    : null;
}

export function BookedPage({ one, paid }: { one: ListedClass | null; paid: boolean }) {
  return (
    <Message title={paid ? "Thank you. Your seat is kept." : "You’re booked."} current="/">
      <Of one={one} />
      <p>
        {paid ? "As soon as the payment is through, we mail you" : "We mail you"}{" "}
        the confirmation, with a file for your calendar and a link to cancel.
      </p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">More classes</a>
      </p>
    </Message>
  );
}

export function UnpaidBookingPage({ one, holdMinutes }: { one: ListedClass | null; holdMinutes: number }) {
  return (
    <Message title="Not paid yet." current="/">
      <Of one={one} />
      <p>
        We keep your seat for {holdMinutes}{" "}
        minutes from when you booked. Book again with the same email and you are back at the same payment; do nothing,
        and the seat goes to someone else. Nothing was charged.
      </p>
      <p class="actions">
        {one && <a class="button primary" href={`/classes/${one.id}/book`}>Back to payment</a>}
        <a class="button" href="/">See other classes</a>
      </p>
    </Message>
  );
}

export function PackBoughtPage() {
  return (
    <Message title="Thank you. Your pack is on its way." current="/packs">
      <p>
        As soon as the payment is through, we mail you a link. It signs you in, shows what is left of your pack, and
        lets you book with it.
      </p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Classes</a>
      </p>
    </Message>
  );
}

export function GiftCardBoughtPage() {
  return (
    <Message title="Thank you. Your gift card is on its way." current="/gift-cards">
      <p>
        As soon as the payment is through, we mail the card with its code: to the person you named, with a receipt to
        you, or else to you.
      </p>
      <p>
        <a href="/">Classes</a>
      </p>
    </Message>
  );
}

export function UnpaidPage({ what, again, current }: { what: string; again: string; current?: string }) {
  return (
    <Message title="Not paid." current={current}>
      <p>You left the payment page. {what} Nothing was charged.</p>
      <p>
        <a href={again}>{again === "/" ? "Classes" : "Try again"}</a>
      </p>
    </Message>
  );
}

export function TippedPage() {
  return (
    <Message title="Thank you for the tip.">
      <p>It goes to the studio in full. There is nothing more to do.</p>
      <p>
        <a href="/">Classes</a>
      </p>
    </Message>
  );
}

// ---------------------------------------------------------------- packs and gift cards

export function PacksPage({ packs, chosen, form }: { packs: Pack[]; chosen: Pack | undefined; form: Form }) {
  return (
    <Page title="Packs" current="/packs">
      <div class="split">
        <div>
          <h1>Packs</h1>
          <p class="lede">Pay once, then book class by class until it is used up.</p>
          {packs.length === 0 && <p class="nothing">No packs at the moment. Every class can be paid by itself.</p>}
          <ul role="list">
            {packs.map((pack) => (
              <li
                class="offer plain"
                aria-current={pack === chosen && packs.length > 1 ? "true" : undefined}
              >
                <div>
                  <h2>{pack.name}</h2>
                  <span class="sub">
                    {classes(pack.classes)}, {price(Math.round(pack.priceCents / pack.classes))} a class
                  </span>
                  <span class="sub">
                    {pack.validDays === null ? "Never expires" : `Use them within ${pack.validDays} days`}
                  </span>
                </div>
                {packs.length > 1 && (
                  <a class="button" href={`/packs?pack=${pack.id}#buy`}>
                    Choose<span class="visually-hidden">: {pack.name}</span>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
        {chosen && (
          <section class="panel" aria-labelledby="buy">
            <h2 id="buy">{chosen.name}, {money(chosen.priceCents)}</h2>
            <form method="post" action="/packs" novalidate>
              <FormNotice form={form} />
              <input type="hidden" name="pack" value={chosen.id} />
              <WhoFields form={form} phoneOptional />
              <button class="button primary" type="submit">Continue to payment, {money(chosen.priceCents)}</button>
              <p class="hint">
                We mail you a link when it is paid. A class you cancel {hours(STUDIO.cancelWindowHours)}{" "}
                or more before goes back into your pack.
              </p>
            </form>
          </section>
        )}
      </div>
    </Page>
  );
}

interface GiftCardsProps {
  form: Form;
  /** For the look at a card; null where the site can't look. */
  check: Form | null;
  balanceCents?: number;
}

export function GiftCardsPage({ form, check, balanceCents }: GiftCardsProps) {
  return (
    <Page title="Gift cards" current="/gift-cards">
      <div class="split booking">
        <div>
          <h1>Gift cards</h1>
          <p class="lede">Any amount, mailed at once with a code, good for whatever we offer.</p>
        </div>
        <section class="panel" aria-labelledby="give">
          <h2 id="give">Give a card</h2>
          <form method="post" action="/gift-cards" novalidate>
            <FormNotice form={form} />
            <AmountField form={form} amounts={GIFTS} hint="Between $10 and $5,000." />
            <Field form={form} name="purchaserName" label="Your name" autocomplete="name" />
            <Field form={form} name="purchaserEmail" label="Your email" type="email" autocomplete="email" />
            <Field form={form} name="recipientName" label="Their name" optional />
            <Field
              form={form}
              name="recipientEmail"
              label="Their email"
              type="email"
              hint="Leave it empty and the card comes to you."
              optional
            />
            <Field form={form} name="giftMessage" label="Your words to them" optional lines />
            <button class="button primary" type="submit">Continue to payment</button>
            <p class="hint">The next page shows the amount again before you pay.</p>
          </form>
        </section>
        {check && (
          <section class="check also" aria-labelledby="check">
            <h2 id="check">What is left on a card?</h2>
            {balanceCents !== undefined && (
              <p class="notice good" role="status" tabindex={-1} autofocus>
                {money(balanceCents)} is left on this card.
              </p>
            )}
            <form method="post" action="/gift-cards/check" novalidate>
              <FormNotice form={check} />
              <Field
                form={check}
                name="code"
                label="Code of the card"
                autocomplete="off"
                hint="16 letters and digits, as in the mail. Spaces and dashes don’t matter."
              />
              <button class="button" type="submit">Look it up</button>
            </form>
          </section>
        )}
      </div>
    </Page>
  );
}

// ---------------------------------------------------------------- the customer's own

export function SignInPage({ form, notice }: { form: Form; notice?: string }) {
  return (
    <Page title="My bookings" current="/me" narrow>
      <div class="stack">
        <h1>My bookings</h1>
        {notice && <p class="notice" role="status" tabindex={-1} autofocus>{notice}</p>}
        <p>No password: we mail you a link that signs you in for 30 days.</p>
        <form method="post" action="/me/link" novalidate>
          <FormNotice form={form} />
          <Field form={form} name="email" label="Email" type="email" autocomplete="email" />
          <button class="button primary" type="submit">Mail me a link</button>
        </form>
      </div>
    </Page>
  );
}

export function LinkMailedPage({ email, then }: { email: string; then?: string }) {
  return (
    <Message title="Look into your mail." current="/me">
      <p>
        If we know <strong>{email}</strong>, we mailed you a link. {then ?? "It opens your bookings."}
      </p>
      <p>Nothing there after a minute? Look among the spam, or use the email you booked with.</p>
      <p>
        <a href="/me">Try another email</a> · <a href="/">Classes</a>
      </p>
    </Message>
  );
}

export function MePage({ customer, now }: { customer: Customer; now: number }) {
  const { client, enrollments, packages, calendarFeedUrl } = customer;
  const isAhead = (one: Enrollment) =>
    ["PendingPayment", "Confirmed"].includes(one.status) &&
    Date.parse(one.class.scheduledAt) + one.class.durationMin * 60_000 > now;
  const ahead = enrollments.filter(isAhead);
  const past = enrollments.filter((one) => !isAhead(one)).reverse();
  return (
    <Page title="My bookings" current="/me">
      <div class="split">
        <div>
          <h1>My bookings</h1>
          <section class="section" aria-labelledby="ahead">
            <h2 id="ahead">To come</h2>
            {ahead.length === 0 && (
              <div class="empty">
                <p>Nothing booked.</p>
                <a href="/">See the classes</a>
              </div>
            )}
            <ul role="list">{ahead.map((one) => <Booked one={one} now={now} />)}</ul>
            {ahead.length > 0 && <p class="hint">Times are {STUDIO.city} time.</p>}
          </section>
          {past.length > 0 && (
            <section class="section" aria-labelledby="past">
              <h2 id="past">Past and cancelled</h2>
              <ul role="list">{past.map((one) => <Booked one={one} now={now} />)}</ul>
            </section>
          )}
        </div>
        <aside class="aside" aria-label="Packs, calendar, sign out">
          <section>
            <h2>Packs</h2>
            {packages.map((pack) => (
              <p>
                <strong>{pack.packageTypeName}</strong>
                <br />
                {pack.sessionsRemaining} of {classes(pack.sessionsTotal)} left
                {pack.expiresAt ? `, use by ${fullDate(pack.expiresAt)}` : ""}
              </p>
            ))}
            {packages.some((pack) => pack.sessionsRemaining > 0)
              ? (
                <p>
                  <a href="/">Book a class with it</a>
                </p>
              )
              : (
                <p>
                  {packages.length === 0 ? "You have none. " : ""}
                  <a href="/packs">Buy a pack</a>
                </p>
              )}
          </section>
          <section>
            <h2>Calendar</h2>
            <p>
              <a href={calendarFeedUrl.replace(/^https?:/, "webcal:")}>Subscribe</a>, and what you book appears there by
              itself.
            </p>
            <p class="hint">Or add this address in your calendar. Whoever has it can read your bookings.</p>
            <p class="secret">
              <code>{calendarFeedUrl}</code>
            </p>
          </section>
          <section>
            <h2>{client.name}</h2>
            <p>{client.email}</p>
            <form method="post" action="/me/signout">
              <button class="button" type="submit">Sign out</button>
            </form>
          </section>
        </aside>
      </div>
    </Page>
  );
}

function Booked({ one, now }: { one: Enrollment; now: number }) {
  const { name, scheduledAt } = one.class;
  const begun = Date.parse(scheduledAt) <= now;
  const says = {
    PendingPayment: begun ? "Not paid" : "Seat held until you have paid",
    Confirmed: begun ? "Booked" : "You’re booked",
    Cancelled: "Cancelled",
    Completed: "You were here",
    NoShow: "You missed it",
  }[one.status];
  const open = !begun && ["PendingPayment", "Confirmed"].includes(one.status);
  return (
    <li class={one.status === "Cancelled" ? "offer plain gone" : "offer plain"}>
      <div>
        <h3>{name}</h3>
        <span class="sub">
          <Span of={one.class} />
        </span>
        <span class="sub">{says}</span>
      </div>
      {open && (
        <div class="actions">
          {one.checkoutUrl && <a class="button primary" href={one.checkoutUrl}>Pay</a>}
          <a class="button danger" href={`/cancel/${one.id}`}>
            {one.status === "Confirmed" ? "Cancel…" : "Release…"}
            <span class="visually-hidden">: {name}, {clock(scheduledAt)}</span>
          </a>
        </div>
      )}
    </li>
  );
}

interface CancelProps {
  enrollmentId: string;
  /** Known when its customer is signed in. */
  one: Enrollment | null;
  /** Null: the API doesn't tell. */
  priceCents: number | null;
  now: number;
  form: Form;
}

export function CancelPage({ enrollmentId, one, priceCents, now, form }: CancelProps) {
  const { says, button, keep } = consequence(one, priceCents, now);
  return (
    <Page title="Cancel a booking" current="/me" narrow>
      <div class="stack">
        <h1>Cancel this booking?</h1>
        {one && (
          <Facts
            rows={[
              ["Class", one.class.name],
              [
                "When",
                (
                  <>
                    <Span of={one.class} /> ({STUDIO.city} time)
                  </>
                ),
              ],
            ]}
          />
        )}
        <p>{says} This can’t be undone.</p>
        <form method="post" action={`/cancel/${enrollmentId}`} novalidate>
          <FormNotice form={form} />
          {!one && <CodeField form={form} />}
          <div class="actions">
            <button class="button final" type="submit">{button}</button>
            <a class="button" href={one ? "/me" : "/"}>{keep}</a>
          </div>
        </form>
      </div>
    </Page>
  );
}

/** What the click does. How it was paid the API doesn't tell, so the words are true for card and pack. */
function consequence(one: Enrollment | null, priceCents: number | null, now: number) {
  const keep = "Keep booking";
  if (!one) return { says: cancelRule(), button: "Cancel booking", keep };
  if (one.status === "PendingPayment") {
    return { says: "Nothing is paid yet. The seat goes to someone else.", button: "Release seat", keep: "Keep seat" };
  }
  if (priceCents === 0) {
    return { says: "It was free, so no money moves. Someone else gets your seat.", button: "Cancel booking", keep };
  }
  const window = hours(STUDIO.cancelWindowHours);
  if (now > lastMoment(one.class.scheduledAt)) {
    return {
      says: `It is less than ${window} to the class, so nothing comes back. Someone else can have your seat.`,
      button: "Cancel, no refund",
      keep,
    };
  }
  const amount = priceCents === null ? "the money" : money(priceCents);
  return {
    says:
      `It is ${window} or more to the class, so what you paid comes back: ${amount} to your card, or the class to your pack.`,
    button: "Cancel and get it back",
    keep,
  };
}

/** The part of a mailed link after #, which only the browser knows; script fills it in and hides the field. */
function CodeField({ form }: { form: Form }) {
  return (
    <div data-fragment>
      <Field
        form={{ ...form, values: {} }}
        name="token"
        label="Link from the mail"
        autocomplete="off"
        hint="Copy the whole link, or what stands after # in it."
      />
    </div>
  );
}

export function CancelledPage({ done }: { done: Cancelled }) {
  const { refundedCents, creditReturned, lateCancel, cancelWindowHours } = done;
  return (
    <Message title="Your booking is cancelled." current="/me">
      <p>
        {refundedCents > 0
          ? `${money(refundedCents)} goes back to you the way you paid. Banks take 5 to 10 days until you see it.`
          : creditReturned
          ? "The class is back in your pack."
          : lateCancel
          ? `It was less than ${hours(cancelWindowHours)} to the class, so nothing comes back.`
          : "Nothing was paid, so no money moves."}
      </p>
      <p>We mailed you this too.</p>
      <p>
        <a href="/me">My bookings</a> · <a href="/">Other classes</a>
      </p>
    </Message>
  );
}

export function TipPage({ form }: { form: Form }) {
  return (
    <Page title="Leave a tip" narrow>
      <div class="stack">
        <h1>Leave a tip</h1>
        <p>Thank you for your visit. A tip is never expected, and goes to the studio in full.</p>
        <form method="post" action="/tip" novalidate>
          <FormNotice form={form} />
          <CodeField form={form} />
          <AmountField form={form} amounts={TIPS} hint="Between $1 and $1,000." />
          <button class="button primary" type="submit">Continue to payment</button>
          <p class="hint">The next page shows the amount again before you pay.</p>
        </form>
      </div>
    </Page>
  );
}

// ---------------------------------------------------------------- what went wrong

export function NotFoundPage() {
  return (
    <Message title="There is no such page.">
      <p>The address may have been cut off on its way, or the class is no more.</p>
      <p>
        <a href="/">See the classes</a>
      </p>
    </Message>
  );
}

export function TroublePage({ title, says }: { title: string; says: string }) {
  return (
    <Message title={title}>
      <p>{says}</p>
      <p>
        <a href="/">See the classes</a>
      </p>
    </Message>
  );
}
