/** Cancelling a booking or releasing a held seat: the rule and the amount stand before the click. */
import { DomainError } from "../../domain/errors.ts";
import type { RosterRow } from "../../domain/rosters.ts";
import { STATUS } from "../../http/errors.ts";
import { cancelByOwner } from "../../workflows/bookings/cancel_by_owner.ts";
import { type BookingView, viewBooking } from "../../workflows/bookings/view_booking.ts";
import { refundableNow } from "../../workflows/classes/refundable.ts";
import { classPath } from "../classes/class_path.ts";
import { dialogPage } from "../ui/confirm_page.tsx";
import { Notice } from "../ui/flash.tsx";
import { Form } from "../ui/form.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { CancelChoice } from "./cancel_choice.tsx";
import { describeRefusal } from "./describe_refusal.ts";
import { whyNotCancellable } from "./not_cancellable.ts";

/** GET: the page. Script opens it as a dialog. */
export async function cancelBookingPage(call: PageContext): Promise<Response> {
  return showBooking(call, await viewBooking(call.ctx, call.provider.id, call.id));
}

/** POST: cancels it, with or without a refund. */
export async function cancelBooking(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const view = await viewBooking(ctx, provider.id, id);
  const { booking } = view;
  const path = classPath(booking.classId);
  if (booking.status === "Cancelled") return redirect(path, "booking-cancelled");
  if (view.session.status === "Cancelled") return redirect(path);
  const choice = form.raw("refund");
  if (choice !== "full" && choice !== "none") {
    return showBooking(call, view, "Choose one of the buttons.", 400);
  }
  if (form.raw("seen") !== versionOf(booking)) {
    return showBooking(call, view, "Nothing was cancelled: this booking has changed while the page was open.", 409);
  }
  try {
    const { refundedCents } = await cancelByOwner(ctx, provider.id, id, { choice, reason: null });
    if (refundedCents) return redirect(path, "booking-refunded");
    return redirect(path, booking.status === "PendingPayment" ? "seat-released" : "booking-cancelled");
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === "not_found") throw error;
    const now = await viewBooking(ctx, provider.id, id);
    return showBooking(call, now, describeRefusal(call.format, now), STATUS[error.code]);
  }
}

/** What the owner saw before the click: never is more refunded than was shown. */
function versionOf(booking: RosterRow): string {
  const { cents, credits } = refundableNow(booking);
  return `${booking.status}.${cents}.${credits}`;
}

function showBooking(call: PageContext, view: BookingView, problem?: string, status = 200): Response {
  const { booking, session } = view;
  const { name } = booking.client;
  const title = booking.status === "PendingPayment" ? `Release ${name}’s seat` : `Cancel ${name}’s booking`;
  const back = classPath(session.id);
  const over = whyNotCancellable(view);
  return dialogPage(
    call,
    { title, tab: "schedule", narrow: true, back: { href: back, label: session.nameSnapshot }, status },
    over
      ? (
        <div class="stack">
          <h1>{over.title}</h1>
          <p>{over.text}</p>
          <a class="button" href={back} data-keep>Back to the class</a>
        </div>
      )
      : (
        <Form call={call} action={`/console/bookings/${booking.id}/cancel`}>
          <h1>{title}?</h1>
          {problem ? <Notice kind="bad">{problem}</Notice> : null}
          <p class="muted">
            {session.nameSnapshot}, {call.format.dateTime(session.scheduledAt)}
          </p>
          <input type="hidden" name="seen" value={versionOf(booking)} />
          <CancelChoice call={call} view={view} />
        </Form>
      ),
  );
}
