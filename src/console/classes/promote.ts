/** The Promote button of the waitlist. */
import { getEntry } from "../../domain/waitlist.ts";
import { promote } from "../../workflows/bookings/promote.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { actOnClass } from "./act_on_class.ts";
import { classPath } from "./class_path.ts";

/** POST: gives somebody who waits an open seat. */
export async function promoteEntry(call: PageContext): Promise<Response> {
  const { ctx, provider, id } = call;
  const { classId } = await getEntry(ctx.db, provider.id, id);
  return await actOnClass(call, classId, async () => {
    const { status } = await promote(ctx, provider.id, id);
    return redirect(classPath(classId), status === "Confirmed" ? "promoted-booked" : "promoted-held");
  });
}
