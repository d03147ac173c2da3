/** One class: its roster, holds, waitlist and note, and its cancellation. */
import { getEntry } from "../../domain/waitlist.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { viewClass } from "../../workflows/classes/view_class.ts";
import { refundProgress } from "../../workflows/classes/refund_progress.ts";
import { showPage } from "../ui/page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { CancelPanel } from "./cancel_panel.tsx";
import { CancellationProgress } from "./cancellation_progress.tsx";
import { ClassActions, ClassHead } from "./class_head.tsx";
import { Holds } from "./holds.tsx";
import { PublicNote } from "./public_note.tsx";
import { Roster } from "./roster.tsx";
import { Waitlist } from "./waitlist.tsx";

const FLASH = {
  "saved": "Saved.",
  "moved": "Saved. Everybody booked is notified of the new time by email.",
  "completed": "The class is completed.",
  "no-shows": "Everybody who was not here is marked as a no-show. Undo is beside each name.",
  "promoted-held": "The seat is held, and the payment link is on its way by email.",
  "promoted-booked": "The seat is booked, and the client is notified by email.",
  "booking-moved": "The booking is in this class now, and the client is notified by email.",
  "booking-cancelled": "The booking is cancelled, and the client is notified by email.",
  "booking-card-refunded":
    "The booking is cancelled, the amount is back on the gift card, and the client is notified by email.",
  "booking-refunded": "The booking is cancelled, the refund is on its way, and the client is notified by email.",
  "seat-released": "The seat is open again. The payment page is closed, and the client is notified by email.",
};

/** GET: the page. */
export const classPage = (call: PageContext) => showClass(call, call.id);

/** The page of a booking's class. */
export async function classOfBooking(call: PageContext): Promise<Response> {
  return await showClass(call, (await viewBooking(call.ctx, call.provider.id, call.id)).booking.classId);
}

/** The page of the class that somebody waits for. */
export async function classOfEntry(call: PageContext): Promise<Response> {
  return await showClass(call, (await getEntry(call.ctx.db, call.provider.id, call.id)).classId);
}

async function showClass(call: PageContext, classId: string): Promise<Response> {
  const view = await viewClass(call.ctx, call.provider.id, classId);
  const { session } = view;
  const scheduled = session.status === "Scheduled";
  const progress = session.status === "Cancelled" ? refundProgress(view) : null;
  const running = progress !== null && (view.isBeingCancelled || progress.inProgress > 0);
  return showPage(
    call,
    {
      title: `${session.nameSnapshot}, ${call.format.dateTime(session.scheduledAt)}`,
      heading: session.nameSnapshot,
      tab: "schedule",
      refresh: running ? 3 : undefined,
      back: { href: `/console?week=${call.format.dateOf(session.scheduledAt)}`, label: "Schedule" },
      actions: <ClassActions session={session} />,
      headMore: <ClassHead call={call} view={view} />,
      flash: FLASH,
    },
    progress && <CancellationProgress call={call} view={view} progress={progress} running={running} />,
    <div class="split">
      <div>
        <Roster call={call} view={view} />
      </div>
      <div class="aside">
        <Holds call={call} view={view} />
        {scheduled && <Waitlist call={call} view={view} />}
        <PublicNote session={session} />
      </div>
    </div>,
    scheduled && <CancelPanel call={call} view={view} />,
  );
}
