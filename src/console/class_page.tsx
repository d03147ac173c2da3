/** One class: who is here, who is paying, who waits, what a cancel would give back, and how far it has. */
import { z } from "@hono/zod-openapi";
import type { Child } from "hono/jsx";
import { DomainError } from "../domain/errors.ts";
import { HOUR, iso, MINUTE, ms } from "../domain/time.ts";
import { getEntry } from "../domain/waitlist.ts";
import { note, optional } from "../schemas/basics.ts";
import { STATUS } from "../http/errors.ts";
import { checkIn, checkInOpensAt, undoCheckIn } from "../workflows/classes/check_in.ts";
import { recordRemainingNoShows, undoNoShow } from "../workflows/classes/no_show.ts";
import { cancelClassPatiently } from "../workflows/classes/cancel_class_patiently.ts";
import {
  classGivesBack,
  type ClassView,
  type RefundProgress,
  refundProgress,
  type RosterRow,
  viewBooking,
  viewClass,
} from "../workflows/classes/view_class.ts";
import { promote } from "../workflows/bookings/promote.ts";
import { completeClass } from "../workflows/classes/complete_class.ts";
import { recordNoShow } from "../workflows/classes/no_show.ts";
import { describeReason } from "./booking_page.tsx";
import { Empty } from "./ui/empty.tsx";
import { TextField } from "./ui/field.tsx";
import { Flash, Notice } from "./ui/flash.tsx";
import { Form } from "./ui/form.tsx";
import { check, type Errors, typeset } from "./ui/form_errors.ts";
import { valueOf } from "./ui/form_input.ts";
import { type Format, people, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import { Icon } from "./ui/icon.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";
import { describeSeats, openSeats, SeatMeter, type Seats } from "./ui/seat_meter.tsx";

/** So long a click waits for a class to be cancelled; what takes longer is watched on the page. */
const PATIENCE = 1_500;
/** More empty lines than this don't help on paper. */
const MOST_EMPTY_LINES = 12;

/** Declares the pages of one class, its roster and its waitlist. */
export function classPages(routes: PageRoutes): void {
  routes.get("/console/classes/:id", (call) => showClass(call, call.id));
  routes.post("/console/classes/:id/complete", async (call) => {
    return await onClass(call, call.id, "completed", () => completeClass(call.ctx, call.provider.id, call.id));
  });
  routes.post("/console/classes/:id/no-shows", async (call) => {
    return await onClass(call, call.id, "no-shows", () => recordRemainingNoShows(call.ctx, call.provider.id, call.id));
  });
  routes.get("/console/classes/:id/cancel", async (call) => {
    await viewClass(call.ctx, call.provider.id, call.id); // a stranger's is 404
    return redirect(`${pathOf(call.id)}#cancel-class`);
  });
  routes.post("/console/classes/:id/cancel", cancelTheClass);
  routes.post("/console/bookings/:id/attendance", noteAttendance);
  routes.post("/console/waitlist/:id/promote", promoteOne);
}

const pathOf = (classId: string) => `/console/classes/${classId}`;

/** Does it and comes back; what was refused is told on the page it was asked for. */
async function onClass(
  call: PageContext,
  classId: string,
  done: string | undefined,
  work: () => Promise<unknown>,
): Promise<Response> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await showClass(call, classId, { problem: inOurWords(error), status: STATUS[error.code] });
  }
  return redirect(pathOf(classId), done);
}

/** What Stripe's silence is called towards customers is too polite for the owner. */
function inOurWords(error: DomainError): string {
  if (error.code === "downstream") {
    return "Stripe did not make the payment page. Nobody was promoted and nothing was charged. Try again in a minute.";
  }
  if (error.code === "not_onboarded") return "You can’t take payments yet. Connect Stripe under Payments first.";
  return typeset(error.message);
}

// ---------------------------------------------------------------- what is done

async function noteAttendance(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const { booking } = await viewBooking(ctx, provider.id, id);
  const work: Record<string, () => Promise<unknown>> = {
    here: () => checkIn(ctx, provider.id, id),
    // One word for both: whichever stands is taken back.
    undo: () => booking.status === "NoShow" ? undoNoShow(ctx, provider.id, id) : undoCheckIn(ctx, provider.id, id),
    "no-show": () => recordNoShow(ctx, provider.id, id),
  };
  const wanted = form.raw("attendance");
  if (!Object.hasOwn(work, wanted)) {
    const problem = "Nothing was chosen. Tap Here, No-show or Undo beside a name.";
    return await showClass(call, booking.classId, { problem, status: 400 });
  }
  const got = await onClass(call, booking.classId, undefined, work[wanted]);
  return got.status === 303 ? redirect(`${pathOf(booking.classId)}#b-${id}`) : got;
}

