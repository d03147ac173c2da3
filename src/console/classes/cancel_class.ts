/** Cancelling a whole class. */
import { z } from "@hono/zod-openapi";
import { note, optional } from "../../schemas/basics.ts";
import { cancelClassPatiently } from "../../workflows/classes/cancel_class_patiently.ts";
import { viewClass } from "../../workflows/classes/view_class.ts";
import { check } from "../ui/form_errors.ts";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { actOnClass } from "./act_on_class.ts";
import { versionOf } from "./cancel_panel.tsx";
import { CANCELLING } from "./cancellation_progress.tsx";
import { showClass } from "./class.tsx";
import { classPath } from "./class_path.ts";

/** So long a click waits for a class to be cancelled; what takes longer is watched on the page. */
const PATIENCE_MS = 1_500;

/** GET: to the panel. Another provider's class is 404. */
export async function cancelClassLink(call: PageContext): Promise<Response> {
  await viewClass(call.ctx, call.provider.id, call.id);
  return redirect(`${classPath(call.id)}#cancel-class`);
}

/** POST: cancels the class, or retries the refunds of one that is cancelled. */
export async function cancelClass(call: PageContext): Promise<Response> {
  const { ctx, provider, form, id } = call;
  const view = await viewClass(ctx, provider.id, id);
  let message: string | null = null;
  if (view.session.status === "Scheduled") {
    const text = form.raw("message").replaceAll("\r\n", "\n");
    const { values, errors } = check(z.object({ message: optional(note(500)) }), { message: text });
    if (errors) return await showClass(call, id, { errors, cancelOpen: true, status: 400 });
    message = values.message ?? null;
    if (form.raw("seen") !== versionOf(view)) {
      const problem =
        "Nothing was cancelled: somebody booked or cancelled while this page was open. Look at the table again: it shows each refund as it is now.";
      return await showClass(call, id, { problem, cancelOpen: true, status: 409 });
    }
  }
  return await actOnClass(call, id, async () => {
    await cancelClassPatiently(ctx, provider.id, id, message, PATIENCE_MS);
    return redirect(classPath(id), CANCELLING);
  });
}
