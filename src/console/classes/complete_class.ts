/** After the class: it is completed, and whoever is missing is a no-show. */
import { completeClass } from "../../workflows/classes/complete_class.ts";
import { recordRemainingNoShows } from "../../workflows/classes/no_show.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { actOnClass } from "./act_on_class.ts";
import { classPath } from "./class_path.ts";

/** POST: completes the class. */
export function completeTheClass(call: PageContext): Promise<Response> {
  return actOnClass(call, call.id, async () => {
    await completeClass(call.ctx, call.provider.id, call.id);
    return redirect(classPath(call.id), "completed");
  });
}

/** POST: marks everybody who is not here as a no-show. */
export function markNoShows(call: PageContext): Promise<Response> {
  return actOnClass(call, call.id, async () => {
    await recordRemainingNoShows(call.ctx, call.provider.id, call.id);
    return redirect(classPath(call.id), "no-shows");
  });
}