async function promoteOne(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const { classId } = await getEntry(ctx.db, provider.id, id);
  try {
    const { status } = await promote(ctx, provider.id, id);
    return redirect(pathOf(classId), status === "Confirmed" ? "promoted-booked" : "promoted-held");
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await showClass(call, classId, { problem: inOurWords(error), status: STATUS[error.code] });
  }
}

async function cancelTheClass(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const view = await viewClass(ctx, provider.id, id);
  let message: string | null = null;
  if (view.session.status === "Scheduled") {
    const text = form.raw("message").replaceAll("\r\n", "\n");
    const { values, errors } = check(z.object({ message: optional(note(500)) }), { message: text });
    if (errors) return await showClass(call, id, { errors, cancelOpen: true, status: 400 });
    message = values.message ?? null;
    if (form.raw("seen") !== seenOf(view)) {
      const problem =
        "Nothing was cancelled: somebody booked or cancelled while this page was open. Look at the table again, it shows what each gets back now.";
      return await showClass(call, id, { problem, cancelOpen: true, status: 409 });
    }
  }
  try {
    await cancelClassPatiently(ctx, provider.id, id, message, PATIENCE);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    return await showClass(call, id, { problem: inOurWords(error), status: STATUS[error.code] });
  }
  return redirect(pathOf(id), CANCELLING);
}

/** After the click the words about it have the focus; not whenever the page looks again. */
const CANCELLING = "cancelling";

/** What the owner saw before the click: never is more given back than was said. */
function seenOf(view: ClassView): string {
  const { rows, cents, credits } = classGivesBack(view);
  return `${rows.length}.${cents}.${credits}`;
}

// ---------------------------------------------------------------- the page

interface Shown {
  problem?: string;
  errors?: Errors;
  cancelOpen?: boolean;
  status?: number;
}

async function showClass(call: PageContext, classId: string, shown: Shown = {}): Promise<Response> {
  const { ctx, provider, format } = call;
  const view = await viewClass(ctx, provider.id, classId);
  const { session } = view;
  const cancelled = session.status === "Cancelled";
  const progress = cancelled ? refundProgress(view) : null;
  const runs = progress !== null && (view.isBeingCancelled || progress.underWay > 0);
  return renderPage(
    call,
    {
      title: `${session.nameSnapshot}, ${format.dateTime(session.scheduledAt)}`,
      tab: "schedule",
      refresh: runs ? 3 : undefined,
    },
    (
      <>
        <BackLink href={`/console?week=${format.dateOf(session.scheduledAt)}`} label="Schedule" />
        <Head call={call} view={view} />
        {shown.problem ? <Notice kind="bad">{shown.problem}</Notice> : <Flash call={call} messages={DONE} />}
        {progress ? <Cancellation call={call} view={view} progress={progress} runs={runs} /> : null}
        <div class="split">
          <div>
            <Roster call={call} view={view} />
          </div>
          <div class="aside">
            <Holds call={call} view={view} />
            {session.status === "Scheduled" ? <Waitlist call={call} view={view} /> : null}
            <PublicNote view={view} />
          </div>
        </div>
        {session.status === "Scheduled" ? <CancelClass call={call} view={view} shown={shown} /> : null}
      </>
    ),
    shown.status ?? 200,
  );
}

const DONE = {
  "saved": "Saved.",
  "moved": "Saved. Everybody booked is told of the new time by email.",
  "completed": "The class is completed.",
  "no-shows": "Everybody who was not here is marked as a no-show. Undo is beside each name.",
  "promoted-held": "The seat is held, and the payment link is on its way by email.",
  "promoted-booked": "The seat is booked, and the client is told by email.",
  "booking-cancelled": "The booking is cancelled, and the client is told by email.",
  "booking-refunded": "The booking is cancelled, the money is on its way back, and the client is told by email.",
  "seat-released": "The seat is open again. The payment page is closed, and the client is told by email.",
};

