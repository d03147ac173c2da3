/// <reference lib="dom" />
/** `<alera-my-bookings>`: sign in by a mailed link; bookings, waitlists and packs; cancelling, also by the link of a booking's mail. */
import { leaveButton } from "./booking.ts";
import { calendarLink } from "./calendar.ts";
import { cancelButton, cancelPanel } from "./cancelling.ts";
import { type Child, h, item, link, list, now, row, said, section, soft } from "./dom.ts";
import { define } from "./element.ts";
import { type Embed, findCustomer, mailedLink } from "./embed.ts";
import { button, EMAIL, field, form } from "./form.ts";
import { kept } from "./kept.ts";
import type { Customer, Enrollment } from "./shapes.ts";
import type { Text } from "./words.ts";

const STATUS: Record<string, Text> = { PendingPayment: "Not paid yet", NoShow: "Missed" };

define("alera-my-bookings", () => async (e: Embed) => {
  const { token, enrollmentId } = mailedLink() ?? {};
  // Out of the address bar, and out of what is shared and remembered.
  if (location.hash && token) history.replaceState(null, "", location.pathname + location.search);
  let content: Child[];
  if (enrollmentId) content = [await cancelPanel(e, enrollmentId, token!, h("p", e.say("Confirmed")))];
  else {
    if (token) kept(e.handle, { token });
    const customer = await findCustomer(e);
    content = customer ? portal(e, customer) : [signIn(e)];
  }
  return [section(e.say("My bookings"), ...content)];
});

function signIn(e: Embed): HTMLElement {
  const { say, handle } = e;
  const made: HTMLElement = form(
    e,
    say("My bookings"),
    [field(e, "email", say("Email"), { ...EMAIL, wide: true })],
    say("Email me a sign-in link"),
    async ({ email }) => {
      await e.ask("customer/signin-link", { email, handle });
      const mailed = say("If {email} has booked here, a link to sign in is on its way.", { email });
      made.replaceWith(said(say("Check your email."), soft(mailed)));
    },
  );
  return made;
}

function portal(e: Embed, { client, enrollments, packages, waitlist, calendarFeedUrl }: Customer): Child[] {
  const { say, dayOf } = e;
  const isAhead = ({ status, class: { scheduledAt } }: Enrollment) =>
    /^(Conf|Pend)/.test(status) && Date.parse(scheduledAt) > now();
  const upcoming = [
    ...enrollments.filter(isAhead).map((one) => bookingRow(e, one, true)),
    ...waitlist.map((one) => waitingRow(e, one)),
  ];
  const past = enrollments.filter((one) => !isAhead(one)).reverse().map((one) => bookingRow(e, one));
  const packs = packages.map(({ packageTypeName, sessionsRemaining: n, sessionsTotal: of, expiresAt }) =>
    item("h4", packageTypeName, [
      soft(list([say("{n} of {of} left", { n, of }), expiresAt && say("until {day}", { day: dayOf(expiresAt) })])),
    ])
  );
  const signOut = () => {
    kept(e.handle, { token: null });
    return e.again();
  };
  return [
    row(client.name, button(e, say("Sign out"), signOut, "button.link")),
    h("h3.day", say("Upcoming")),
    upcoming[0] ? h("ul", ...upcoming) : h("p", say("Nothing is booked.")),
    row(link(calendarFeedUrl, say("Subscribe in your calendar"))),
    packs[0] && h("h3.day", say("Class packs")),
    packs[0] && h("ul", ...packs),
    past[0] && h("details", h("summary", say("Past")), h("ul", ...past)),
  ];
}

function classRow(e: Embed, { name, scheduledAt }: Enrollment["class"], text: string, here?: Child): HTMLElement {
  const when = h("time", { dateTime: scheduledAt }, e.moment(scheduledAt));
  return item("h4", name, [h("p", when), soft(text)], here && h("div.here", here));
}

function bookingRow(e: Embed, booking: Enrollment, ahead = false): HTMLElement {
  const { say, money } = e;
  const { id, status, cancelToken, checkoutUrl, currency, paidCents, refundedCents, class: one } = booking;
  const facts = [
    say(STATUS[status] ?? status as Text),
    paidCents && say("Paid {price}.", { price: money(paidCents, currency) }),
    refundedCents && say("{price} goes back to you, the way you paid.", { price: money(refundedCents, currency) }),
  ];
  return classRow(
    e,
    one,
    list(facts, ". "),
    ahead && row(
      checkoutUrl
        ? link(checkoutUrl, say("Continue to payment"))
        : calendarLink(e, id, { ...one, nameSnapshot: one.name }),
      cancelButton(e, say("Cancel"), id, cancelToken),
    ),
  );
}

function waitingRow(e: Embed, { id, position: n, leaveToken, offer, class: one }: Customer["waitlist"][number]) {
  const { say } = e;
  return classRow(
    e,
    one,
    offer
      ? say("The seat is held for you until {time}.", { time: e.moment(offer.expiresAt) })
      : say("You are on the waitlist, in place {n}.", { n }),
    row(offer && link(offer.checkoutUrl, say("Continue to payment")), leaveButton(e, id, leaveToken)),
  );
}
