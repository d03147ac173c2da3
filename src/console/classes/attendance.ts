/** The attendance buttons of the roster: Here, No-show, Undo. */
import type { RosterRow } from "../../domain/rosters.ts";
import { viewBooking } from "../../workflows/bookings/view_booking.ts";
import { checkIn, undoCheckIn } from "../../workflows/classes/check_in.ts";
import { recordNoShow, undoNoShow } from "../../workflows/classes/no_show.ts";
import type { Context } from "../../workflows/context.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { actOnClass } from "./act_on_class.ts";
import { showClass } from "./class.tsx";
import { classPath } from "./class_path.ts";

const MARKS: Record<string, (ctx: Context, providerId: string, booking: RosterRow) => Promise<unknown>> = {
  "here": (ctx, providerId, { id }) => checkIn(ctx, providerId, id),
  "no-show": (ctx, providerId, { id }) => recordNoShow(ctx, providerId, id),
  "undo": (ctx, providerId, { id, status }) => (status === "NoShow" ? undoNoShow : undoCheckIn)(ctx, providerId, id),
};

/** POST: marks one person, and returns to their row. */
export async function markAttendance(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const { booking } = await viewBooking(ctx, provider.id, id);
  const mark = form.raw("attendance");
  if (!Object.hasOwn(MARKS, mark)) {
    const problem = "Nothing was chosen. Tap Here, No-show or Undo beside a name.";
    return await showClass(call, booking.classId, { problem, status: 400 });
  }
  return await actOnClass(call, booking.classId, async () => {
    await MARKS[mark](ctx, provider.id, booking);
    return redirect(`${classPath(booking.classId)}#b-${id}`);
  });
}