const endOf = ({ session }: ClassView) => ms(session.scheduledAt) + session.durationMin * MINUTE;
const hasBegun = (call: PageContext, { session }: ClassView) => ms(session.scheduledAt) <= call.nowMs;
const isOver = (call: PageContext, view: ClassView) => endOf(view) <= call.nowMs;

function seatsOf({ session, waiting }: ClassView): Seats {
  return {
    capacity: session.capacity,
    booked: session.enrolledCount,
    held: session.heldCount,
    waiting: waiting.length,
  };
}

function Head({ call, view }: { call: PageContext; view: ClassView }) {
  const { format } = call;
  const { session } = view;
  const seats = seatsOf(view);
  const date = format.date(session.scheduledAt);
  const day = format.day(session.scheduledAt);
  const state = describeState(call, view);
  const facts = [
    session.instructorName,
    session.priceCents ? format.money(session.priceCents) : "Free",
    pluralize(session.capacity, "seat"),
  ];
  return (
    <div class="page-head">
      <h1>{session.nameSnapshot}</h1>
      <div class="actions">
        <button type="button" class="button" data-print hidden>Print</button>
        {session.status === "Scheduled" ? <a class="button" href={`${pathOf(session.id)}/edit`}>Edit</a> : null}
      </div>
      <p>
        {day === date ? null : <span class="no-print">{day.slice(0, day.length - date.length)}</span>}
        {date}, <time datetime={session.scheduledAt}>{format.span(session.scheduledAt, session.durationMin)}</time>.
        {state ? <strong class="no-print">{` ${state}`}</strong> : null}
        <br />
        <span class="muted">{facts.filter(Boolean).join(", ")}</span>
      </p>
      {session.status === "Cancelled" ? null : (
        <div class="seats no-print">
          <SeatMeter seats={seats} large />
          <p class="small muted">{describeSeats(seats)}</p>
        </div>
      )}
      <p class="print-only">Instructor signature ____________________</p>
    </div>
  );
}

/** Relative only within the hour; else the date says it. */
function describeState(call: PageContext, view: ClassView): string {
  const { session } = view;
  if (session.status !== "Scheduled") return `${session.status}.`;
  const since = call.nowMs - ms(session.scheduledAt);
  if (since < 0) return -since < HOUR ? `Starts in ${call.format.howLong(-since)}.` : "";
  if (isOver(call, view)) return "Over.";
  return since < MINUTE ? "Begins now." : since < HOUR ? `Began ${call.format.howLong(since)} ago.` : "Under way.";
}

// ---------------------------------------------------------------- roster

/** The part of the page that a tick changes; script puts in the new one. */
const ROSTER = "roster-part";

function Roster({ call, view }: { call: PageContext; view: ClassView }) {
  const { format, provider } = call;
  const { session, seated, gone } = view;
  const cancelled = session.status === "Cancelled";
  const opensAt = checkInOpensAt(session.scheduledAt, provider.timezone);
  const checksIn = !cancelled && iso(call.nowMs) >= opensAt;
  const here = seated.filter((one) => one.checkedInAt !== null).length;
  const rest = seated.filter((one) => one.status !== "NoShow" && one.checkedInAt === null).length;
  const emptyLines = cancelled ? 0 : Math.min(MOST_EMPTY_LINES, openSeats(seatsOf(view)) + view.holds.length);
  const over = !cancelled && isOver(call, view);
  return (
    <section class="section" id={ROSTER} aria-labelledby="roster">
      <div class="section-head">
        <h2 id="roster">Roster</h2>
        {checksIn && seated.length ? <p class="muted small no-print">{here} of {seated.length} here</p> : null}
      </div>
      {seated.length + gone.length === 0
        ? (
          <div class={emptyLines ? "no-print" : undefined}>
            <Empty
              what={cancelled ? "Nobody had booked." : over ? "Nobody came." : "Nobody has booked yet."}
              how={cancelled || over ? undefined : "Whoever books on your site stands here, by name."}
            />
          </div>
        )
        : null}
      {seated.length + gone.length + emptyLines > 0
        ? (
          <ul class={seated.length + gone.length ? "people roster" : "people roster print-only"} role="list">
            {seated.map((one) => <Person call={call} view={view} booking={one} checksIn={checksIn} />)}
            {gone.map((one) => (
              <li class="person gone" id={`b-${one.id}`}>
                <div class="who">
                  <ClientLink booking={one} />
                  <span class="sub">{describeGone(format, one)}</span>
                </div>
              </li>
            ))}
            {Array.from({ length: emptyLines }, () => (
              <li class="person print-only">
                <span></span>
              </li>
            ))}
          </ul>
        )
        : null}
      {over && session.status === "Scheduled" || over && rest > 0 && here > 0
        ? (
          <div class="roster-end no-print">
            <div class="actions">
              {rest > 0 && here > 0
                ? (
                  <Form call={call} action={`${pathOf(session.id)}/no-shows`} class="actions">
                    <button class="button" type="submit">Mark the other {rest} as no-show</button>
                  </Form>
                )
                : null}
              {session.status === "Scheduled"
                ? (
                  <Form call={call} action={`${pathOf(session.id)}/complete`} class="actions">
                    <button class="button primary" type="submit" aria-describedby="complete-hint">
                      Complete class
                    </button>
                  </Form>
                )
                : null}
            </div>
            {session.status === "Scheduled"
              ? (
                <p class="hint" id="complete-hint">
                  Completing closes the books: the class can’t be changed or cancelled any more. No-shows can.
                </p>
              )
              : null}
          </div>
        )
        : null}
    </section>
  );
}

