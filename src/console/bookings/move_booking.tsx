/** Moving a booking: the classes it can go to come first, the others say why not. */
import { listClassesBetween, type ManagedClass } from "../../domain/class_lists.ts";
import { DAY, iso } from "../../domain/time.ts";
import { rescheduleByOwner } from "../../workflows/bookings/reschedule.ts";
import { type BookingView, viewBooking } from "../../workflows/bookings/view_booking.ts";
import { classPath } from "../classes/class_path.ts";
import { donePage } from "../ui/confirm_page.tsx";
import { refuse, reworded } from "../ui/form_errors.ts";
import { formPage } from "../ui/form_page.tsx";
import { pluralize } from "../ui/format.ts";
import { showPage } from "../ui/page.tsx";
import type { FormHandler, PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { whyNotCancellable } from "./not_cancellable.ts";

/** How far ahead classes are offered. */
const OFFERED_DAYS = 28;

export const moveBookingForm: FormHandler = {
  async page(call) {
    const { ctx, provider, format, nowMs, id } = call;
    const view = await viewBooking(ctx, provider.id, id);
    const { booking, session } = view;
    const { name } = booking.client;
    const href = classPath(session.id);
    const title = `Move ${name}’s booking`;
    const page = { title, tab: "schedule", narrow: true, back: { href, label: session.nameSnapshot } } as const;
    const over = booking.status === "PendingPayment" ? NOT_PAID : whyNotCancellable(view);
    if (over) return donePage(call, { ...page, ...over, link: { href, label: "Back to the class" } });
    const all = await listClassesBetween(ctx.db, provider.id, iso(nowMs), iso(nowMs + OFFERED_DAYS * DAY));
    const others = all.filter((one) => one.status === "Scheduled" && one.id !== session.id)
      .map((one) => ({ one, reason: whyNot(call, view, one) }));
    const intro = `${session.nameSnapshot}, ${format.dateTime(session.scheduledAt)}. What paid for it goes along.`;
    const [open, closed] = [others.filter(({ reason }) => !reason), others.filter(({ reason }) => reason)];
    if (open.length === 0) {
      return showPage(
        call,
        { ...page, intro },
        <p>No other class of the next four weeks has the same price and a free seat.</p>,
        <Closed call={call} classes={closed} />,
      );
    }
    return formPage(
      call,
      { ...page, intro, submit: "Move booking", cancel: { href, label: "Keep booking" } },
      <fieldset class="field">
        <legend>To</legend>
        {open.map(({ one }) => (
          <label class="choice">
            <input type="radio" name="to" value={one.id} required />
            <span>{format.dateTime(one.scheduledAt)}</span>
            <span class="hint">{describe(one)}, {pluralize(seatsLeft(one), "seat")} left</span>
          </label>
        ))}
      </fieldset>,
      <Closed call={call} classes={closed} />,
      <p class="muted">{name.split(" ")[0]} is notified by email.</p>,
    );
  },
  /** Moves it, whatever the cancel window says. */
  async submit({ ctx, provider, form, id }) {
    const classId = form.raw("to");
    if (!classId) throw refuse("Choose the class to move to.");
    const moved = await reworded(rescheduleByOwner(ctx, provider.id, id, { classId }), {
      class_full: "Nothing was moved: that class has just become full. Choose another.",
      already_booked: "Nothing was moved: this person has a seat in that class already.",
      price_differs: "Nothing was moved: that class has another price now. Choose another.",
      not_confirmed: "Nothing was moved: this booking is just being cancelled.",
    });
    return redirect(classPath(moved.session.id), "booking-moved");
  },
};

const NOT_PAID = {
  heading: "This booking is not paid yet",
  text: "Only a confirmed booking can be moved. Release the seat instead, and book the other class.",
};

const seatsLeft = ({ capacity, enrolledCount, heldCount }: ManagedClass) => capacity - enrolledCount - heldCount;
const describe = ({ nameSnapshot, instructor }: ManagedClass) =>
  instructor ? `${nameSnapshot}, ${instructor.name}` : nameSnapshot;

/** Why a booking can't go to a class, as far as the list tells; null when it can. */
function whyNot({ format }: PageContext, { session }: BookingView, one: ManagedClass): string | null {
  if (one.priceCents !== session.priceCents) {
    return one.priceCents === 0 ? "another price: free" : `another price: ${format.money(one.priceCents)}`;
  }
  return seatsLeft(one) <= 0 ? "full" : null;
}

function Closed(
  { call: { format }, classes }: { call: PageContext; classes: { one: ManagedClass; reason: string | null }[] },
) {
  if (classes.length === 0) return null;
  return (
    <fieldset class="field" disabled>
      <legend>Not possible</legend>
      {classes.map(({ one, reason }) => (
        <label class="choice">
          <input type="radio" />
          <span>{format.dateTime(one.scheduledAt)}</span>
          <span class="hint">{describe(one)}: {reason}</span>
        </label>
      ))}
    </fieldset>
  );
}
