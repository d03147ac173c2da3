import type { CustomerEnrollment, CustomerSummary } from "@alera/client";
import { countClasses, formatDate, formatMoment, formatMoney, formatTime } from "../format.ts";
import { STUDIO } from "../site.ts";
import { Page } from "../ui/page.tsx";
import { TimeSpan } from "../ui/time_span.tsx";
import { WaitlistPlaces } from "../ui/waitlist_places.tsx";

export function MyBookingsPage({ customer, now }: { customer: CustomerSummary; now: number }) {
  const { client, enrollments, packages, waitlist, calendarFeedUrl } = customer;
  const isAhead = (one: CustomerEnrollment) =>
    ["PendingPayment", "Confirmed"].includes(one.status) &&
    Date.parse(one.class.scheduledAt) + one.class.durationMin * 60_000 > now;
  // A seat that is kept for who waited is among the waitlists until it is paid.
  const isOffered = (one: CustomerEnrollment) =>
    one.status === "PendingPayment" && waitlist.some(({ offer, class: { id } }) => offer && id === one.class.id);
  const ahead = enrollments.filter((one) => isAhead(one) && !isOffered(one));
  const past = enrollments.filter((one) => !isAhead(one)).reverse();
  return (
    <Page title="My bookings" current="/me">
      <div class="split">
        <div>
          <h1>My bookings</h1>
          <section class="section" aria-labelledby="ahead">
            <h2 id="ahead">Upcoming</h2>
            {ahead.length === 0 && (
              <div class="empty">
                <p>Nothing booked.</p>
                <a href="/">See the classes</a>
              </div>
            )}
            <ul role="list">{ahead.map((one) => <Booked one={one} now={now} />)}</ul>
            {ahead.length > 0 && <p class="hint">Times are {STUDIO.city} time.</p>}
          </section>
          <WaitlistPlaces places={waitlist} />
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
                {pack.sessionsRemaining} of {countClasses(pack.sessionsTotal)} left
                {pack.expiresAt ? `, use by ${formatDate(pack.expiresAt)}` : ""}
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
              <a href={calendarFeedUrl.replace(/^https?:/, "webcal:")}>Subscribe</a>, and your bookings appear there
              automatically.
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

function Booked({ one, now }: { one: CustomerEnrollment; now: number }) {
  const { name, scheduledAt } = one.class;
  const begun = Date.parse(scheduledAt) <= now;
  const says = {
    PendingPayment: begun ? "Not paid" : "Seat held until you pay",
    Confirmed: begun ? "Booked" : "You’re booked",
    Cancelled: "Cancelled",
    Completed: "Attended",
    NoShow: "Missed",
  }[one.status];
  const open = !begun && ["PendingPayment", "Confirmed"].includes(one.status);
  return (
    <li class={one.status === "Cancelled" ? "offer plain gone" : "offer plain"}>
      <div>
        <h3>{name}</h3>
        <span class="sub">
          <TimeSpan of={one.class} />
        </span>
        <span class="sub">{says}</span>
        <span class="sub">{moneyOf(one, now)}</span>
      </div>
      {open && (
        <div class="actions">
          {one.checkoutUrl && <a class="button primary" href={one.checkoutUrl}>Pay</a>}
          {one.status === "Confirmed" && now <= Date.parse(one.refundableUntil) && (
            <a class="button" href={`/move/${one.id}`}>
              Move…<span class="visually-hidden">: {name}, {formatTime(scheduledAt)}</span>
            </a>
          )}
          <a class="button danger" href={`/cancel/${one.id}`}>
            {one.status === "Confirmed" ? "Cancel…" : "Release…"}
            <span class="visually-hidden">: {name}, {formatTime(scheduledAt)}</span>
          </a>
        </div>
      )}
    </li>
  );
}

/** How it was paid, what came back, and until when it still would. */
function moneyOf(
  { status, paidWith, paidCents, refundedCents, refundableUntil }: CustomerEnrollment,
  now: number,
): string {
  if (paidWith === null || paidWith === "free") return "";
  const paid = paidWith === "credit"
    ? "Paid with your pack"
    : `Paid ${formatMoney(paidCents)}${paidWith === "gift_card" ? " with a gift card" : ""}`;
  if (refundedCents > 0 && paidWith === "gift_card") return `${paid}, ${formatMoney(refundedCents)} back on it`;
  if (refundedCents > 0) return `${paid}, ${formatMoney(refundedCents)} refunded`;
  if (status !== "Confirmed") return paid;
  return now > Date.parse(refundableUntil)
    ? `${paid}, no refund any more`
    : `${paid}, refundable until ${formatMoment(refundableUntil)}`;
}