function ClientLink({ booking: { client } }: { booking: { client: { id: string; name: string } } }) {
  return <a href={`/console/clients/${client.id}`}>{client.name}</a>;
}

function Person(
  { call, view, booking, checksIn }: { call: PageContext; view: ClassView; booking: RosterRow; checksIn: boolean },
) {
  const { session } = view;
  const { name, note } = booking.client;
  const absent = booking.status === "NoShow";
  const here = booking.checkedInAt !== null;
  const more: Child[] = [];
  if (session.status !== "Cancelled" && !absent && hasBegun(call, view)) {
    more.push(
      <button
        class="button quiet"
        type="submit"
        name="attendance"
        value="no-show"
        data-swaps={ROSTER}
        data-focus={`here-${booking.id}`}
      >
        No-show<span class="visually-hidden">: {name}</span>
      </button>,
    );
  }
  if (session.status === "Scheduled" && booking.status === "Confirmed") {
    more.push(
      <a class="button quiet danger" href={`/console/bookings/${booking.id}/cancel`} data-dialog>
        Cancel…<span class="visually-hidden">{` booking of ${name}`}</span>
      </a>,
    );
  }
  return (
    <li class="person" id={`b-${booking.id}`}>
      <div class="who">
        <ClientLink booking={booking} />
        {absent
          ? (
            <>
              {" "}
              <span class="tag bad">No-show</span>
            </>
          )
          : null}
        {booking.firstVisit && !absent && session.status !== "Cancelled"
          ? (
            <>
              {" "}
              <span class="tag good">First visit</span>
            </>
          )
          : null}
        <span class="sub">{describePaid(call.format, booking)}</span>
        {note ? <span class="note">{note}</span> : null}
      </div>
      {session.status === "Cancelled"
        ? null
        : (
          <Form call={call} action={`/console/bookings/${booking.id}/attendance`} class="actions">
            {absent
              ? (
                <button
                  class="button here"
                  type="submit"
                  name="attendance"
                  value="undo"
                  id={`here-${booking.id}`}
                  data-swaps={ROSTER}
                >
                  Undo<span class="visually-hidden">{` no-show of ${name}`}</span>
                </button>
              )
              : checksIn
              ? (
                <button
                  class="button here"
                  type="submit"
                  name="attendance"
                  value={here ? "undo" : "here"}
                  aria-pressed={here ? "true" : "false"}
                  id={`here-${booking.id}`}
                  data-swaps={ROSTER}
                >
                  {here ? <Icon name="check" /> : null}Here<span class="visually-hidden">: {name}</span>
                </button>
              )
              : null}
            {more.length
              ? (
                <>
                  <button
                    type="button"
                    class="button icon quiet overflow-toggle"
                    popovertarget={`m-${booking.id}`}
                    aria-label={`More for ${name}`}
                  >
                    <Icon name="more" size={20} />
                  </button>
                  <div class="overflow" id={`m-${booking.id}`} popover="auto">
                    <h3>{name}</h3>
                    {more}
                  </div>
                </>
              )
              : null}
          </Form>
        )}
    </li>
  );
}

