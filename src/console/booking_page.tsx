/** Cancelling one booking, or releasing a held seat: what the rule would do, and the amount, before the click. */
import { DomainError } from "../domain/errors.ts";
import { HOUR, ms } from "../domain/time.ts";
import { STATUS } from "../http/errors.ts";
import { cancelByOwner } from "../workflows/bookings/cancel_by_owner.ts";
import { type BookingView, leftToGiveBack, type RosterRow, viewBooking } from "../workflows/classes/view_class.ts";
import { Notice } from "./ui/flash.tsx";
import { Form } from "./ui/form.tsx";
import { type Format, pluralize } from "./ui/format.ts";
import { renderPage } from "./ui/frame.tsx";
import type { PageContext, PageRoutes } from "./ui/page_context.ts";
import { BackLink } from "./ui/page_head.tsx";
import { redirect } from "./ui/redirect.ts";

/** Declares the page that cancels a booking. Script opens it as a dialog. */
export function bookingPages(routes: PageRoutes): void {
  routes.get("/console/bookings/:id/cancel", async (call) => {
    return showBooking(call, await viewBooking(call.ctx, call.provider.id, call.id));
  });
  routes.post("/console/bookings/:id/cancel", cancelTheBooking);
}

const pathOf = (classId: string) => `/console/classes/${classId}`;

async function cancelTheBooking(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const view = await viewBooking(ctx, provider.id, id);
  const { booking } = view;
  const path = pathOf(booking.classId);
  if (booking.status === "Cancelled") return redirect(path, "booking-cancelled");
  if (view.session.status === "Cancelled") return redirect(path);
  const choice = form.raw("refund");
  if (choice !== "full" && choice !== "none") {
    return showBooking(call, view, "Choose one of the buttons.", 400);
  }
  if (form.raw("seen") !== bookingSeen(booking)) {
    return showBooking(call, view, "Nothing was cancelled: this booking has changed while the page was open.", 409);
  }
  try {
    const done = await cancelByOwner(ctx, provider.id, id, { choice, reason: null });
    const held = booking.status === "PendingPayment" && done.refundedCents === 0;
    return redirect(path, held ? "seat-released" : done.refundedCents ? "booking-refunded" : "booking-cancelled");
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    const now = await viewBooking(ctx, provider.id, id);
    return showBooking(call, now, describeRefused(call.format, now), STATUS[error.code]);
  }
}

function bookingSeen(booking: RosterRow): string {
  const { cents, credits } = leftToGiveBack(booking);
  return `${booking.status}.${cents}.${credits}`;
}

/** Why a cancel did not go through, from what is stored. Nothing when the page says it anyway. */
function describeRefused(format: Format, { booking }: BookingView): string | undefined {
  if (booking.status === "PendingPayment") {
    return "Stripe did not close the payment page. Nothing was changed: the seat is still held. Try again.";
  }
  if (booking.status !== "Confirmed") return undefined;
  const { refund } = booking;
  if (refund?.state === "intent") {
    return `Stripe did not answer, so ${booking.client.name} is still booked. We go on asking by ourselves, and cancel the booking once the ${
      format.money(refund.amountCents)
    } are on their way. You can also try again; nobody is refunded twice.`;
  }
  const amount = format.money(leftToGiveBack(booking).cents);
  return `Stripe refused to refund ${amount}: ${
    describeReason(refund?.lastError ?? null)
  } Nothing was cancelled, ${booking.client.name} is still booked. Try again, or cancel without a refund.`;
}

/** Stripe's code for a refused refund, as a sentence that says what to do. */
export function describeReason(code: string | null): string {
  switch (code) {
    case "insufficient_funds":
    case "balance_insufficient":
      return "your balance there is too low. Add funds at Stripe.";
    case "charge_disputed":
      return "the payment is disputed. Answer the dispute at Stripe.";
    case "no answer":
      return "it did not answer.";
    case null:
    case "refused":
    case "failed":
      return "it gave no reason. Look at the payment in your Stripe dashboard.";
    default:
      return `it says “${code.replaceAll("_", " ")}”. Look at the payment in your Stripe dashboard.`;
  }
}

// ---------------------------------------------------------------- the page

function showBooking(call: PageContext, view: BookingView, problem?: string, status = 200): Response {
  const { booking, session } = view;
  const { format } = call;
  const held = booking.status === "PendingPayment";
  const title = held ? `Release ${booking.client.name}’s seat?` : `Cancel ${booking.client.name}’s booking?`;
  const back = pathOf(session.id);
  const over = describeOver(view);
  return renderPage(
    call,
    { title: title.slice(0, -1), tab: "schedule", narrow: true },
    (
      <>
        <BackLink href={back} label={session.nameSnapshot} />
        <div data-dialog-body>
          {over
            ? (
              <div class="stack">
                <h1>{over.title}</h1>
                <p>{over.text}</p>
                <a class="button" href={back} data-keep>Back to the class</a>
              </div>
            )
            : (
              <Form call={call} action={`/console/bookings/${booking.id}/cancel`}>
                <h1>{title}</h1>
                {problem ? <Notice kind="bad">{problem}</Notice> : null}
                <p class="muted">
                  {session.nameSnapshot}, {format.dateTime(session.scheduledAt)}
                </p>
                <CancelChoice call={call} view={view} back={back} />
              </Form>
            )}
        </div>
      </>
    ),
    status,
  );
}

