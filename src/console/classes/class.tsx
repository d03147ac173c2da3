/** One class: its roster, holds, waitlist and note, and its cancellation. */
import { viewClass } from "../../workflows/classes/view_class.ts";
import { refundProgress } from "../../workflows/classes/refund_progress.ts";
import { Notice } from "../ui/flash.tsx";
import type { Errors } from "../ui/form_errors.ts";
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
  "booking-cancelled": "The booking is cancelled, and the client is notified by email.",
  "booking-refunded": "The booking is cancelled, the refund is on its way, and the client is notified by email.",
  "seat-released": "The seat is open again. The payment page is closed, and the client is notified by email.",
};

/** Why what was asked for was not done. */
interface Refusal {
  problem?: string;
  /** Of the cancel panel. */
  errors?: Errors;
  cancelOpen?: boolean;
  status: number;
}

/** GET: the page. */
export const classPage = (call: PageContext) => showClass(call, call.id);

/** @param refused why what was asked for was not done */
export async function showClass(call: PageContext, classId: string, refused?: Refusal): Promise<Response> {
  const view = await viewClass(call.ctx, call.provider.id, classId);
  const { session } = view;
  const scheduled = session.status === "Scheduled";
  const progress = session.status === "Cancelled" ? refundProgress(view) : null;
  const running = progress !== null && (view.isBeingCancelled || progress.inProgress > 0);
  const { problem } = refused ?? {};
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
      flash: problem ? undefined : FLASH,
      status: refused?.status,
    },
    <>
      {problem ? <Notice kind="bad">{problem}</Notice> : null}
      {progress ? <CancellationProgress call={call} view={view} progress={progress} running={running} /> : null}
      <div class="split">
        <div>
          <Roster call={call} view={view} />
        </div>
        <div class="aside">
          <Holds call={call} view={view} />
          {scheduled ? <Waitlist call={call} view={view} /> : null}
          <PublicNote session={session} />
        </div>
      </div>
      {scheduled
        ? <CancelPanel call={call} view={view} errors={refused?.errors} open={refused?.cancelOpen ?? false} />
        : null}
    </>,
  );
}