function describePaid(format: Format, booking: RosterRow): string {
  const { paidWith, pack, payment, refund, fromWaitlist } = booking;
  const paid = paidWith === "credit"
    ? pack ? `${pack.name}, ${pack.left} left` : "Paid with a pack"
    : paidWith === "card" && payment
    ? `Paid ${format.money(payment.amountCents)}${
      payment.refundedOutsideCents ? `, ${format.money(payment.refundedOutsideCents)} given back` : ""
    }`
    : "Free";
  return [
    `${paid}${fromWaitlist ? ", from the waitlist" : ""}`,
    refund?.state === "intent" ? `Refund of ${format.money(refund.amountCents)} not through yet` : "",
  ].filter(Boolean).join(". ");
}

/** `Cancelled today at 9:12 AM, late. $30.00 kept.` */
function describeGone(format: Format, booking: RosterRow): string {
  const { cancelledBy, lateCancel } = booking;
  const money = moneyOfGone(format, booking);
  if (cancelledBy === "class") return `${money || "Nothing was due"}.`;
  const at = format.ago(booking.cancelledAt!).replace(/^today, /, "today at ");
  const who = cancelledBy === "owner"
    ? `You cancelled ${at}`
    : cancelledBy === "dashboard"
    ? `Refunded in your Stripe dashboard ${at}`
    : `Cancelled ${at}`;
  return `${who}${lateCancel && cancelledBy === "customer" ? ", late" : ""}.${money ? ` ${money}.` : ""}`;
}

function moneyOfGone(format: Format, { paidWith, payment, refund, creditReturned }: RosterRow): string {
  if (paidWith === "credit") return creditReturned ? "1 credit returned" : "1 credit kept";
  if (paidWith === null) return "Had not paid";
  if (paidWith !== "card" || !payment) return "";
  const kept = payment.amountCents - payment.refundedOutsideCents;
  if (!refund || refund.state === "refused") return kept > 0 ? `${format.money(kept)} kept` : "";
  if (refund.state !== "intent" && refund.owedCents > 0) {
    return `The bank returned ${format.money(refund.owedCents)} to you: refund it manually`;
  }
  const back = format.money(refund.amountCents + payment.refundedOutsideCents);
  switch (refund.state) {
    case "succeeded":
      return `${back} refunded`;
    case "pending":
      return `${back} on its way back`;
    case "intent":
      return `Refund of ${format.money(refund.amountCents)} is tried again`;
    case "failed":
      return refund.manualCents > 0
        ? `${format.money(refund.manualCents)} refunded manually`
        : `${format.money(payment.refundedOutsideCents)} refunded`;
  }
}

// ---------------------------------------------------------------- holds, waitlist, note