/** Why there is nothing to cancel, if there isn't. */
function describeOver({ booking, session }: BookingView): { title: string; text: string } | null {
  const { name } = booking.client;
  if (booking.status === "Cancelled") {
    return { title: "This booking is cancelled", text: `${name} has no seat in this class any more.` };
  }
  if (session.status === "Cancelled") {
    return {
      title: "This class is cancelled",
      text: "What became of everybody’s money stands on the page of the class.",
    };
  }
  if (booking.status === "NoShow") {
    return {
      title: "This booking is marked as a no-show",
      text: `${name} did not come, so there is no booking to cancel. Undo the no-show first, if that is wrong.`,
    };
  }
  if (booking.status === "Completed") {
    return { title: "This class is completed", text: `${name}’s booking is over and can’t be cancelled any more.` };
  }
  if (booking.status === "Expired") {
    return { title: "This seat is open again", text: `${name} did not pay in time, and nothing was charged.` };
  }
  return null;
}

function CancelChoice({ call, view, back }: { call: PageContext; view: BookingView; back: string }) {
  const { format } = call;
  const { booking, session, late, waitingCount } = view;
  const { cents, credits } = leftToGiveBack(booking);
  const first = booking.client.name.split(" ")[0];
  const open = ms(session.scheduledAt) > call.nowMs;
  const told = <p class="muted">{first} is told by email. {open ? describeOpen(waitingCount) : ""}</p>;
  const seen = <input type="hidden" name="seen" value={bookingSeen(booking)} />;
  const keep = (label: string) => <a class="button quiet" href={back} data-keep>{label}</a>;
  if (booking.status === "PendingPayment") {
    return (
      <>
        {seen}
        <p>
          {booking.payment?.processing
            ? `${first}’s bank is working on the payment of ${
              format.money(booking.payment.amountCents)
            }. Releasing cancels the booking now; if the money comes, it goes back in full.`
            : `${first} has not paid. Releasing closes the payment page. Should ${first} pay in this very moment, the money goes back in full.`}
        </p>
        {told}
        <div class="actions">
          <button class="button final" type="submit" name="refund" value="full">Release seat</button>
          {keep("Keep holding the seat")}
        </div>
      </>
    );
  }
  const rule = session.cancelWindowHours > 0
    ? `until ${pluralize(session.cancelWindowHours, "hour")} before`
    : "until the class starts";
  const start = describeStart(call, session.scheduledAt);
  if (booking.refund?.state === "intent") {
    return (
      <>
        {seen}
        <p>
          A refund of {format.money(cents)}{" "}
          has been asked for already, and Stripe has not answered yet. The booking is cancelled once it is on its way.
        </p>
        {told}
        <div class="actions">
          <button class="button final" type="submit" name="refund" value="full">
            Try again, refund {format.money(cents)}
          </button>
          {keep("Wait for Stripe")}
        </div>
      </>
    );
  }
  if (credits) {
    const pack = booking.pack?.name ?? "pack";
    return (
      <>
        {seen}
        <p>
          {start} Your rule returns the class {rule}, so by the rule {late
            ? `${first} gets nothing back. You can still return it to the ${pack}.`
            : `it goes back into the ${pack}.`}
        </p>
        {told}
        <div class="actions">
          <button class="button danger" type="submit" name="refund" value="none">Cancel, return nothing</button>
          <button class="button final" type="submit" name="refund" value="full">
            Cancel and return the class to the pack
          </button>
          {keep("Keep booking")}
        </div>
      </>
    );
  }
  if (!cents) {
    return (
      <>
        {seen}
        <p>{start} {first} has paid nothing, so there is nothing to refund.</p>
        {told}
        <div class="actions">
          <button class="button final" type="submit" name="refund" value="full">Cancel booking, no refund due</button>
          {keep("Keep booking")}
        </div>
      </>
    );
  }
  const amount = format.money(cents);
  const outside = booking.payment!.refundedOutsideCents;
  return (
    <>
      {seen}
      <p>
        {start} Your rule gives money back {rule}, so by the rule {late
          ? `${first} gets nothing. You can still refund ${
            outside ? `the remaining ${amount}` : `the ${amount}`
          } to the card that paid.`
          : `${first} gets ${outside ? `the remaining ${amount}` : amount} back, to the card that paid.`}
        {outside ? ` You gave back ${format.money(outside)} in your Stripe dashboard already.` : ""}
      </p>
      {told}
      <div class="actions">
        <button class="button danger" type="submit" name="refund" value="none">Cancel, no refund</button>
        <button class="button final" type="submit" name="refund" value="full">Cancel and refund {amount}</button>
        {keep("Keep booking")}
      </div>
    </>
  );
}

function describeOpen(waitingCount: number): string {
  return waitingCount
    ? "The seat opens: anyone can book it, or you promote someone who waits."
    : "The seat opens, and anyone can book it.";
}

function describeStart({ format, nowMs }: PageContext, scheduledAt: string): string {
  const left = ms(scheduledAt) - nowMs;
  if (left > 0) return `The class starts in ${format.howLong(left)}.`;
  return -left < HOUR ? `The class began ${format.howLong(-left)} ago.` : "The class has begun.";
}
