/** Leaving a tip, by the mailed link. */
import type { Hono } from "hono";
import { blankForm } from "../form.ts";
import { TipPage } from "../pages/tip.tsx";
import { TippedPage } from "../pages/tipped.tsx";
import { UnpaidPage } from "../pages/unpaid.tsx";
import { afterHash, amountOf, LINK_UNUSABLE, readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

export function tipRoutes(app: Hono, { api }: SiteContext): void {
  app.get("/tip", (c) => page(c, <TipPage form={blankForm()} />));
  app.post("/tip", async (c) => {
    const { values } = await readForm(c);
    try {
      return c.redirect((await api.startTip(afterHash(values.token ?? ""), amountOf(values))).checkoutUrl, 303);
    } catch (error) {
      const unusable = { token: LINK_UNUSABLE };
      const form = refusedForm(error, values, { 403: unusable, 404: unusable });
      return page(c, <TipPage form={form} />, form.status);
    }
  });
  app.get("/tip/thanks", (c) => page(c, <TippedPage />));
  app.get("/tip/cancelled", (c) => page(c, <UnpaidPage what="No tip was taken." again="/" />));
}