function Holds({ call, view }: { call: PageContext; view: ClassView }) {
  const { format, nowMs } = call;
  if (view.holds.length === 0) return null;
  const cancelled = view.session.status === "Cancelled";
  return (
    <section class="section" aria-labelledby="holds">
      <h2 id="holds">Paying now</h2>
      <ul class="people" role="list">
        {view.holds.map((one) => (
          <li class="person" id={`b-${one.id}`}>
            <div class="who">
              <ClientLink booking={one} />
              <span class="sub">
                {one.expiresAt === null
                  ? "The bank is working on the payment. The seat is held until it answers."
                  : ms(one.expiresAt) <= nowMs
                  ? "Time is up. The seat opens in a moment."
                  : (
                    <>
                      Seat held until <time datetime={one.expiresAt}>{format.time(one.expiresAt)}</time>,{" "}
                      <span data-until={one.expiresAt}>{format.howLong(ms(one.expiresAt) - nowMs)} left</span>
                    </>
                  )}
              </span>
            </div>
            {cancelled ? null : (
              <a class="button quiet" href={`/console/bookings/${one.id}/cancel`} data-dialog>
                Release seat…<span class="visually-hidden">{` of ${one.client.name}`}</span>
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Waitlist({ call, view }: { call: PageContext; view: ClassView }) {
  const { format, nowMs } = call;
  const { waiting, session } = view;
  if (waiting.length === 0) return null;
  const open = openSeats(seatsOf(view));
  const free = session.priceCents === 0;
  const why: Child = hasBegun(call, view)
    ? "The class has begun, so nobody can be promoted any more."
    : open === 0
    ? "No seat is open, so nobody can be promoted. Release a held seat, cancel a booking, or add seats under Edit."
    : !view.canBePaid
    ? (
      <>
        You can’t take payments yet, so nobody can be promoted. <a href="/console/payments">Connect Stripe</a>
      </>
    )
    : null;
  const joined = (at: string) =>
    format.dateOf(at) === format.dateOf(iso(nowMs)) ? `today, ${format.time(at)}` : format.dateTime(at);
  return (
    <section class="section" aria-labelledby="waitlist">
      <h2 id="waitlist">Waitlist</h2>
      <p class="lede muted small no-print" id="waitlist-why">
        {why ??
          `${pluralize(open, "seat is", "seats are")} open, and anyone can book ${open === 1 ? "it" : "them"}. ${
            free
              ? "Promote books one and tells the client by email."
              : `Promote holds ${open === 1 ? "it" : "one"} for ${
                pluralize(view.holdMinutes, "minute")
              } and mails a payment link.`
          }`}
      </p>
      <ol class="people ordered" role="list">
        {waiting.map((one, place) => (
          <li class="person">
            <div class="who">
              <ClientLink booking={one} />
              <span class="sub">Joined {joined(one.joinedAt)}</span>
            </div>
            {why
              ? (
                <button class="button" type="button" aria-disabled="true" aria-describedby="waitlist-why">
                  Promote<span class="visually-hidden">{` ${one.client.name}`}</span>
                </button>
              )
              : (
                <Form call={call} action={`/console/waitlist/${one.id}/promote`}>
                  <button class={place === 0 ? "button primary" : "button"} type="submit">
                    Promote<span class="visually-hidden">{` ${one.client.name}`}</span>
                  </button>
                </Form>
              )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function PublicNote({ view: { session } }: { view: ClassView }) {
  const change = session.status === "Scheduled";
  if (!session.publicNote && !change) return null;
  return (
    <section class={session.publicNote ? "section" : "section no-print"} aria-labelledby="note">
      <div class="section-head">
        <h2 id="note">Note for clients</h2>
        {change
          ? (
            <a class="small no-print" href={`${pathOf(session.id)}/edit#publicNote`}>
              {session.publicNote ? "Change note" : "Add a note"}
            </a>
          )
          : null}
      </div>
      {session.publicNote
        ? <p class="lines">{session.publicNote}</p>
        : <p class="muted">None. A note stands beside the class on your site: what to bring, which door is open.</p>}
    </section>
  );
}

// ---------------------------------------------------------------- cancelling the class

function CancelClass({ call, view, shown }: { call: PageContext; view: ClassView; shown: Shown }) {
  const { format, form } = call;
  const { rows, cents, credits } = classGivesBack(view);
  const { seated, holds, waiting, session } = view;
  const told = [
    seated.length ? `${people(seated.length)} booked` : "",
    holds.length ? `${holds.length} paying` : "",
    waiting.length ? `${waiting.length} waiting` : "",
  ].filter(Boolean);
  const back = [cents ? format.money(cents) : "", credits ? pluralize(credits, "credit") : ""].filter(Boolean);
  const button = cents
    ? `Cancel class, refund ${format.money(cents)}`
    : credits
    ? `Cancel class, return ${pluralize(credits, "credit")}`
    : seated.length
    ? `Cancel class, tell ${people(seated.length)}`
    : "Cancel class";
  return (
    <details class="cancel-class no-print" open={shown.cancelOpen ?? false}>
      <summary>
        <h2 id="cancel-class">Cancel this class</h2>
      </summary>
      <div class="split">
        <div class="stack">
          {rows.length
            ? (
              <>
                <p>
                  Everyone below is told by email and gets back what they paid, whatever the hour. This can’t be undone.
                </p>
                <table class="table">
                  <caption class="visually-hidden">What each person gets back</caption>
                  <thead>
                    <tr>
                      <th scope="col">Client</th>
                      <th scope="col" class="num">Gets back</th>
                    </tr>
                  </thead>
                  <tbody>
                    {rows.map((one) => (
                      <tr>
                        <th scope="row">
                          {one.booking.client.name}
                          <span class="sub">{howPaid(one.booking)}</span>
                        </th>
                        <td class="num">
                          {one.cents ? format.money(one.cents) : one.credits ? "1 credit" : "Nothing due"}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                  <tfoot>
                    <tr>
                      <th scope="row">{people(rows.length)}</th>
                      <td class="num">{back.join(" and ") || "Nothing due"}</td>
                    </tr>
                  </tfoot>
                </table>
              </>
            )
            : (
              <p>
                Nobody has booked, so there is nothing to pay back.{" "}
                {waiting.length ? `${people(waiting.length)} waiting ${waiting.length === 1 ? "is" : "are"} told.` : ""}
                {" "}
                This can’t be undone.
              </p>
            )}
        </div>
        <Form call={call} action={`${pathOf(session.id)}/cancel`} class="stack">
          <input type="hidden" name="seen" value={seenOf(view)} />
          {told.length
            ? (
              <TextField
                name="message"
                label={
                  <>
                    Message to clients <span class="muted">(optional)</span>
                  </>
                }
                hint={`Goes into the email to the ${listed(told)}.`}
                value={valueOf(form, "message", "")}
                errors={shown.errors}
              />
            )
            : null}
          <button class="button final" type="submit">{button}</button>
        </Form>
      </div>
    </details>
  );
}

/** `a, b and c` */
function listed(parts: string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function howPaid({ status, paidWith, pack, payment }: RosterRow): string {
  if (status === "PendingPayment") {
    return payment?.processing
      ? "The bank is working on the payment; it goes back if it comes"
      : "Has not paid; payment link closes";
  }
  const how = paidWith === "credit" ? pack?.name ?? "Pack" : paidWith === "card" ? "Paid by card" : "Free";
  return status === "NoShow" ? `No-show, ${paidWith === "credit" ? how : how.toLowerCase()}` : how;
}

function Cancellation(
  { call, view, progress, runs }: { call: PageContext; view: ClassView; progress: RefundProgress; runs: boolean },
) {
  const { format } = call;
  const { owed, done, refused, sentBack, open } = progress;
  const left = refused.reduce((sum, one) => sum + one.refund!.amountCents, 0);
  const back = [
    progress.givenBackCents ? `${format.money(progress.givenBackCents)} is on its way back` : "",
    progress.creditsReturned
      ? `${pluralize(progress.creditsReturned, "credit is", "credits are")} back in ${
        progress.creditsReturned === 1 ? "its pack" : "their packs"
      }`
      : "",
  ].filter(Boolean).join(" and ");
  const told = view.gone.length + view.seated.length + view.holds.length > 0;
  const trouble = refused.length + sentBack.length > 0;
  const said = call.query.get("done") === CANCELLING;
  return (
    <div
      class={`notice ${trouble ? "bad" : "good"} cancellation${said ? " said" : ""}`}
      role="status"
      id="cancelling"
      tabindex={-1}
    >
      <p>
        {owed > 0 && done < owed ? <strong>{done} of {pluralize(owed, "refund")} done.</strong> : null}
        {` The class is cancelled${told ? " and everyone is told" : ""}.${back ? ` ${capital(back)}.` : ""}`}
      </p>
      {owed > 0 && done < owed
        ? <progress value={done} max={owed} aria-label="Refunds done">{done} of {owed}</progress>
        : null}
      {runs
        ? <p class="small">Stripe is being asked. This page looks again every 3 seconds; you can leave it.</p>
        : null}
      {refused.length || sentBack.length
        ? (
          <ul role="list">
            {refused.map(({ client, refund }) => (
              <li>
                {refund!.lastError === "no answer"
                  ? `Stripe did not answer about ${client.name}’s ${format.money(refund!.amountCents)}.`
                  : `Stripe refused ${client.name}’s ${format.money(refund!.amountCents)}: ${
                    describeReason(refund!.lastError)
                  }`}
              </li>
            ))}
            {sentBack.map(({ client, refund }) => (
              <li>
                {client.name}’s bank sent {format.money(refund!.amountCents)} back to you.{" "}
                <a href="/console/payments#refunds">Pay it by hand</a>
              </li>
            ))}
          </ul>
        )
        : null}
      {open.length
        ? (
          <p>
            {pluralize(open.length, "payment page is", "payment pages are")}{" "}
            not closed yet. Money that still comes goes back in full.
          </p>
        )
        : null}
      {refused.length && !view.isBeingCancelled
        ? (
          <Form call={call} action={`${pathOf(view.session.id)}/cancel`} class="stack">
            <p class="small">We go on trying by ourselves, at least once an hour. Nobody is refunded twice.</p>
            <button class="button" type="submit">Try again, refund {format.money(left)}</button>
          </Form>
        )
        : null}
    </div>
  );
}

const capital = (text: string) => text && text[0].toUpperCase() + text.slice(1);
