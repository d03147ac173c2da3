/// <reference lib="dom" />
/** The form below a class, and what stands there once it was sent. */
import { ask, type Refusal } from "./api.ts";
import { calendarLink } from "./calendar.ts";
import { cancelButton, placeOf } from "./cancelling.ts";
import { type Child, h, link, list, now, row, said, soft } from "./dom.ts";
import type { Embed } from "./embed.ts";
import { button, contactFields, field, form } from "./form.ts";
import { kept, type Unpaid } from "./kept.ts";
import type { Booking, Customer, ListedClass, Session } from "./shapes.ts";

/** What became of a form: a box for its place, or why the class is not as it was shown. */
export interface Outcome {
  done(box: HTMLElement): void;
  outdated(error: Refusal): void;
}

/** Until when a cancellation gives the money back; nothing of a free class. */
export function terms(e: Embed, { priceCents, scheduledAt, cancelWindowHours: n }: ListedClass): string | false {
  const until = Date.parse(scheduledAt) - n * 3_600_000;
  return priceCents > 0 &&
    (until > now()
      ? e.say("Free cancellation until {time}; after that there is no refund.", { time: e.moment(until) })
      : e.say("The class starts in less than {time}: there is no refund.", {
        time: e.span(n, "hour"),
      }));
}

/** What can pay for a class: its value in the form, its words, and those of the button. */
export function waysToPay(
  { say, money, studio }: Embed,
  { priceCents, currency }: ListedClass,
  customer: Customer | null,
): [id: string, text: string, submit: string][] {
  const values = { price: money(priceCents, currency) };
  const ways: [string, string, string][] = [];
  for (const { id, packageTypeName: pack, sessionsRemaining: n, expiresAt } of customer?.packages ?? []) {
    if (n && !(Date.parse(expiresAt!) < now())) {
      ways.push([id, say("{pack}, {n} left", { pack, n }), say("Book with a credit")]);
    }
  }
  if (studio.canTakePayments) {
    ways.push(
      ["card", say("Card, {price}", values), say("Continue to payment, {price}", values)],
      ["gift", say("Gift card"), say("Book with the gift card")],
    );
  }
  return ways;
}

/** Sends a form; what means that the list is out of date is told apart. */
const sending = ({ outdated }: Outcome, send: () => Promise<void>) =>
  send().catch((error: Refusal) => {
    if (!/full|available|cancelled|started/.test(error.code)) throw error;
    outdated(error);
  });

/** Books, or goes to pay. @param customer who is signed in, whose packs may pay */
export function bookingForm(e: Embed, one: ListedClass, customer: Customer | null, outcome: Outcome): HTMLElement {
  const { say, money, studio: { holdMinutes: n } } = e;
  const ways = one.priceCents ? waysToPay(e, one, customer) : [];
  const code = h("div.wide", field(e, "giftCardCode", say("Gift card code")));
  const held = soft(say("The seat is held for {time} while you pay.", { time: e.span(n, "minute") }));
  const wayNow = () => ways.find(([id]) => id === new FormData(made).get("pay")) ?? ways[0] ?? [];
  const follow = () => {
    const [way, , submit] = wayNow();
    code.hidden = way !== "gift";
    held.hidden = way !== "card";
    if (submit) made.querySelector(".main")!.textContent = submit;
  };
  const made: HTMLFormElement = form(
    e,
    one.nameSnapshot,
    [
      ...contactFields(e, customer),
      ways[0] && h(
        "fieldset.wide",
        { onchange: follow },
        h("legend", say("Pay with")),
        ...ways.map(([value, text], i) =>
          h("label.choice", h("input", { type: "radio", name: "pay", value, checked: !i }), text)
        ),
      ),
      code,
    ],
    say("Book, free"),
    ({ giftCardCode, pay, ...who }) =>
      sending(outcome, async () => {
        const gift = pay === "gift";
        const booking = await e.ask<Booking>(`classes/${one.id}/book`, {
          ...who,
          // Without a code the server says what is wrong; left out, it would be paid by card.
          ...(gift ? { giftCardCode: giftCardCode || "-" } : pay && pay !== "card" ? { useClientPackageId: pay } : {}),
          customerToken: kept(e.handle).token,
        });
        if (booking.checkoutUrl) {
          const unpaid = { ...booking, classId: one.id, until: now() + n * 60_000 } as Unpaid;
          kept(e.handle, { unpaid });
          return location.assign(unpaid.checkoutUrl);
        }
        const paid = gift && say("Paid {price}.", { price: money(one.priceCents, one.currency) });
        outcome.done(bookedBox(e, booking, booking.classSession, paid, terms(e, one)));
      }),
    h("div.wide", held, soft(terms(e, one))),
  );
  follow();
  return made;
}

/** Booked: with a file for the calendar, and a way back. @param booking its token is absent where another tab booked */
export const bookedBox = (
  e: Embed,
  { enrollmentId: id, cancelToken }: { enrollmentId: string; cancelToken?: string },
  session: Session,
  ...facts: Child[]
): HTMLElement =>
  said(
    e.say("You are booked. Check your email."),
    soft(list(facts, " ")),
    row(calendarLink(e, id, session), cancelToken && cancelButton(e, e.say("Cancel"), id, cancelToken)),
  );

/** Held, and not paid: go on, or give the seat back. */
export const unpaidBox = (e: Embed, { enrollmentId, cancelToken, checkoutUrl, until }: Unpaid): HTMLElement =>
  said(
    e.say("Not paid yet"),
    soft(e.say("The seat is held for you until {time}.", { time: e.clock(until) })),
    row(
      link(checkoutUrl, e.say("Continue to payment")),
      cancelButton(e, e.say("Release the seat"), enrollmentId, cancelToken),
    ),
  );

/** Joins the waitlist. @param customer who is signed in */
export const waitlistForm = (e: Embed, one: ListedClass, customer: Customer | null, outcome: Outcome): HTMLElement =>
  form(e, one.nameSnapshot, contactFields(e, customer), e.say("Join waitlist"), (who) =>
    sending(outcome, async () => {
      const { waitlistEntryId, position: n, leaveToken } = await e.ask<
        { waitlistEntryId: string; position: number; leaveToken: string }
      >(`classes/${one.id}/waitlist`, { ...who, customerToken: kept(e.handle).token });
      outcome.done(said(
        e.say("You are on the waitlist, in place {n}.", { n }),
        soft(e.say("We email {email} when it is your turn.", { email: who.email })),
        row(leaveButton(e, waitlistEntryId, leaveToken)),
      ));
    }));

/** Leaves a waitlist. @param id the entry's */
export const leaveButton = (e: Embed, id: string, leaveToken: string): HTMLElement =>
  button(e, e.say("Leave the waitlist"), async (push) => {
    await ask(`waitlist/${id}/leave`, {}, { leaveToken });
    placeOf(push).replaceWith(said(e.say("You left the waitlist.")));
  }, "button.link");
