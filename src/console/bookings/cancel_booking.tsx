/** Cancelling a booking or releasing a held seat: the rule and the amount stand before the click. */
import { DomainError } from "../../domain/errors.ts";
import type { RosterRow } from "../../domain/rosters.ts";
import { STATUS } from "../../http/error_codes.ts";
import { cancelByOwner } from "../../workflows/bookings/cancel_by_owner.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { refundableNow } from "../../workflows/classes/refundable.ts";
import { classPath } from "../classes/class_path.ts";
import { dialogPage, donePage } from "../ui/confirm_page.tsx";
import { Form, FormError } from "../ui/form.tsx";
import { refuse } from "../ui/form_errors.ts";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { CancelChoice } from "./cancel_choice.tsx";
import { describeRefusal } from "./describe_refusal.ts";
import { whyNotCancellable } from "./not_cancellable.ts";

export const cancelBookingForm: FormHandler = {
  async page(call) {
    const view = await viewBooking(call.ctx, call.provider.id, call.id);
    const { booking, session } = view;
    const { name } = booking.client;
    const title = booking.status === "PendingPayment" ? `Release ${name}’s seat` : `Cancel ${name}’s booking`;
    const href = classPath(session.id);
    const page = { title, tab: "schedule", narrow: true, back: { href, label: session.nameSnapshot } } as const;
    const over = whyNotCancellable(view);
    if (over) return donePage(call, { ...page, ...over, link: { href, label: "Back to the class" } });
    return dialogPage(
      call,
      page,
      <Form call={call}>
        <h1>{title}?</h1>
        <FormError call={call} />
        <p class="muted">
          {session.nameSnapshot}, {call.format.dateTime(session.scheduledAt)}
        </p>
        <input type="hidden" name="seen" value={versionOf(booking)} />
        <CancelChoice call={call} view={view} />
      </Form>,
    );
  },
  /** Cancels it, with or without a refund. */
  async submit({ ctx, provider, form, format, id }) {
    const { booking, session } = await viewBooking(ctx, provider.id, id);
    const path = classPath(booking.classId);
    if (booking.status === "Cancelled") return redirect(path, "booking-cancelled");
    if (session.status === "Cancelled") return redirect(path);
    const choice = form.raw("refund");
    if (choice !== "full" && choice !== "none") throw refuse("Choose one of the buttons.");
    if (form.raw("seen") !== versionOf(booking)) {
      throw refuse("Nothing was cancelled: this booking has changed while the page was open.", 409);
    }
    try {
      const { refundedCents } = await cancelByOwner(ctx, provider.id, id, { choice, reason: null });
      if (refundedCents) return redirect(path, booking.giftCard ? "booking-card-refunded" : "booking-refunded");
      return redirect(path, booking.status === "PendingPayment" ? "seat-released" : "booking-cancelled");
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === "not_found") throw error;
      const now = await viewBooking(ctx, provider.id, id);
      throw refuse(describeRefusal(format, now) ?? "", STATUS[error.code]);
    }
  },
};

/** What the owner saw before the click: never is more refunded than was shown. */
function versionOf(booking: RosterRow): string {
  const { cents, credits } = refundableNow(booking);
  return `${booking.status}.${cents}.${credits}`;
}
