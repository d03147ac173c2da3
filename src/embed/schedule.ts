/// <reference lib="dom" />
/** `<alera-schedule>`: classes by day; one books and waits right there, and comes back there from paying. */
import type { Refusal } from "./api.ts";
import { bookedBox, bookingForm, terms, unpaidBox, waitlistForm, waysToPay } from "./booking.ts";
import { alert, type Child, focusSoon, h, item, list, now, row, said, section, soft } from "./dom.ts";
import { define } from "./element.ts";
import { type Embed, findCustomer } from "./embed.ts";
import { button, closeForm, opener } from "./form.ts";
import { kept } from "./kept.ts";
import { cantPay, describePayment, followPayment, takeArrival } from "./payment.ts";
import type { Closure, ListedClass } from "./shapes.ts";

const DAY = 86_400_000;
/** The API shows so many at a time. */
const MOST_DAYS = 60;
const DAYS = 14;
/** Days that have a link of their own. */
const LINKS = 5;

define("alera-schedule", () => {
  let days = 0;
  /** The first day after this one takes the focus, when more are shown. */
  let focusAfter = "9";
  /** By class: what stands where its form was, and why it is not as it was shown. */
  const answers = new Map<string | undefined, HTMLElement>();
  const notes = new Map<string, string>();

  return async (e: Embed) => {
    const { say, dayOf, dateOf, handle, host } = e;
    const step = Number(host.getAttribute("days")) || DAYS;
    days ||= step;
    const ms = now();
    const [from, to] = [dateOf(ms), dateOf(ms + (Math.min(days, MOST_DAYS) - 1) * DAY)];
    const { classes, blackouts } = await e.ask<{ classes: ListedClass[]; blackouts: Closure[] }>(
      `classes?handle=${handle}&from=${from}&to=${to}`,
    );
    const customer = await findCustomer(e);
    const rows = new Map<string, HTMLElement>();

    /** Puts what has happened into the class's row, where the form was; above the list when it isn't listed. */
    function answer(id: string | undefined, box: HTMLElement): void {
      closeForm();
      answers.get(id)?.remove();
      const here = h("div.here", box);
      const place = rows.get(id!);
      if (!place) whole.prepend(here);
      else {
        place.querySelector(".seats")?.remove();
        // After the time and what it is.
        while (place.children[2]) place.children[2].remove();
        place.append(here);
      }
      answers.set(id, here);
    }

    function makeRow(one: ListedClass): HTMLElement {
      const { id, nameSnapshot: name, seatsLeft: n, waitlistCount, priceCents } = one;
      const at = e.clock(one.scheduledAt);
      const made = item("h4", name, [
        soft(list([
          one.instructor?.name,
          e.span(one.durationMin, "minute"),
          priceCents ? e.money(priceCents, one.currency, true) : say("free"),
        ])),
        one.publicNote && soft(one.publicNote),
      ]);
      made.className += " timed";
      made.prepend(h("time", { dateTime: one.scheduledAt }, at));
      rows.set(id, made);
      const known = answers.get(id);
      if (known) {
        made.append(known);
        return made;
      }
      const seats = n > 1
        ? say("{n} seat left|{n} seats left", { n })
        : n
        ? say("Last seat")
        : waitlistCount
        ? say("Full, {n} waiting", { n: waitlistCount })
        : say("Full");
      made.lastElementChild!.append(h("p.soft.seats" + (n === 1 ? ".few" : ""), seats));
      const outcome = {
        done: (box: HTMLElement) => answer(id, box),
        // The list was right a moment ago: shows it as it is now.
        outdated(error: Refusal) {
          closeForm();
          notes.set(id, e.problem(error));
          e.again();
        },
      };
      const open = opener(
        e,
        n ? say("Book") : say("Join waitlist"),
        `${name}, ${at}`,
        n ? "main" : "",
        () => (n ? bookingForm : waitlistForm)(e, one, customer, outcome),
      );
      const can = !n || !priceCents || waysToPay(e, one, customer)[0];
      made.append(can ? open : cantPay(e));
      if (notes.has(id)) {
        made.append(alert(notes.get(id)!));
        focusSoon(open);
        notes.delete(id);
      }
      return made;
    }

    const today = new Date(ms).toISOString();
    const listed: [at: string, row: HTMLElement][] = [
      ...blackouts.map(({ label, startsAt }): [string, HTMLElement] => [
        // One that has begun stands with today.
        startsAt < today ? today : startsAt,
        h("li.class", soft(say("Closed: {label}", { label }))),
      ]),
      ...classes.map((one): [string, HTMLElement] => [one.scheduledAt, makeRow(one)]),
    ];
    const links: Child[] = [];
    const sections: HTMLElement[] = [];
    let last = "";
    for (const [at, made] of listed.sort(([a], [b]) => a < b ? -1 : 1)) {
      if (last !== (last = dateOf(at))) {
        const isToday = last === from;
        const heading = h("h3.day", { tabIndex: -1 }, isToday ? say("Today, {day}", { day: dayOf(at) }) : dayOf(at));
        sections.push(heading, h("ul"));
        if (links.length < LINKS) {
          const go = h("button.link", links.length === LINKS - 1 ? say("Later") : e.shortDay(at), {
            type: "button",
            ariaCurrent: isToday ? "date" : null,
            onclick: () => heading.focus(),
          });
          links.push(h("li", go));
        }
        if (last > focusAfter) {
          focusAfter = "9";
          focusSoon(heading);
        }
      }
      sections.at(-1)!.append(made);
    }
    const more = () => {
      focusAfter = to;
      days += step;
      return e.again();
    };
    const whole: HTMLElement = section(
      say("Classes"),
      answers.get(undefined),
      links[1] && h("nav", { ariaLabel: say("Days") }, h("ul.days", ...links)),
      ...sections,
      !sections[0] && h("p", say("No classes in these days.")),
      row(days < MOST_DAYS && button(e, say("Show more days"), more)),
      soft(say("Times are {zone} time.", { zone: e.zone })),
    );

    /** Back from paying: what became of it. */
    async function tell(sessionId: string | null): Promise<void> {
      const { unpaid } = kept(handle);
      if (!sessionId) {
        return answer(unpaid?.classId, unpaid ? unpaidBox(e, unpaid) : said(say("Not paid. Nothing was charged.")));
      }
      const ours = unpaid?.checkoutSessionId === sessionId ? unpaid : null;
      const classId = ours?.classId;
      answer(classId, said(say("Checking your payment…")));
      const checkout = await followPayment(e, sessionId);
      const { status, classSession, enrollmentStatus, enrollmentId } = checkout ?? {};
      const one = classes.find(({ id }) => id === classId);
      answer(
        classId,
        enrollmentStatus === "Confirmed"
          ? bookedBox(
            e,
            { enrollmentId: enrollmentId!, cancelToken: ours?.cancelToken },
            classSession!,
            `${classSession!.nameSnapshot}, ${e.moment(classSession!.scheduledAt)}.`,
            say("Paid {price}.", { price: e.money(checkout!.amountCents, checkout!.currency) }),
            one && terms(e, one),
          )
          : ours && status === "open"
          ? unpaidBox(e, ours)
          : said(describePayment(e, checkout, say("Your booking is cancelled."))),
      );
    }
    const came = takeArrival("book");
    if (came) setTimeout(() => tell(came.sessionId));
    return [whole];
  };
});
