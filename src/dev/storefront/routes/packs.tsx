/** Buying a pack. */
import type { Context, Hono } from "hono";
import { blankForm, type Form } from "../form.ts";
import { PackBoughtPage } from "../pages/pack_bought.tsx";
import { PacksPage } from "../pages/packs.tsx";
import { UnpaidPage } from "../pages/unpaid.tsx";
import { paymentState } from "../payment_state.ts";
import { readForm, refusedForm } from "../posted_form.ts";
import { page, type SiteContext } from "../site_context.ts";

export function packRoutes(app: Hono, { api, session }: SiteContext): void {
  const packsPage = async (c: Context, packId: string | undefined, form: Form) => {
    const [packages, { cancelWindowHours }] = await Promise.all([api.packs(), api.studio()]);
    const chosen = packages.find((pack) => pack.id === packId) ?? packages[0];
    return page(
      c,
      <PacksPage packs={packages} chosen={chosen} form={form} cancelWindowHours={cancelWindowHours} />,
      form.status,
    );
  };
  app.get("/packs", (c) => packsPage(c, c.req.query("pack"), blankForm()));
  app.post("/packs", async (c) => {
    const { values, who } = await readForm(c);
    try {
      return c.redirect(
        (await api.startPack(values.pack ?? "", { ...who, customerToken: session.token(c) })).checkoutUrl,
        303,
      );
    } catch (error) {
      return packsPage(c, values.pack, refusedForm(error, values));
    }
  });
  app.get("/packages/confirm", async (c) => page(c, <PackBoughtPage state={await paymentState(api, c)} />));
  app.get(
    "/packages/cancelled",
    (c) => page(c, <UnpaidPage what="No pack was bought." again="/packs" current="/packs" />),
  );
}
