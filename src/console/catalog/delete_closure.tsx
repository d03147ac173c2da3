/** Deleting a closure. */
import { getBlackout } from "../../domain/blackouts.ts";
import { removeBlackout } from "../../workflows/catalog/blackouts.ts";
import { confirmPage } from "../ui/confirm_page.tsx";
import type { FormHandler } from "../ui/page_context.ts";
import { redirect } from "../ui/redirect.ts";
import { below, settingPath } from "../ui/settings_page.tsx";
import { describeClosure } from "./closures.tsx";

export const deleteClosure: FormHandler = {
  async page(call) {
    const closure = await getBlackout(call.ctx.db, call.provider.id, call.id);
    return confirmPage(
      call,
      {
        ...below("closures"),
        title: `Delete ${closure.label}`,
        question: `Delete “${closure.label}”?`,
        confirm: "Delete closure",
        keep: { href: settingPath("closures"), label: "Keep closure" },
      },
      <p>
        {describeClosure(call.format, closure)}. Your site no longer says that you are closed then. Classes stay as they
        are.
      </p>,
    );
  },
  async submit({ ctx, provider, id, once }) {
    await once(() => removeBlackout(ctx, provider.id, id));
    return redirect(settingPath("closures"), "deleted");
  },
};
