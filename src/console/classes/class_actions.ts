/** What the buttons of a class's page do. */
import { z } from "@hono/zod-openapi";
import { note, optional } from "../../schemas/basics.ts";
import { getEntry } from "../../domain/waitlist.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { cancelClassPatiently } from "../../workflows/classes/cancel_class_patiently.ts";
import { checkIn, undoCheckIn } from "../../workflows/classes/check_in.ts";
import { completeClass } from "../../workflows/classes/complete_class.ts";
import { recordNoShow, recordRemainingNoShows, undoNoShow } from "../../workflows/classes/no_show.ts";
import { promote } from "../../workflows/bookings/promote.ts";
import { viewClass } from "../../workflows/classes/view_class.ts";
import { check, refuse, reworded } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { versionOf } from "./cancel_panel.tsx";
import { CANCELLING } from "./cancellation_progress.tsx";
import { classPath } from "./class_path.ts";

/** So long a click waits for a class to be cancelled; what takes longer is watched on the page. */
const PATIENCE_MS = 1_500;

/** GET: to the panel. Another provider's class is 404. */
export async function cancelClassLink(call: PageContext): Promise<Response> {
  await viewClass(call.ctx, call.provider.id, call.id);
  return redirect(`${classPath(call.id)}#cancel-class`);
}

/** POST: cancels the class, or retries the refunds of one that is cancelled. */
export async function cancelClass({ ctx, provider, form, id }: PageContext): Promise<Response> {
  const view = await viewClass(ctx, provider.id, id);
  let message: string | undefined;
  if (view.session.status === "Scheduled") {
    const typed = { message: form.raw("message").replaceAll("\r\n", "\n") };
    message = check(z.object({ message: optional(note(500)) }), typed).message;
    if (form.raw("seen") !== versionOf(view)) {
      throw refuse(
        "Nothing was cancelled: somebody booked or cancelled while this page was open. Look at the table again: it shows each refund as it is now.",
        409,
      );
    }
  }
  await cancelClassPatiently(ctx, provider.id, id, message ?? null, PATIENCE_MS);
  return redirect(classPath(id), CANCELLING);
}

/** POST: completes the class. */
export async function completeTheClass({ ctx, provider, id }: PageContext): Promise<Response> {
  await completeClass(ctx, provider.id, id);
  return redirect(classPath(id), "completed");
}

/** POST: marks everybody who is not here as a no-show. */
export async function markNoShows({ ctx, provider, id }: PageContext): Promise<Response> {
  await recordRemainingNoShows(ctx, provider.id, id);
  return redirect(classPath(id), "no-shows");
}

/** POST: marks one person as here or as a no-show, or undoes it, and returns to their row. */
export async function markAttendance({ ctx, provider, form, id }: PageContext): Promise<Response> {
  const { booking } = await viewBooking(ctx, provider.id, id);
  const undo = booking.status === "NoShow" ? undoNoShow : undoCheckIn;
  const mark = new Map<string, typeof recordNoShow | typeof undoNoShow>([["here", checkIn], ["no-show", recordNoShow], [
    "undo",
    undo,
  ]]).get(form.raw("attendance"));
  if (!mark) throw refuse("Nothing was chosen. Tap Here, No-show or Undo beside a name.");
  await mark(ctx, provider.id, id);
  return redirect(`${classPath(booking.classId)}#b-${id}`);
}

/** POST: gives somebody who waits an open seat. */
export async function promoteEntry({ ctx, provider, id }: PageContext): Promise<Response> {
  const { classId } = await getEntry(ctx.db, provider.id, id);
  const { status } = await reworded(promote(ctx, provider.id, id), {
    checkout_failed:
      "Stripe did not make the payment page. Nobody was promoted and nothing was charged. Try again in a minute.",
    not_onboarded: "You can’t take payments yet. Connect Stripe under Payments first.",
  });
  return redirect(classPath(classId), status === "Confirmed" ? "promoted-booked" : "promoted-held");
}
