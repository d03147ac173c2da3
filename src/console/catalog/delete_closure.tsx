/** Deleting a closure. */
import { getBlackout } from "../../domain/blackouts.ts";
import { removeBlackout } from "../../workflows/catalog/blackouts.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import type { PageContext } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { IN_SETTINGS } from "../ui/settings_page.tsx";
import { describeClosure } from "./closures.tsx";

const CLOSURES = "/console/settings/closures";

/** GET: asks. */
export async function deleteClosurePage(call: PageContext): Promise<Response> {
  const closure = await getBlackout(call.ctx.db, call.provider.id, call.id);
  return confirmPage(call, {
    ...IN_SETTINGS,
    title: `Delete ${closure.label}`,
    back: { href: CLOSURES, label: "Closures" },
    question: `Delete “${closure.label}”?`,
    consequence: (
      <p>
        {describeClosure(call.format, closure)}. Your site no longer says that you are closed then. Classes stay as they
        are.
      </p>
    ),
    action: `${CLOSURES}/${closure.id}/delete`,
    confirm: "Delete closure",
    keep: { href: CLOSURES, label: "Keep closure" },
  });
}

/** POST: deletes. */
export async function deleteClosure(call: PageContext): Promise<Response> {
  await call.once(() => removeBlackout(call.ctx, call.provider.id, call.id).then(() => true));
  return redirect(CLOSURES, "deleted");
}
